import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { ID, locationClient, withoutTrace } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

const NOW = Date.parse('2026-01-01T00:00:00Z')

async function withContact(options = {}) {
  const client = await locationClient(options)
  const json = { locationId: client.locationId, name: 'Ada Lovelace', email: 'ada@example.org' }
  const { contact } = (await client.call('POST /contacts/', { json })).json
  const send = (message: string, more: object = {}) =>
    client.call('POST /conversations/messages', { json: { type: 'SMS', contactId: contact.id, message, ...more } })
  const search = async (query: string) => (await client.call(`GET /conversations/search?${query}`)).json
  const messages = async (id: string, query = '') =>
    (await client.call(`GET /conversations/${id}/messages?${query}`)).json.messages
  return { ...client, contactId: contact.id as string, send, search, messages }
}

describe('a search for conversations', () => {
  test('has one for each fresh contact, the newest message first', async () => {
    const { call } = await locationClient()
    const { json } = await call('GET /conversations/search?limit=100')
    expect(json.total).toBe(60)
    const contacts: Any[] = (await call('GET /contacts/?limit=100')).json.contacts
    expect(new Set(json.conversations.map((each: Any) => each.contactId))).toEqual(
      new Set(contacts.map(({ id }) => id)),
    )
    const dates = json.conversations.map((each: Any) => each.lastMessageDate)
    expect(dates).toEqual([...dates].sort((a, b) => b - a))
    for (const each of json.conversations) {
      const contact = contacts.find(({ id }) => id === each.contactId)
      expect(each).toMatchObject({
        id: expect.stringMatching(ID),
        type: 'TYPE_PHONE',
        lastMessageType: 'TYPE_SMS',
        fullName: `${contact.firstNameRaw} ${contact.lastNameRaw}`,
        email: contact.email,
        phone: contact.phone,
      })
      expect(each.unreadCount).toBe(each.lastMessageDirection === 'inbound' ? 1 : 0)
    }
  })

  test('pages by the last message date, up and down', async () => {
    const { search } = await withContact()
    for (const sort of ['asc', 'desc']) {
      const ids: string[] = []
      for (let after = ''; ids.length < 61; ) {
        const { conversations, total } = await search(`limit=7&sort=${sort}${after}`)
        expect(total).toBe(61)
        if (conversations.length === 0) break
        ids.push(...conversations.map(({ id }: Any) => id))
        after = `&startAfterDate=${conversations.at(-1).lastMessageDate}`
      }
      expect(new Set(ids).size).toBe(61)
    }
  })

  test('filters', async () => {
    const { search, contactId, send, call } = await withContact()
    await send('about the teapot')
    const total = async (query: string) => (await search(query)).total
    const [read, unread] = [await total('status=read'), await total('status=unread')]
    expect([read > 0, unread > 0, read + unread]).toEqual([true, true, 61])
    expect(await total('status=all')).toBe(61)
    expect(await total('status=starred')).toBe(6)
    expect(await total(`contactId=${contactId}`)).toBe(1)
    expect(await total('query=TEAPOT')).toBe(1)
    expect(await total('query=lovelace')).toBe(1)
    expect(await total(`startDate=${NOW}`)).toBe(1)
    expect(await total(`endDate=${NOW - 1}`)).toBe(60)
    expect(await total('lastMessageType=TYPE_EMAIL')).toBe(0)
    expect((await total('lastMessageDirection=inbound')) + (await total('lastMessageDirection=outbound'))).toBe(61)
    const { id } = (await search('limit=1')).conversations[0]
    expect(await total(`id=${id}`)).toBe(1)
    const { contacts } = (await call('GET /contacts/?limit=100')).json
    const users = [...new Set(contacts.map((each: Any) => each.assignedTo))].filter(Boolean)
    const assigned = await total(`assignedTo=${users.join(',')}`)
    expect(assigned + (await total('assignedTo=unassigned'))).toBe(61)
    expect(assigned).toBe(contacts.filter((each: Any) => each.assignedTo).length)
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

describe('a message', () => {
  test('that was sent stands in the conversation of its contact', async () => {
    const { send, search, messages, contactId, locationId, session } = await withContact()
    session.clock.advance(5000)
    const sent = await send('hello', { attachments: ['https://example.com/a.png'] })
    const { conversationId, messageId, ...rest } = withoutTrace(sent) as Any
    expect(sent.status).toBe(200)
    expect(rest).toEqual({ msg: 'Message queued successfully.', status: 'pending' })
    expect(messageId).toMatch(ID)
    expect(await messages(conversationId)).toEqual({
      lastMessageId: messageId,
      nextPage: false,
      messages: [
        {
          id: messageId,
          type: 2,
          messageType: 'TYPE_SMS',
          locationId,
          contactId,
          conversationId,
          dateAdded: '2026-01-01T00:00:05.000Z',
          body: 'hello',
          direction: 'outbound',
          status: 'sent',
          contentType: 'text/plain',
          attachments: ['https://example.com/a.png'],
          source: 'api',
        },
      ],
    })
    expect((await search('limit=1')).conversations).toMatchObject([
      {
        id: conversationId,
        contactId,
        type: 'TYPE_EMAIL',
        lastMessageBody: 'hello',
        lastMessageType: 'TYPE_SMS',
        lastMessageDate: NOW + 5000,
        lastMessageDirection: 'outbound',
      },
    ])
  })

  test('makes the conversation when there is none, once also when many are sent at once', async () => {
    for (const openState of [undefined, () => hostileState(11)]) {
      const { send, search, messages, contactId } = await withContact({
        settings: { hoopai: { contactMakesConversation: false } },
        ...(openState ? { openState } : {}),
      })
      expect((await search(`contactId=${contactId}`)).total).toBe(0)
      const sent = await Promise.all(Array.from({ length: 20 }, (_, i) => send(`hello ${i}`)))
      expect(new Set(sent.map(({ json }) => json.conversationId)).size).toBe(1)
      expect(await search(`contactId=${contactId}`)).toMatchObject({ total: 1 })
      const all = await messages(sent[0]!.json.conversationId, 'limit=100')
      expect(new Set(all.messages.map(({ body }: Any) => body)).size).toBe(20)
    }
  })

  test('goes to a conversation by its id too', async () => {
    const { search, call, messages } = await withContact()
    const { id } = (await search('status=unread&limit=1')).conversations[0]
    const before = (await messages(id)).messages.length
    const json = { type: 'WhatsApp', conversationId: id, message: 'hi' }
    expect((await call('POST /conversations/messages', { json })).json.conversationId).toBe(id)
    const { messages: after } = await messages(id)
    expect(after).toHaveLength(before + 1)
    expect(after[0]).toMatchObject({ body: 'hi', messageType: 'TYPE_WHATSAPP', type: 19 })
  })

  test.each([
    ['Email', 'TYPE_EMAIL', 3],
    ['IG', 'TYPE_INSTAGRAM', 18],
    ['FB', 'TYPE_FACEBOOK', 11],
    ['Live_Chat', 'TYPE_LIVE_CHAT', 29],
  ])('of type %s is a %s', async (type, messageType, number) => {
    const { send, messages } = await withContact()
    const { json } = await send('', { type, html: '<b>hi</b>', subject: 'Hi' })
    expect((await messages(json.conversationId)).messages[0]).toMatchObject({ messageType, type: number })
    if (type === 'Email') expect(json.emailMessageId).toMatch(ID)
    else expect(json).not.toHaveProperty('emailMessageId', expect.anything())
  })

  test('waits when it is scheduled', async () => {
    const { send, messages } = await withContact()
    const { json } = await send('later', { scheduledTimestamp: NOW / 1000 + 60 })
    expect((await messages(json.conversationId)).messages[0].status).toBe('scheduled')
  })

  test('is answered with 201 where the session says so', async () => {
    const { send } = await withContact({ settings: { hoopai: { sendStatus: '201' } } })
    expect((await send('hello')).status).toBe(201)
  })

  const cases: [object, string[]][] = [
    [{ type: 'Fax' }, ['type must be a valid enum value']],
    [{ type: undefined }, ['type must be a valid enum value']],
    [{ contactId: undefined }, ['contactId must be a string']],
    [{ message: 5 }, ['message must be a string']],
    [{ locationId: 'x' }, ['property locationId should not exist']],
    [{ forward: {} }, ['forward.isForwarded must be a boolean value']],
    [{ attachments: 'a' }, ['attachments must be an array']],
  ]
  test.each(cases)('with %j is a 422', async (fields, message) => {
    const { send } = await withContact()
    expect(await send('hello', fields)).toMatchObject({ status: 422, json: { message, statusCode: 422 } })
  })

  test('to nobody is a 400', async () => {
    const { send, call } = await withContact()
    expect((await send('hello', { contactId: 'nobody' })).text).toBe(
      '{"message":"Contact not found for id:nobody","error":"Bad Request","statusCode":400}',
    )
    expect((await send('hello', { contactId: undefined, conversationId: 'none' })).text).toBe(
      '{"message":"Conversation not found for id:none","error":"Bad Request","statusCode":400}',
    )
    expect((await call('GET /conversations/none/messages')).status).toBe(400)
  })
})

describe('a list of messages', () => {
  test('is newest first in the order they were sent, and pages by the last id', async () => {
    const { send, messages } = await withContact()
    let id = ''
    for (let i = 1; i <= 7; i++) id = (await send(`message ${i}`)).json.conversationId
    const seen: string[] = []
    let page = await messages(id, 'limit=3')
    for (;;) {
      seen.push(...page.messages.map(({ body }: Any) => body))
      if (!page.nextPage) break
      page = await messages(id, `limit=3&lastMessageId=${page.lastMessageId}`)
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((i) => `message ${i}`))
  })

  test('filters by type, and is flat where the session says so', async () => {
    const { call, send, messages } = await withContact({ settings: { hoopai: { flatMessages: true } } })
    const { conversationId } = (await send('text')).json
    await send('mail', { type: 'Email' })
    const { json } = await call(`GET /conversations/${conversationId}/messages?type=TYPE_EMAIL,TYPE_CALL`)
    expect(json).toMatchObject({ nextPage: false, messages: [{ body: 'mail' }] })
    expect(await messages(conversationId)).toHaveLength(2)
    expect((await call(`GET /conversations/${conversationId}/messages?type=SMS`)).status).toBe(422)
  })

  test('of a fresh conversation ends with what the search shows', async () => {
    const { search, messages } = await withContact()
    for (const each of (await search('limit=10&sort=asc')).conversations)
      expect((await messages(each.id)).messages[0]).toMatchObject({
        body: each.lastMessageBody,
        direction: each.lastMessageDirection,
        dateAdded: new Date(each.lastMessageDate).toISOString(),
      })
  })
})
