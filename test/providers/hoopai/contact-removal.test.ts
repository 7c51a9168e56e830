/** A contact's deletion shows everywhere. */

import { expect, test } from 'vitest'
import { give } from '../../../src/providers/hoopai/data/belongings.ts'
import { collection } from '../../../src/providers/hoopai/data/collections.ts'
import { hostileState } from '../../core/hostile.ts'
import { locationClient } from './location.ts'
import { toldClient } from './told.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any
type Client = Pick<Awaited<ReturnType<typeof locationClient>>, 'call' | 'locationId'>

/** A contact of whom everything is known that there is. */
async function busyContact({ call, locationId }: Client): Promise<string> {
  const post = async (target: string, json: object): Promise<Any> => {
    const answer = await call(`POST ${target}`, { json })
    expect([200, 201], answer.text).toContain(answer.status)
    return answer.json
  }
  const contactId = (await post('/contacts/', { locationId, name: 'Zelda Quux', email: 'zq@example.org' })).contact.id
  await post(`/contacts/${contactId}/notes`, { body: 'note' })
  await post(`/contacts/${contactId}/tasks`, { title: 'task', dueDate: '2026-02-01T11:00:00Z', completed: false })
  await post('/conversations/messages', { type: 'SMS', contactId, message: 'hello' })
  const [calendar] = (await call('GET /calendars/')).json.calendars
  const booking = { locationId, calendarId: calendar.id, contactId, startTime: '2026-01-05T10:00:00-05:00' }
  await post('/calendars/events/appointments', booking)
  const [{ id: pipelineId }] = (await call('GET /opportunities/pipelines')).json.pipelines
  await post('/opportunities/', { locationId, pipelineId, name: 'Deal', status: 'open', contactId })
  return contactId
}

const KINDS = ['contacts', 'conversations', 'messages', 'notes', 'tasks', 'appointments', 'opportunities'] as const

async function traces(session: Awaited<ReturnType<typeof locationClient>>['session'], locationId: string, id: string) {
  const found: string[] = []
  for (const kind of KINDS)
    if (JSON.stringify(await (await collection(session, kind, locationId)).all()).includes(id)) found.push(kind)
  return found
}

test.each(['memory', 'hostile'])('of what belongs to it nothing is left, on a %s store', async (store) => {
  const client = await locationClient(store === 'hostile' ? { openState: () => hostileState(3) } : {})
  const { call, session, locationId } = client
  const id = await busyContact(client)
  expect(await traces(session, locationId, id)).toEqual([...KINDS])
  expect((await call(`DELETE /contacts/${id}`)).status).toBe(200)
  expect(await traces(session, locationId, id)).toEqual([])
  const total = async (target: string, json?: object) => {
    const answer = (await call(target, json ? { json } : {})).json
    return answer.total ?? answer.count ?? answer.meta.total
  }
  expect(await total('GET /contacts/?query=zelda')).toBe(0)
  expect(await total('POST /contacts/search', { locationId, query: 'zelda' })).toBe(0)
  expect(await total(`GET /conversations/search?contactId=${id}`)).toBe(0)
  expect(await total(`GET /opportunities/search?contact_id=${id}`)).toBe(0)
  expect((await call('GET /contacts/search/duplicate?email=zq@example.org')).json.contact).toBe(null)
  for (const part of ['notes', 'tasks', 'appointments'])
    expect((await call(`GET /contacts/${id}/${part}`)).json.message).toBe(`Contact not found for id:${id}`)
})

test('a fresh contact takes its fresh records along, and nobody else’s', async () => {
  const { call, session, locationId } = await locationClient({ settings: { hoopai: { limits: 'off' } } })
  const counts = async () =>
    Promise.all(KINDS.map(async (kind) => (await (await collection(session, kind, locationId)).all()).length))
  const before = await counts()
  const { contactId } = (await (await collection(session, 'appointments', locationId)).all())[0]!
  expect((await call(`DELETE /contacts/${contactId}`)).status).toBe(200)
  expect(await traces(session, locationId, contactId)).toEqual([])
  const after = await counts()
  expect([after[0], after[1]]).toEqual([before[0]! - 1, before[1]! - 1])
  for (const [i, kind] of KINDS.entries()) expect(before[i]! - after[i]!, kind).toBeLessThan(20)
})

test('the time of its appointment is free again', async () => {
  const client = await locationClient()
  const { call, locationId } = client
  await call(`DELETE /contacts/${await busyContact(client)}`)
  expect(await busyContact({ call, locationId })).toBeTruthy()
})

test('the apps are told of each record that goes', async () => {
  const client = await toldClient()
  const id = await busyContact(client)
  await client.told()
  await client.call(`DELETE /contacts/${id}`)
  const types = (await client.told()).map(({ type }) => type)
  expect(types[0]).toBe('ContactDelete')
  expect([...types].sort()).toEqual([
    'AppointmentDelete',
    'ContactDelete',
    'NoteDelete',
    'OpportunityDelete',
    'TaskDelete',
  ])
})

test('what is given to a contact that is gone meanwhile does not stay', async () => {
  const { session, locationId } = await locationClient()
  const note = { id: 'n', locationId, contactId: 'gone', body: 'x', dateAdded: '2026-01-01T00:00:00.000Z' }
  expect(await give(session, 'notes', note, 1)).toBe(false)
  expect(await (await collection(session, 'notes', locationId)).find('n')).toBeUndefined()
})

test('a contact that is deleted right before it gets its conversation has none', async () => {
  const { call, session, locationId } = await locationClient()
  const { state } = session
  const insert = state.insert.bind(state)
  const deleted: string[] = []
  state.insert = async (key, entry) => {
    if (key.startsWith('hoopai conversations/')) {
      deleted.push((entry.value as { contactId: string }).contactId)
      expect((await call(`DELETE /contacts/${deleted[0]}`)).status).toBe(200)
    }
    return insert(key, entry)
  }
  expect((await call('POST /contacts/', { json: { locationId, name: 'Ada' } })).status).toBe(201)
  expect(deleted).toHaveLength(1)
  expect(await traces(session, locationId, deleted[0]!)).toEqual([])
})
