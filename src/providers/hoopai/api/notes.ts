/** Notes of a contact. Source: openapi contacts.json; section 11.1. */

import { iso } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { belongingsOf, give } from '../data/belongings.ts'
import { collection } from '../data/collections.ts'
import type { Note } from '../data/notes.ts'
import { removeNote } from '../data/removal.ts'
import { emit } from '../data/webhooks/emit.ts'
import { notFound } from '../errors.ts'
import { contactOf } from './contact-writes.ts'
import { boolean, type Fields, required, string } from './fields.ts'
import { operation, type Request } from './operation.ts'

const UPDATE = { body: string, userId: string, title: string, color: string, pinned: boolean } as const
const CREATE = { ...UPDATE, body: required(string) } as const
const [LIST, ONE] = ['/contacts/:contactId/notes', '/contacts/:contactId/notes/:id'] as const
const read = { of: 'contacts', scope: 'contacts.readonly', source: 'openapi contacts.json' } as const
const write = { ...read, scope: 'contacts.write' } as const

export const noteRoutes: readonly Route[] = [
  operation({
    ...read,
    name: 'notes.list',
    method: 'GET',
    path: LIST,
    about: 'newest first',
    answers: { notes: 'array' },
    handle: async (request) => {
      const { id, locationId } = await contactOf(request)
      return { notes: (await belongingsOf(request.context.session, 'notes', locationId, id)).map(shown) }
    },
  }),
  operation({
    ...write,
    name: 'notes.create',
    method: 'POST',
    path: LIST,
    body: CREATE,
    status: 201,
    answers: { note: 'object' },
    handle: create,
  }),
  operation({
    ...read,
    name: 'notes.get',
    method: 'GET',
    path: ONE,
    answers: { note: 'object' },
    handle: async (request) => ({ note: shown(await noteOf(request)) }),
  }),
  operation({
    ...write,
    name: 'notes.update',
    method: 'PUT',
    path: ONE,
    about: 'changes what is named',
    body: UPDATE,
    answers: { note: 'object' },
    handle: update,
  }),
  operation({
    ...write,
    name: 'notes.delete',
    method: 'DELETE',
    path: ONE,
    answers: { succeded: 'boolean' },
    handle: async (request) => {
      const { id } = await noteOf(request)
      if (!(await removeNote(request.context, request.locationId, id))) throw notFound('Note', id)
      return { succeded: true }
    },
  }),
]

async function create(request: Request<Fields, typeof CREATE>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { session, call } = context
  const { id: contactId } = await contactOf(request)
  const id = (await drawFor(session, 'hoopai note', contactId, digest(JSON.stringify(body)))).alphanumeric(20)
  const note: Note = { id, locationId, contactId, ...body, dateAdded: iso(call.at) }
  if (!(await give(session, 'notes', note, call.at))) throw notFound('Contact', contactId)
  await emit(context, 'NoteCreate', note)
  return { note: shown(note) }
}

async function update(request: Request<Fields, typeof UPDATE>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { id } = await noteOf(request)
  const notes = await collection(context.session, 'notes', locationId)
  const note = await notes.amend<Note | undefined>(id, (old) => {
    const value = old && { ...old, ...body }
    return { result: value, ...(value ? { value } : {}) }
  })
  if (!note) throw notFound('Note', id)
  await emit(context, 'NoteUpdate', note)
  return { note: shown(note) }
}

/** The note that the path names, on the contact that it names. */
async function noteOf(request: Pick<Request, 'context' | 'locationId'>): Promise<Note> {
  const { id: contactId, locationId } = await contactOf(request)
  const id = request.context.params.id!
  const note = await (await collection(request.context.session, 'notes', locationId)).find(id)
  if (note?.contactId !== contactId) throw notFound('Note', id)
  return note
}

function shown({ locationId: _, ...note }: Note): JsonObject {
  return note
}
