import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryState } from '../../../src/core/memory.ts'
import type { Place } from '../../../src/core/state.ts'
import { ID, locationClient } from './location.ts'
import { type Any, NOW, talk, visited } from './talk.ts'

const FRESH = 500

describe('a search for conversations', () => {
  test('has one for each fresh contact, the newest message first', async () => {
    const { call } = await locationClient()
    const seen: Any[] = []
    for (let after = ''; seen.length < FRESH; ) {
      const { json } = await call(`GET /conversations/search?limit=100${after}`)
      expect(json.total).toBe(FRESH)
      seen.push(...json.conversations)
      after = `&startAfterDate=${seen.at(-1).lastMessageDate}`
    }
    const dates = seen.map(({ lastMessageDate }) => lastMessageDate)
    expect(dates).toEqual([...new Set(dates)].sort((a, b) => b - a))
    expect(new Set(seen.map(({ contactId }) => contactId)).size).toBe(FRESH)
    const { contacts } = (await call('GET /contacts/?limit=100')).json
    for (const contact of contacts)
      expect(seen.find(({ contactId }) => contactId === contact.id)).toMatchObject({
        id: expect.stringMatching(ID),
        type: 'TYPE_PHONE',
        lastMessageType: expect.stringMatching(/^TYPE_(SMS|EMAIL)$/),
        fullName: `${contact.firstNameRaw} ${contact.lastNameRaw}`,
        email: contact.email,
        phone: contact.phone,
      })
    for (const each of seen) expect(each.unreadCount).toBe(each.lastMessageDirection === 'inbound' ? 1 : 0)
  })

  test('filters', async () => {
    const { search, contactId, send, call } = await talk()
    await send('about the teapot')
    const total = async (query: string) => (await search(query)).total
    const [read, unread] = [await total('status=read'), await total('status=unread')]
    expect([read > 0, unread > 0, read + unread]).toEqual([true, true, FRESH + 1])
    expect(await total('status=all')).toBe(FRESH + 1)
    expect(await total('status=starred')).toBe(FRESH / 10)
    expect(await total(`contactId=${contactId}`)).toBe(1)
    expect(await total('contactId=nobody')).toBe(0)
    expect(await total('query=TEAPOT')).toBe(1)
    expect(await total('query=lovelace')).toBe(1)
    expect(await total(`startDate=${NOW}`)).toBe(1)
    expect(await total(`endDate=${NOW - 1}`)).toBe(FRESH)
    const [texts, mails] = [await total('lastMessageType=TYPE_SMS'), await total('lastMessageType=TYPE_EMAIL')]
    expect([texts > 0, mails > 0, texts + mails]).toEqual([true, true, FRESH + 1])
    expect((await total('lastMessageDirection=inbound')) + (await total('lastMessageDirection=outbound'))).toBe(
      FRESH + 1,
    )
    expect(await total('lastMessageAction=automated')).toBe(0)
    const { id } = (await search('limit=1')).conversations[0]
    expect(await total(`id=${id}`)).toBe(1)
    const { users } = (await call('GET /users/')).json
    const ids = users.map((each: Any) => each.id)
    const assigned = await total(`assignedTo=${ids.join(',')}`)
    expect(assigned).toBeGreaterThan(0)
    expect(assigned + (await total('assignedTo=unassigned'))).toBe(FRESH + 1)
    expect(await total(`followers=${ids[0]}`)).toBe(0)
    await call(`POST /contacts/${contactId}/followers`, { json: { followers: [ids[0]] } })
    expect(await total(`followers=${ids[0]}`)).toBe(1)
  })

  test('is of the owner that the contact has by now', async () => {
    const { search, call, contactId, own } = await talk()
    const { users } = (await call('GET /users/')).json
    expect(await own()).not.toHaveProperty('assignedTo', expect.anything())
    await call(`PUT /contacts/${contactId}`, { json: { assignedTo: users[1].id } })
    expect((await own()).assignedTo).toBe(users[1].id)
    const found = await search(`assignedTo=${users[1].id}&limit=1`)
    expect(found.conversations[0].contactId).toBe(contactId)
  })

  test('leaves out what the index does not know yet, where it lags', async () => {
    const { search, contactId, session } = await talk({ settings: { hoopai: { searchLagSeconds: 60 } } })
    expect((await search(`contactId=${contactId}`)).total).toBe(0)
    expect((await search('limit=1')).total).toBe(FRESH)
    session.clock.advance(60_000)
    expect((await search('limit=1')).total).toBe(FRESH + 1)
  })

  test.each([
    ['sort=up', 'sort must be a valid enum value'],
    ['status=gone', 'status must be a valid enum value'],
    ['lastMessageType=SMS', 'lastMessageType must be a valid enum value'],
    ['startAfterDate=soon', 'startAfterDate must be a number conforming to the specified constraints'],
    ['skip=1', 'property skip should not exist'],
  ])('refuses %s', async (query, message) => {
    const { call } = await locationClient()
    expect(await call(`GET /conversations/search?${query}`)).toMatchObject({
      status: 422,
      json: { message: [message] },
    })
  })
})

