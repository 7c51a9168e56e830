import { expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { ID, locationClient, withoutTrace } from './location.ts'
import { toldClient } from './told.ts'

async function tasking(options = {}) {
  const client = await locationClient(options)
  const { call, locationId } = client
  const { id } = (await call('POST /contacts/', { json: { locationId, name: 'Ada' } })).json.contact
  const path = `/contacts/${id}/tasks`
  const create = (json: object = {}) => call(`POST ${path}`, { json: { ...TASK, ...json } })
  return { ...client, contactId: id as string, path, create }
}

const TASK = { title: 'Call', dueDate: '2026-02-01T11:00:00Z', completed: false }

test('a task is made, read, listed, changed, completed and deleted', async () => {
  const { call, path, create, contactId } = await tasking()
  const made = await create({ body: 'about the quote', assignedTo: 'u' })
  const { id } = made.json.task
  const task = { id, contactId, ...TASK, dueDate: '2026-02-01T11:00:00.000Z', body: 'about the quote', assignedTo: 'u' }
  expect(id).toMatch(ID)
  expect([made.status, withoutTrace(made)]).toEqual([201, { task }])
  expect(withoutTrace(await call(`GET ${path}/${id}`))).toEqual({ task })
  expect(withoutTrace(await call(`GET ${path}`))).toEqual({ tasks: [task] })
  const put = await call(`PUT ${path}/${id}`, { json: { title: 'Write', dueDate: '2026-03-01T00:00:00+02:00' } })
  const changed = { ...task, title: 'Write', dueDate: '2026-02-28T22:00:00.000Z' }
  expect([put.status, withoutTrace(put)]).toEqual([200, { task: changed }])
  const done = await call(`PUT ${path}/${id}/completed`, { json: { completed: true } })
  expect([done.status, withoutTrace(done)]).toEqual([200, { task: { ...changed, completed: true } }])
  const gone = await call(`DELETE ${path}/${id}`)
  expect([gone.status, withoutTrace(gone)]).toEqual([200, { succeded: true }])
  for (const [method, end, json] of [
    ['GET', ''],
    ['PUT', '', {}],
    ['DELETE', ''],
    ['PUT', '/completed', { completed: true }],
  ] as const)
    expect(await call(`${method} ${path}/${id}${end}`, { json })).toMatchObject({
      status: 400,
      json: { message: `Task not found for id:${id}`, error: 'Bad Request', statusCode: 400 },
    })
  expect(withoutTrace(await call(`GET ${path}`))).toEqual({ tasks: [] })
})

test.each<[string, object, string[]]>([
  [
    'POST',
    {},
    ['title must be a string', 'dueDate must be a valid ISO 8601 date string', 'completed must be a boolean value'],
  ],
  ['POST', { ...TASK, title: '' }, ['title should not be empty']],
  ['POST', { ...TASK, dueDate: 'tomorrow' }, ['dueDate must be a valid ISO 8601 date string']],
  ['POST', { ...TASK, status: 'x' }, ['property status should not exist']],
  ['PUT', { completed: 1 }, ['completed must be a boolean value']],
  ['PUT /completed', {}, ['completed must be a boolean value']],
  ['PUT /completed', { completed: true, title: 'x' }, ['property title should not exist']],
])('%s %j is a 422', async (target, json, message) => {
  const { call, path, create } = await tasking()
  const { id } = (await create()).json.task
  const [method, end = ''] = target.split(' ')
  const answer = await call(method === 'PUT' ? `PUT ${path}/${id}${end}` : `POST ${path}`, { json })
  expect([answer.status, answer.json.message]).toEqual([422, message])
})

test('a task is its contact’s', async () => {
  const { call, create } = await tasking()
  const { id } = (await create()).json.task
  const other = (await call('GET /contacts/?limit=1&query=%40example.com')).json.contacts[0].id
  expect((await call(`GET /contacts/${other}/tasks/${id}`)).json.message).toBe(`Task not found for id:${id}`)
  expect((await call('GET /contacts/nobody/tasks')).json.message).toBe('Contact not found for id:nobody')
})

test('fresh contacts have tasks, and the documentation’s task is there', async () => {
  const { call } = await tasking()
  const sample = '/contacts/sx6wyHhbFdRXh302LLNR/tasks/ocQHyuzHvysMo5N5VsXc'
  expect((await call(`GET ${sample}`)).json.task).toMatchObject({ title: 'First Task', completed: false })
  expect((await call(`PUT ${sample}/completed`, { json: { completed: true } })).json.task.completed).toBe(true)
  const { contacts } = (await call('GET /contacts/?limit=10&query=%40example.com')).json
  const tasks: unknown[] = []
  for (const { id } of contacts) tasks.push(...(await call(`GET /contacts/${id}/tasks`)).json.tasks)
  expect(tasks).toHaveLength(2)
})

test('changes of one task at once are all there', async () => {
  const { call, create, path } = await tasking({ openState: () => hostileState(3) })
  const { id } = (await create()).json.task
  await Promise.all([
    call(`PUT ${path}/${id}`, { json: { title: 'new' } }),
    call(`PUT ${path}/${id}`, { json: { assignedTo: 'u' } }),
    call(`PUT ${path}/${id}/completed`, { json: { completed: true } }),
  ])
  expect((await call(`GET ${path}/${id}`)).json.task).toMatchObject({ title: 'new', assignedTo: 'u', completed: true })
})

test('the apps are told of a task made, completed once and deleted', async () => {
  const { call, told, locationId } = await toldClient()
  const { id: contactId } = (await call('POST /contacts/', { json: { locationId, name: 'Ada' } })).json.contact
  await told()
  const path = `/contacts/${contactId}/tasks`
  const { id } = (await call(`POST ${path}`, { json: TASK })).json.task
  await call(`PUT ${path}/${id}`, { json: { title: 'Write' } })
  await call(`PUT ${path}/${id}/completed`, { json: { completed: true } })
  await call(`PUT ${path}/${id}`, { json: { completed: true } })
  await call(`DELETE ${path}/${id}`)
  const heard = await told()
  expect(heard.map(({ type }) => type)).toEqual(['TaskCreate', 'TaskComplete', 'TaskDelete'])
  expect(heard[1]).toMatchObject({ id, contactId, title: 'Write', locationId })
})
