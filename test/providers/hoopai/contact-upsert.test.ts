import { describe, expect, test } from 'vitest'
import type { SessionOptions } from '../../../src/core/session.ts'
import { accounts } from '../../../src/providers/hoopai/data.ts'
import { hostileState } from '../../core/hostile.ts'
import { locationClient, UUID } from './location.ts'

async function upserting(options: SessionOptions = {}, allowDuplicateContact = false) {
  const client = await locationClient(options)
  const { session, call, locationId } = client
  if (allowDuplicateContact) Object.assign(accounts(session).locations[0]!, { allowDuplicateContact })
  const upsert = (json: object) => call('POST /contacts/upsert', { json: { locationId, ...json } })
  const count = async (query: string) => (await call(`GET /contacts/?query=${query}`)).json.count
  return { ...client, upsert, count }
}

const EMAIL = 'ada@example.org'
const PHONE = '+12025557777'

test('an unknown contact is made, a known one changed', async () => {
  const { upsert, call, count } = await upserting()
  const first = await upsert({ email: EMAIL, firstName: 'Ada', tags: ['a'] })
  expect(first.status).toBe(200)
  expect(Object.keys(first.json)).toEqual(['new', 'contact', 'traceId'])
  expect(first.json).toMatchObject({ new: true, contact: { email: EMAIL }, traceId: expect.stringMatching(UUID) })
  const again = await upsert({ email: 'ADA@example.org', lastName: 'King', phone: PHONE })
  const { id } = first.json.contact
  expect(again.json).toMatchObject({ new: false, contact: { id, name: 'Ada King', phone: PHONE, tags: ['a'] } })
  expect((await call(`GET /contacts/${id}`)).json.contact).toEqual(again.json.contact)
  expect((await upsert({ phone: '202 555 7777', city: 'London' })).json).toMatchObject({ new: false, contact: { id } })
  expect(await count(EMAIL)).toBe(1)
  expect((await call(`GET /conversations/search?contactId=${id}`)).json.total).toBe(1)
})

test('without email and phone it makes a new one each time', async () => {
  const { upsert } = await upserting()
  const made = [await upsert({ name: 'Ada' }), await upsert({ name: 'Ada' })]
  expect(made.map(({ json }) => json.new)).toEqual([true, true])
  expect(made[0]!.json.contact.id).not.toBe(made[1]!.json.contact.id)
})

test('where two match, the one of the email is changed, and the phone stays with the other', async () => {
  const { upsert, call } = await upserting()
  const ada = (await upsert({ email: EMAIL })).json.contact.id
  const bob = (await upsert({ phone: PHONE })).json.contact.id
  const { json } = await upsert({ email: EMAIL, phone: PHONE, city: 'London' })
  expect(json).toMatchObject({ new: false, contact: { id: ada, city: 'London' } })
  expect(json.contact).not.toHaveProperty('phone')
  expect((await call(`GET /contacts/${bob}`)).json.contact.phone).toBe(PHONE)
})

test('a fresh contact is known too, until it is deleted', async () => {
  const { upsert, call } = await upserting()
  const { email, id } = (await call('GET /contacts/?limit=1')).json.contacts[0]
  expect((await upsert({ email, city: 'London' })).json).toMatchObject({ new: false, contact: { id } })
  await call(`DELETE /contacts/${id}`)
  expect((await upsert({ email })).json.new).toBe(true)
})

describe('createNewIfDuplicateAllowed', () => {
  test.each([
    [false, false, false],
    [false, true, false],
    [true, false, false],
    [true, true, true],
  ])('where duplicates are allowed: %s, asked for: %s, makes a new one: %s', async (allowed, asked, made) => {
    const { upsert, count } = await upserting({}, allowed)
    await upsert({ email: EMAIL })
    const { json } = await upsert({ email: EMAIL, createNewIfDuplicateAllowed: asked })
    expect([json.new, await count(EMAIL)]).toEqual([made, made ? 2 : 1])
  })
})

test.each(['memory', 'hostile'])(
  'of thirty equal upserts at once one makes the contact, on a %s store',
  async (store) => {
    for (const seed of store === 'hostile' ? [1, 2, 3] : [0]) {
      const { upsert, count } = await upserting(seed ? { openState: () => hostileState(seed) } : {})
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, i) => upsert({ email: EMAIL, firstName: `Ada ${i}`, phone: PHONE })),
      )
      expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200))
      expect(answers.filter(({ json }) => json.new)).toHaveLength(1)
      expect(new Set(answers.map(({ json }) => json.contact.id)).size).toBe(1)
      expect(await count(EMAIL)).toBe(1)
    }
  },
)

test.each<[object, number, string[]]>([
  [{}, 400, ['contact must have an email, a phone or a name']],
  [{ email: 'nobody' }, 422, ['email must be an email']],
  [{ createNewIfDuplicateAllowed: 'yes', email: EMAIL }, 422, ['createNewIfDuplicateAllowed must be a boolean value']],
  [{ id: 'x', email: EMAIL }, 422, ['property id should not exist']],
])('%j is refused', async (json, status, message) => {
  const { upsert } = await upserting()
  const answer = await upsert(json)
  expect([answer.status, answer.json.statusCode, answer.json.message]).toEqual([status, 422, message])
})

test('a custom field that is nested deeper than any stack is refused, and nothing is made', async () => {
  const { call, locationId, count } = await upserting()
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  const body = `{"locationId":"${locationId}","email":"${EMAIL}","customFields":[{"id":"f","field_value":${deep}}]}`
  for (const path of ['/contacts/', '/contacts/upsert']) {
    const answer = await call(`POST ${path}`, { body, headers: { 'content-type': 'application/json' } })
    expect([answer.status, answer.json.message]).toEqual([400, 'Unexpected token in JSON'])
  }
  expect(await count(EMAIL)).toBe(0)
})
