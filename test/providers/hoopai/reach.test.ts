import { describe, expect, test } from 'vitest'
import { Session } from '../../../src/core/session.ts'
import { claim, release } from '../../../src/providers/hoopai/data/reach.ts'
import { accounts } from '../../../src/providers/hoopai/data.ts'
import { hostileState } from '../../core/hostile.ts'
import { locationClient } from './location.ts'

const STORES = [['memory', 0] as const, ...[3, 8, 11].map((seed) => ['hostile', seed] as const)]

async function client(store: string, seed: number) {
  const made = await locationClient(store === 'hostile' ? { openState: () => hostileState(seed) } : {})
  const { call, locationId } = made
  const create = (fields: object) => call('POST /contacts/', { json: { locationId, ...fields } })
  return { ...made, create }
}

describe.each(STORES)('on a %s store (%i)', (store, seed) => {
  test('changes of one email at once leave that taken which the contact has, and no other', async () => {
    const { call, create } = await client(store, seed)
    const { id } = (await create({ email: 'e0@example.org' })).json.contact
    const emails = Array.from({ length: 8 }, (_, i) => `e${i}@example.org`)
    // Some go back to an address that another one is about to leave.
    const answers = await Promise.all(
      [...emails, ...emails.slice(0, 3)].map((email) => call(`PUT /contacts/${id}`, { json: { email } })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const { email: kept } = (await call(`GET /contacts/${id}`)).json.contact
    for (const email of emails) {
      const { status, json } = await create({ email })
      if (email !== kept) expect([email, status]).toEqual([email, 201])
      else expect(json.meta).toEqual({ contactId: id, matchingField: 'email' })
    }
  })

  test('a contact deleted while it is changed holds nothing', async () => {
    const { call, create } = await client(store, seed)
    const { id } = (await create({ email: 'old@example.org', phone: '+12025557777' })).json.contact
    await Promise.all([
      call(`PUT /contacts/${id}`, { json: { email: 'new@example.org' } }),
      call(`DELETE /contacts/${id}`),
      call(`PUT /contacts/${id}`, { json: { phone: '+12025558888' } }),
    ])
    for (const fields of [
      { email: 'old@example.org', phone: '+12025557777' },
      { email: 'new@example.org', phone: '+12025558888' },
    ])
      expect((await create(fields)).status).toBe(201)
  })

  test('a fresh contact’s email is free once it was given up, and taken again when it is taken back', async () => {
    const { call, create } = await client(store, seed)
    const { id, email } = (await call('GET /contacts/?limit=1')).json.contacts[0]
    const set = async (to: string | null) => (await call(`PUT /contacts/${id}`, { json: { email: to } })).status
    expect([await set(null), await set(email), await set(email.toUpperCase())]).toEqual([200, 200, 200])
    expect((await create({ email })).status).toBe(400)
    expect(await set(null)).toBe(200)
    const other = await create({ email })
    expect(other.status).toBe(201)
    expect(await set(email)).toBe(400)
    await call(`DELETE /contacts/${other.json.contact.id}`)
    expect(await set(email)).toBe(200)
  })
})

test('an address of the kind that fresh contacts have is free while none of them has it', async () => {
  const many = await locationClient()
  const [newest] = (await many.call('GET /contacts/?limit=1')).json.contacts
  const { call, locationId } = await locationClient({ settings: { hoopai: { contactsPerLocation: 60 } } })
  const [one] = (await call('GET /contacts/?limit=1')).json.contacts
  const create = async (fields: object) => (await call('POST /contacts/', { json: { locationId, ...fields } })).status
  expect(await create({ email: one.email })).toBe(400)
  expect(await create({ phone: one.phone })).toBe(400)
  expect(await create({ email: `somebody.else${one.email.replace(/\D+/, '')}` })).toBe(201)
  expect(await create({ email: newest.email, phone: newest.phone })).toBe(201)
  expect(await create({ email: newest.email })).toBe(400)
})

test('a claim whose phone is lost to another at the last moment gives the email back', async () => {
  const session = new Session({ openState: () => hostileState(5) })
  const { locationId } = accounts(session).locations[0]!
  const of = (id: string, email: string) => claim(session, locationId, id, { email, phone: '+12025557777' })
  const ids = Array.from({ length: 20 }, (_, i) => `contact${i}`)
  const taken = await Promise.all(ids.map((id) => of(id, `${id}@example.org`)))
  const winner = ids[taken.indexOf(undefined)]!
  expect(taken.filter((each) => each !== undefined)).toEqual(Array(19).fill({ field: 'phone', owner: winner }))
  for (const id of ids) {
    const email = { email: `${id}@example.org` }
    const owner = await claim(session, locationId, 'another', email)
    expect(owner).toEqual(id === winner ? { field: 'email', owner: winner } : undefined)
  }
  await release(session, locationId, winner, { email: `${winner}@example.org` })
  expect(await claim(session, locationId, 'another', { email: `${winner}@example.org` })).toBeUndefined()
})

test('what a claim keeps does not grow with the location', async () => {
  const { session, create } = await client('memory', 0)
  for (let i = 0; i < 50; i++) await create({ email: `n${i}@example.org`, phone: `+4420${1000000 + i}` })
  const keys = await session.state.keys('hoopai reach/')
  expect(keys).toHaveLength(100)
  for (const key of keys) expect(JSON.stringify(await session.state.get(key)).length).toBeLessThan(60)
})
