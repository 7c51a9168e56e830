/** Tasks of a contact. Source: openapi contacts.json; section 11.1. */

import { iso } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { belongingsOf, give } from '../data/belongings.ts'
import { collection } from '../data/collections.ts'
import type { Task } from '../data/notes.ts'
import { removeTask } from '../data/removal.ts'
import { emit } from '../data/webhooks/emit.ts'
import { notFound } from '../errors.ts'
import { contactOf } from './contact-writes.ts'
import { boolean, type Fields, instant, required, string, type Values } from './fields.ts'
import { operation, type Request } from './operation.ts'

const UPDATE = { title: string, body: string, dueDate: instant, completed: boolean, assignedTo: string } as const
const CREATE = {
  ...UPDATE,
  title: required(string),
  dueDate: required(instant),
  completed: required(boolean),
} as const
const COMPLETED = { completed: required(boolean) } as const
const [LIST, ONE] = ['/contacts/:contactId/tasks', '/contacts/:contactId/tasks/:taskId'] as const
const read = { of: 'contacts', scope: 'contacts.readonly', source: 'openapi contacts.json' } as const
const write = { ...read, scope: 'contacts.write' } as const

export const taskRoutes: readonly Route[] = [
  operation({
    ...read,
    name: 'tasks.list',
    method: 'GET',
    path: LIST,
    about: 'newest first',
    answers: { tasks: 'array' },
    handle: async (request) => {
      const { id, locationId } = await contactOf(request)
      return { tasks: (await belongingsOf(request.context.session, 'tasks', locationId, id)).map(shown) }
    },
  }),
  operation({
    ...write,
    name: 'tasks.create',
    method: 'POST',
    path: LIST,
    body: CREATE,
    status: 201,
    answers: { task: 'object' },
    handle: create,
  }),
  operation({
    ...read,
    name: 'tasks.get',
    method: 'GET',
    path: ONE,
    answers: { task: 'object' },
    handle: async (request) => ({ task: shown(await taskOf(request)) }),
  }),
  operation({
    ...write,
    name: 'tasks.update',
    method: 'PUT',
    path: ONE,
    about: 'changes what is named',
    body: UPDATE,
    answers: { task: 'object' },
    handle: update,
  }),
  operation({
    ...write,
    name: 'tasks.complete',
    method: 'PUT',
    path: `${ONE}/completed`,
    body: COMPLETED,
    answers: { task: 'object' },
    handle: (request) => update(request),
  }),
  operation({
    ...write,
    name: 'tasks.delete',
    method: 'DELETE',
    path: ONE,
    answers: { succeded: 'boolean' },
    handle: async (request) => {
      const { id } = await taskOf(request)
      if (!(await removeTask(request.context, request.locationId, id))) throw notFound('Task', id)
      return { succeded: true }
    },
  }),
]

async function create(request: Request<Fields, typeof CREATE>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { session, call } = context
  const { id: contactId } = await contactOf(request)
  const id = (await drawFor(session, 'hoopai task', contactId, digest(JSON.stringify(body)))).alphanumeric(20)
  const { dueDate } = body
  const task: Task = { id, locationId, contactId, ...body, dueDate: dateOf(dueDate), dateAdded: iso(call.at) }
  if (!(await give(session, 'tasks', task, call.at))) throw notFound('Contact', contactId)
  await emit(context, 'TaskCreate', task)
  return { task: shown(task) }
}

/** Tells the apps when the task was not completed before and is now. */
async function update(request: Pick<Request, 'context' | 'locationId'> & { body: Values<typeof UPDATE> }) {
  const { context, locationId, body } = request
  const { id } = await taskOf(request)
  const { dueDate } = body
  const changes = { ...body, ...(dueDate === undefined ? {} : { dueDate: dateOf(dueDate) }) }
  const tasks = await collection(context.session, 'tasks', locationId)
  const changed = await tasks.amend<{ old: Task; value: Task } | undefined>(id, (old) => {
    if (!old) return { result: undefined }
    const value = { ...old, ...changes }
    return { result: { old, value }, value }
  })
  if (!changed) throw notFound('Task', id)
  const { old, value } = changed
  if (value.completed && !old.completed) await emit(context, 'TaskComplete', value)
  return { task: shown(value) }
}

/** The task that the path names, on the contact that it names. */
async function taskOf(request: Pick<Request, 'context' | 'locationId'>): Promise<Task> {
  const { id: contactId, locationId } = await contactOf(request)
  const id = request.context.params.taskId!
  const task = await (await collection(request.context.session, 'tasks', locationId)).find(id)
  if (task?.contactId !== contactId) throw notFound('Task', id)
  return task
}

/** In UTC with milliseconds, as the examples show it. */
function dateOf(text: string): string {
  return iso(Date.parse(text))
}

function shown({ locationId: _, dateAdded: __, ...task }: Task): JsonObject {
  return task
}