describe('paging by startAfterDate', () => {
  test('visits each conversation once on a clock that stands still, whatever the page, way and filter', async () => {
    const { search, send, call, locationId } = await talk({ settings: { hoopai: { limits: 'off' } } })
    for (let i = 0; i < 30; i++) {
      const { contact } = (await call('POST /contacts/', { json: { locationId, name: `Person ${i}` } })).json
      // Some are only there, in others something is said at the very same moment.
      if (i % 3 > 0) await send('hello', { contactId: contact.id })
      if (i % 3 > 1) await send('again', { contactId: contact.id })
    }
    const { total } = await search('limit=1')
    expect(total).toBe(FRESH + 31)
    const page = fc.record({
      limit: fc.integer({ min: 1, max: 100 }),
      sort: fc.constantFrom('', '&sort=asc', '&sort=desc'),
      filter: fc.constantFrom('', '&status=read', '&startDate=0'),
    })
    await fc.assert(
      fc.asyncProperty(page, async ({ limit, sort, filter }) => {
        const ids = await visited(search, limit, sort + filter)
        expect(ids).toHaveLength(new Set(ids).size)
        expect(ids).toHaveLength((await search(`limit=1${filter}`)).total)
      }),
      { numRuns: 12 },
    )
    expect(await visited(search, 1, `&startDate=${NOW}`)).toHaveLength(31)
  })

  test('reads no more than the page, whatever there is', async () => {
    let most = 0
    class Watched extends MemoryState {
      override page(collection: string, from: number | Place, limit: number, direction?: 'up' | 'down') {
        const found = super.page(collection, from, limit, direction)
        most = Math.max(most, found.entries.length)
        return found as never
      }
    }
    const { search, messages, own, send } = await talk({ openState: () => new Watched() })
    for (let i = 0; i < 60; i++) await send(`message ${i}`)
    const { id } = await own()
    most = 0
    const { conversations } = await search('limit=5')
    await search(`limit=5&startAfterDate=${conversations.at(-1).lastMessageDate}`)
    const { lastMessageId } = await messages(id, 'limit=5')
    await messages(id, `limit=5&lastMessageId=${lastMessageId}`)
    // One more message tells that there are more.
    expect(most).toBe(6)
  })

  test('goes on where it was when the conversation there is deleted or moves to the top', async () => {
    const { search, call } = await talk()
    const all = (await search('limit=10')).conversations
    const { lastMessageDate } = (await search('limit=5')).conversations.at(-1)
    await call(`DELETE /conversations/${all[4].id}`)
    const json = { type: 'SMS', contactId: all[3].contactId, message: 'hi' }
    await call('POST /conversations/messages', { json })
    const next = await search(`limit=5&startAfterDate=${lastMessageDate}`)
    expect(next.conversations.map(({ id }: Any) => id)).toEqual(all.slice(5).map(({ id }: Any) => id))
    expect((await search('limit=1')).conversations[0].id).toBe(all[3].id)
  })
})
