import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { ID, withoutTrace } from './location.ts'
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
  test('pages by the last id, newest first in the order they were sent, whatever the page', async () => {
    const { send, messages } = await talk({ settings: { hoopai: { limits: 'off' } } })
    let id = ''
    for (let i = 1; i <= 47; i++) id = (await send(`message ${i}`)).json.conversationId
    for (const limit of [1, 3, 20, 47, 100]) {
      const seen: string[] = []
      let page = await messages(id, `limit=${limit}`)
      for (;;) {
        expect(page.messages.length).toBeLessThanOrEqual(limit)
        seen.push(...page.messages.map(({ body }: Any) => body))
        if (!page.nextPage) break
        page = await messages(id, `limit=${limit}&lastMessageId=${page.lastMessageId}`)
      }
      expect(seen).toEqual(Array.from({ length: 47 }, (_, i) => `message ${47 - i}`))
    }
  })

  test('has 20 unless told, and more than that in several fresh conversations', async () => {
    const { search, messages } = await talk({ settings: { hoopai: { limits: 'off' } } })
    const long = new Map<string, number>()
    for (const sort of ['asc', 'desc'])
      for (const { id } of (await search(`limit=100&sort=${sort}`)).conversations) {
        const { messages: page, nextPage } = await messages(id)
        expect(page.length === 20).toBe(nextPage)
        if (nextPage) long.set(id, (await messages(id, 'limit=100')).messages.length)
      }
    expect(long.size).toBeGreaterThan(5)
    for (const length of long.values()) expect(length).toBeGreaterThan(20)
  })

  test('filters by type, and is flat where the session says so', async () => {
    const { call, send, messages } = await talk({ settings: { hoopai: { flatMessages: true } } })
    const { conversationId } = (await send('text')).json
    await send('mail', { type: 'Email' })
    const list = `GET /conversations/${conversationId}/messages`
    const { json } = await call(`${list}?type=TYPE_EMAIL,TYPE_CALL`)
    expect(json).toMatchObject({ nextPage: false, messages: [{ body: 'mail' }] })
    expect(await messages(conversationId)).toHaveLength(2)
    expect((await call(`${list}?type=SMS`)).status).toBe(422)
    expect((await call(`${list}?type=TYPE_SMS&limit=1`)).json).toMatchObject({ nextPage: false })
  })

  test('after a message that is not in the conversation is refused', async () => {
    const { call, own } = await talk()
    const { id } = await own()
    expect(await call(`GET /conversations/${id}/messages?lastMessageId=none`)).toMatchObject({
      status: 400,
      json: { message: 'Message not found for id:none' },
    })
  })

  test('of a fresh conversation ends with what the search shows', async () => {
    const { search, messages } = await talk()
    for (const each of (await search('limit=40&sort=asc')).conversations)
      expect((await messages(each.id)).messages[0]).toMatchObject({
        body: each.lastMessageBody,
        direction: each.lastMessageDirection,
        messageType: each.lastMessageType,
        dateAdded: new Date(each.lastMessageDate).toISOString(),
      })
  })

  test('and a message answer the examples of the documentation', async () => {
    const { call, messages } = await talk()
    const id = 'tDtDnQdgm2LXpyiqYvZ6'
    expect((await call(`GET /conversations/${id}`)).json).toMatchObject({ id, contactId: 'seD4PfOuKoVMLkEZqohJ' })
    expect((await messages(id)).messages).toMatchObject([{ body: 'Hi there' }, { direction: 'outbound' }])
    expect((await call('GET /conversations/messages/ve9EPM428h8vShlRW1KT')).json).toMatchObject({
      body: 'Hi there',
      conversationId: id,
      dateAdded: '2024-03-27T18:13:49.000Z',
    })
    expect(withoutTrace(await call('DELETE /conversations/messages/ve9EPM428h8vShlRW1KT/schedule'))).toEqual({
      status: 404,
      message: 'Failed cancel the scheduled message',
    })
  })
})
