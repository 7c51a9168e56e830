/** Fixture files of the user's own, as a location shows them. */

import { expect, test } from 'vitest'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { locationClient } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

/** As little as a location's file may hold. */
const BARE = {
  tags: [],
  sources: ['a friend'],
  places: [{ city: 'Denver', state: 'CO', zip: '802', area: '303', timezone: 'America/Denver' }],
  companyKinds: ['Bakery'],
  notes: ['Called.'],
  tasks: ['Call.'],
  pipelines: [],
  opportunities: ['Offer'],
  calendars: [],
  messages: [{ body: 'Hello', direction: 'inbound' }],
  team: ['Ann Other'],
  customFields: [],
}
const OWN = {
  id: 'ownContact0000000001',
  firstName: 'Own',
  email: 'own@example.org',
  dateAdded: '2031-01-01T00:00:00.000Z',
}
const TALK = {
  id: 'ownTalk0000000000001',
  contactId: OWN.id,
  messages: [{ id: 'ownMessage0000000001', body: 'Hi', direction: 'inbound', dateAdded: '2031-01-01T01:00:00.000Z' }],
}

async function client(files: Record<string, object>) {
  const card = await hoopai.fixtures!()
  for (const [name, content] of Object.entries(files)) expect(card[name]!.check(content)).toEqual([])
  const settings = { hoopai: { contactsPerLocation: 30 } }
  const { call, locationId } = await locationClient({ settings, fixtures: { hoopai: files as Any } })
  const read = async (target: string): Promise<Any> => {
    const answer = await call(`GET ${target.replace('LOCATION', locationId)}`)
    expect([target, answer.status]).toEqual([target, 200])
    return answer.json
  }
  return { read }
}

test('contacts and conversations of the file are there, beside invented ones', async () => {
  const { read } = await client({ contacts: { contacts: [OWN] }, conversations: { conversations: [TALK] } })
  const { contacts, meta } = await read('/contacts/?locationId=LOCATION')
  expect([meta.total, contacts[0].id]).toEqual([30, OWN.id])
  expect((await read(`/contacts/${OWN.id}`)).contact).toMatchObject({ firstName: 'Own', email: 'own@example.org' })
  const { conversations } = await read(`/conversations/search?locationId=LOCATION&contactId=${OWN.id}`)
  expect(conversations).toMatchObject([{ id: TALK.id, lastMessageBody: 'Hi' }])
})

test('a location holds what its file says, and works with the least that it may say', async () => {
  const { read } = await client({ location: BARE, contacts: {}, conversations: { conversations: [] } })
  const { contacts } = await read('/contacts/?locationId=LOCATION&limit=100')
  expect(contacts).toHaveLength(30)
  expect(new Set(contacts.map(({ city }: Any) => city))).toEqual(new Set(['Denver']))
  expect((await read('/locations/LOCATION/tags')).tags).toEqual([])
  expect((await read('/opportunities/pipelines?locationId=LOCATION')).pipelines).toEqual([])
  expect((await read('/opportunities/search?location_id=LOCATION')).opportunities).toEqual([])
  expect((await read('/calendars/?locationId=LOCATION')).calendars).toEqual([])
  expect((await read('/conversations/search?locationId=LOCATION')).total).toBe(30)
  expect((await read('/users/?locationId=LOCATION')).users.map(({ name }: Any) => name)).toContain('Ann Other')
  expect((await read(`/contacts/${contacts[2].id}/appointments`)).events).toEqual([])
})
