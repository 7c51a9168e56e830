import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { ID, locationClient, withoutTrace } from './location.ts'
import { type Any, NOW, talk } from './talk.ts'

describe('a message', () => {
  test('that was sent stands in the conversation of its contact', async () => {
    const { send, search, messages, contactId, locationId, session } = await talk()
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
      const { send, search, messages, contactId } = await talk({
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
    const { search, call, messages } = await talk()
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
    const { send, messages } = await talk()
    const { json } = await send('', { type, html: '<b>hi</b>', subject: 'Hi' })
    expect((await messages(json.conversationId)).messages[0]).toMatchObject({ messageType, type: number })
    if (type === 'Email') expect(json.emailMessageId).toMatch(ID)
    else expect(json).not.toHaveProperty('emailMessageId', expect.anything())
  })

  test('waits when it is scheduled', async () => {
    const { send, messages } = await talk()
    const { json } = await send('later', { scheduledTimestamp: NOW / 1000 + 60 })
    expect((await messages(json.conversationId)).messages[0].status).toBe('scheduled')
  })

  test('is answered with 201 where the session says so', async () => {
    const { send } = await talk({ settings: { hoopai: { sendStatus: '201' } } })
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
    const { send } = await talk()
    expect(await send('hello', fields)).toMatchObject({ status: 422, json: { message, statusCode: 422 } })
  })

  test('to nobody is a 400', async () => {
    const { send, call } = await talk()
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
    const { send, messages } = await talk()
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
    const { call, send, messages } = await talk({ settings: { hoopai: { flatMessages: true } } })
    const { conversationId } = (await send('text')).json
    await send('mail', { type: 'Email' })
    const { json } = await call(`GET /conversations/${conversationId}/messages?type=TYPE_EMAIL,TYPE_CALL`)
    expect(json).toMatchObject({ nextPage: false, messages: [{ body: 'mail' }] })
    expect(await messages(conversationId)).toHaveLength(2)
    expect((await call(`GET /conversations/${conversationId}/messages?type=SMS`)).status).toBe(422)
  })

  test('of a fresh conversation ends with what the search shows', async () => {
    const { search, messages } = await talk()
    for (const each of (await search('limit=10&sort=asc')).conversations)
      expect((await messages(each.id)).messages[0]).toMatchObject({
        body: each.lastMessageBody,
        direction: each.lastMessageDirection,
        dateAdded: new Date(each.lastMessageDate).toISOString(),
      })
  })
})
