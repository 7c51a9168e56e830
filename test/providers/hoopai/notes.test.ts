import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { ID, locationClient, withoutTrace } from './location.ts'
import { toldClient } from './told.ts'

const NOW = '2026-01-01T00:00:00.000Z'

async function noting(options = {}) {
  const client = await locationClient(options)
  const { call, locationId } = client
  const { id } = (await call('POST /contacts/', { json: { locationId, name: 'Ada' } })).json.contact
  const path = `/contacts/${id}/notes`
  const create = (json: object) => call(`POST ${path}`, { json })
  return { ...client, contactId: id as string, path, create }
}

test('a note is written, read, listed, changed and deleted', async () => {
  const { call, path, create, contactId, session } = await noting()
  const made = await create({ body: 'hello', title: 'First', color: '#FFAA00', pinned: true, userId: 'u' })
  const { id } = made.json.note
  const note = {
    id,
    contactId,
    body: 'hello',
    title: 'First',
    color: '#FFAA00',
    pinned: true,
    userId: 'u',
    dateAdded: NOW,
  }
  expect(id).toMatch(ID)
  expect([made.status, withoutTrace(made)]).toEqual([201, { note }])
  session.clock.advance(1000)
  const second = (await create({ body: 'again' })).json.note
  expect(withoutTrace(await call(`GET ${path}/${id}`))).toEqual({ note })
  expect(withoutTrace(await call(`GET ${path}`))).toEqual({ notes: [second, note] })
  const put = await call(`PUT ${path}/${id}`, { json: { body: 'changed', pinned: false } })
  const changed = { ...note, body: 'changed', pinned: false }
  expect([put.status, withoutTrace(put)]).toEqual([200, { note: changed }])
  expect(withoutTrace(await call(`PUT ${path}/${id}`, { json: {} }))).toEqual({ note: changed })
  const gone = await call(`DELETE ${path}/${id}`)
  expect([gone.status, withoutTrace(gone)]).toEqual([200, { succeded: true }])
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect(await call(`${method} ${path}/${id}`)).toMatchObject({
      status: 400,
      json: { message: `Note not found for id:${id}`, error: 'Bad Request', statusCode: 400 },
    })
  expect(withoutTrace(await call(`GET ${path}`))).toEqual({ notes: [second] })
})

test('equal notes are two', async () => {
  const { create } = await noting()
  expect((await create({ body: 'x' })).json.note.id).not.toBe((await create({ body: 'x' })).json.note.id)
})

test.each<[string, object, string[]]>([
  ['POST', {}, ['body must be a string']],
  ['POST', { body: '' }, ['body should not be empty']],
  ['POST', { body: 'x', contactId: 'y' }, ['property contactId should not exist']],
  ['PUT', { body: 7, pinned: 'no' }, ['body must be a string', 'pinned must be a boolean value']],
])('%s %j is a 422', async (method, json, message) => {
  const { call, path, create } = await noting()
  const { id } = (await create({ body: 'x' })).json.note
  const answer = await call(method === 'PUT' ? `PUT ${path}/${id}` : `POST ${path}`, { json })
  expect([answer.status, answer.json.message]).toEqual([422, message])
})

test('a note is its contact’s: under another it is not found, in another location it is refused', async () => {
  const { call, path, create, session, locations } = await noting()
  const { id } = (await create({ body: 'x' })).json.note
  const other = (await call('GET /contacts/?limit=1&query=%40example.com')).json.contacts[0].id
  expect((await call(`GET /contacts/${other}/notes/${id}`)).json.message).toBe(`Note not found for id:${id}`)
  expect((await call(`POST /contacts/nobody/notes`, { json: { body: 'x' } })).json.message).toBe(
    'Contact not found for id:nobody',
  )
  const theirs = await locationClient({ ...session.options }, { locationId: locations[1]!.locationId })
  const their = (await theirs.call('GET /contacts/?limit=1')).json.contacts[0].id
  for (const target of [
    `GET /contacts/${their}/notes`,
    `POST /contacts/${their}/notes`,
    `DELETE /contacts/${their}/notes/x`,
  ])
    expect((await call(target, { json: { body: 'x' } })).status, target).toBe(403)
  expect((await call(`GET ${path}`)).json.notes).toHaveLength(1)
})

test('fresh contacts have notes, and the documentation’s note is there', async () => {
  const { call } = await noting()
  const path = 'GET /contacts/sx6wyHhbFdRXh302LLNR/notes'
  expect((await call(`${path}/ocQHyuzHvysMo5N5VsXc`)).status).toBe(200)
  expect((await call(path)).json.notes.map(({ id }: { id: string }) => id)).toContain('HGPcayliwcdoUFzvbTok')
  const { contacts } = (await call('GET /contacts/?limit=10&query=%40example.com')).json
  const lengths: number[] = []
  for (const { id } of contacts) lengths.push((await call(`GET /contacts/${id}/notes`)).json.notes.length)
  expect(lengths.filter((length) => length > 0)).toHaveLength(2)
})

describe('at once', () => {
  test.each([1, 5, 9])('with the deletion of its contact, no note stays behind (%i)', async (seed) => {
    const { call, contactId, create, session, locationId } = await noting({ openState: () => hostileState(seed) })
    await call('GET /contacts/sx6wyHhbFdRXh302LLNR/notes')
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, (_, i) => create({ body: `n${i}` })),
      call(`DELETE /contacts/${contactId}`),
      ...Array.from({ length: 6 }, (_, i) => create({ body: `m${i}` })),
    ])
    for (const { status } of answers) expect([200, 201, 400]).toContain(status)
    const { entries } = await session.state.page(`hoopai notes/${locationId}`, 0, Infinity)
    expect(JSON.stringify(entries)).not.toContain(contactId)
  })

  test('of several deletions of one note, one did it', async () => {
    const { call, create, path } = await noting({ openState: () => hostileState(2) })
    const { id } = (await create({ body: 'x' })).json.note
    const answers = await Promise.all(Array.from({ length: 6 }, () => call(`DELETE ${path}/${id}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400])
  })
})

test('the apps are told of a note written, changed and deleted', async () => {
  const { call, told, locationId } = await toldClient()
  const { id: contactId } = (await call('POST /contacts/', { json: { locationId, name: 'Ada' } })).json.contact
  await told()
  const path = `/contacts/${contactId}/notes`
  const { id } = (await call(`POST ${path}`, { json: { body: 'one' } })).json.note
  await call(`PUT ${path}/${id}`, { json: { body: 'two' } })
  await call(`DELETE ${path}/${id}`)
  await call(`DELETE ${path}/${id}`)
  expect(await told()).toMatchObject([
    { type: 'NoteCreate', id, contactId, body: 'one', locationId },
    { type: 'NoteUpdate', id, body: 'two' },
    { type: 'NoteDelete', id },
  ])
})
