import { expect, test } from 'vitest'
import { type Any, NOW, talk } from './talk.ts'

const OFF = { settings: { hoopai: { limits: 'off' } } }

async function exporter() {
  const client = await talk(OFF)
  const page = async (query = ''): Promise<Any> =>
    (await client.call(`GET /conversations/messages/export?${query}`)).json
  const all = async (query = '', limit = 500) => {
    const seen: Any[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { messages, nextCursor, total } = await page(
        `limit=${limit}&${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      expect(messages.length).toBeLessThanOrEqual(limit)
      seen.push(...messages)
      if (nextCursor === undefined) expect(seen).toHaveLength(total)
      cursor = nextCursor
    }
    return seen
  }
  return { ...client, page, all }
}

test('an export visits every message but emails once, newest first, whatever the page', async () => {
  const { all, send } = await exporter()
  for (let i = 0; i < 25; i++) await send(`message ${i}`)
  const whole = await all()
  expect(whole.length).toBeGreaterThan(1000)
  const dates = whole.map(({ dateAdded }) => dateAdded)
  expect(dates).toEqual([...dates].sort().reverse())
  const ids = whole.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect((await all('', 37)).map(({ id }) => id)).toEqual(ids)
  expect((await all('sortOrder=asc', 99)).map(({ id }) => id)).toEqual(ids.toReversed())
  expect(whole.some(({ messageType }) => messageType === 'TYPE_EMAIL')).toBe(false)
  const mails = await all('channel=Email')
  expect(mails.length).toBeGreaterThan(50)
  expect((await all('channel=SMS')).length).toBe(ids.length)
})

test('it holds the messages that the conversations hold', async () => {
  const { all, own, send, messages, contactId, page } = await exporter()
  await send('one')
  await send('mail', { type: 'Email' })
  const { id } = await own()
  expect((await all(`conversationId=${id}`)).map(({ body }) => body)).toEqual(['one'])
  expect((await all(`contactId=${contactId}&channel=Email`)).map(({ body }) => body)).toEqual(['mail'])
  expect((await messages(id)).messages).toHaveLength(2)
  const today = `startDate=${new Date(NOW).toISOString()}`
  expect((await page(today)).total).toBe(1)
  const before = `endDate=${new Date(NOW - 1).toISOString()}`
  expect((await page(before)).total).toBe((await page()).total - 1)
})

test('it is sorted by the last change where asked, also of many at once', async () => {
  const { all, call, session } = await exporter()
  const ids = (await all()).slice(2, 30).map(({ id }) => id)
  session.clock.advance(1000)
  for (const id of ids) await call(`PUT /conversations/messages/${id}/status`, { json: { status: 'read' } })
  const changed = await all('sortBy=updatedAt', 10)
  expect(changed.slice(0, ids.length).map(({ id }) => id)).toEqual(ids)
  expect(changed[0].status).toBe('read')
  expect(new Set(changed.map(({ id }) => id)).size).toBe(changed.length)
})

test.each([
  ['limit=9', 'limit must not be less than 10'],
  ['limit=501', 'limit must not be greater than 500'],
  ['channel=Fax', 'channel must be a valid enum value'],
  ['startDate=today', 'startDate must be a valid ISO 8601 date string'],
  ['cursor=bm9uZQ==', 'cursor must be a valid cursor'],
])('it refuses %s', async (query, message) => {
  const { call } = await talk()
  expect(await call(`GET /conversations/messages/export?${query}`)).toMatchObject({
    status: 422,
    json: { message: [message] },
  })
})
