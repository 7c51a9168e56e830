/** What becomes of messages after they were sent, and those that come in. */

import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { ID, locationClient, withoutTrace } from './location.ts'
import { type Any, NOW, talk } from './talk.ts'
import { toldClient } from './told.ts'

describe('a scheduled message', () => {
  const IN_A_MINUTE = NOW / 1000 + 60
  const schedule = async (options = {}) => {
    const client = await talk(options)
    await client.send('before')
    const { conversationId, messageId } = (await client.send('later', { scheduledTimestamp: IN_A_MINUTE })).json
    const status = async () => (await client.call(`GET /conversations/messages/${messageId}`)).json.status
    const cancel = async () => withoutTrace(await client.call(`DELETE /conversations/messages/${messageId}/schedule`))
    return { ...client, conversationId, messageId, status, cancel }
  }
  const FAILED = { status: 404, message: 'Failed cancel the scheduled message' }

  test('is sent to the millisecond when its time has come, and not taken back after that', async () => {
    const { session, status, cancel, messages, conversationId } = await schedule()
    session.clock.advance(59_999)
    expect(await status()).toBe('scheduled')
    session.clock.advance(1)
    expect(await status()).toBe('sent')
    expect((await messages(conversationId)).messages[0].status).toBe('sent')
    expect(await cancel()).toEqual(FAILED)
    expect(await status()).toBe('sent')
  })

  test('can be taken back before, once, and leaves no trace', async () => {
    const { call, cancel, messages, conversationId, messageId, own } = await schedule()
    expect((await own()).lastMessageBody).toBe('later')
    expect(await cancel()).toEqual({ status: 200, message: 'Scheduled message cancelled' })
    expect((await own()).lastMessageBody).toBe('before')
    expect((await messages(conversationId)).messages.map(({ body }: Any) => body)).toEqual(['before'])
    expect(await call(`DELETE /conversations/messages/${messageId}/schedule`)).toMatchObject({
      status: 400,
      json: { message: `Message not found for id:${messageId}` },
    })
  })

  test('is taken back by one of many calls at once', async () => {
    const { call, messageId } = await schedule({ openState: () => hostileState(4) })
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call(`DELETE /conversations/messages/${messageId}/schedule`)),
    )
    expect(answers.filter(({ json }) => json.status === 200)).toHaveLength(1)
  })

  test('that was the only one leaves a conversation in which nothing was said', async () => {
    const { send, call, own } = await talk()
    const { messageId } = (await send('later', { scheduledTimestamp: IN_A_MINUTE })).json
    await call(`DELETE /conversations/messages/${messageId}/schedule`)
    expect(await own()).toMatchObject({ lastMessageBody: '', lastMessageDate: NOW })
  })

  test('for a time that is past is sent at once', async () => {
    const { send, messages } = await talk()
    const { conversationId } = (await send('now', { scheduledTimestamp: NOW / 1000 })).json
    expect((await messages(conversationId)).messages[0].status).toBe('sent')
  })

  test('is told to an app when it is sent, unless it was taken back', async () => {
    const { call, told, session } = await toldClient()
    const { contactId } = (await call('GET /conversations/search?limit=1')).json.conversations[0]
    const send = async (message: string, more = {}) =>
      (await call('POST /conversations/messages', { json: { type: 'SMS', contactId, message, ...more } })).json
    const inAMinute = { scheduledTimestamp: session.clock.now() / 1000 + 60 }
    await send('now')
    const { messageId } = await send('later', inAMinute)
    const { messageId: gone } = await send('never', inAMinute)
    expect(await told()).toMatchObject([{ type: 'OutboundMessage', body: 'now', status: 'sent' }])
    await call(`DELETE /conversations/messages/${gone}/schedule`)
    await session.agenda.advance(60_000)
    expect(await told()).toMatchObject([{ type: 'OutboundMessage', body: 'later', status: 'sent', messageId }])
  })
})

describe('a message that comes in', () => {
  test('stands in its conversation, which has one more unread', async () => {
    const { receive, own, call, contactId, locationId } = await talk()
    const { id } = await own()
    const answer = await receive(id, 'Hello?')
    expect(withoutTrace(answer)).toEqual({
      success: true,
      conversationId: id,
      messageId: expect.stringMatching(ID),
      message: 'Message added successfully.',
      contactId,
      dateAdded: '2026-01-01T00:00:00.001Z',
    })
    expect(withoutTrace(await call(`GET /conversations/messages/${answer.json.messageId}`))).toEqual({
      id: answer.json.messageId,
      type: 2,
      messageType: 'TYPE_SMS',
      locationId,
      contactId,
      conversationId: id,
      dateAdded: '2026-01-01T00:00:00.001Z',
      body: 'Hello?',
      direction: 'inbound',
      status: 'delivered',
      contentType: 'text/plain',
      attachments: [],
      source: 'app',
      conversationProviderId: 'provider',
    })
    await receive(id, 'Anybody there?')
    expect(await own()).toMatchObject({
      unreadCount: 2,
      lastMessageBody: 'Anybody there?',
      lastMessageDirection: 'inbound',
    })
  })

  test('may be of an earlier date, an email, a call or outbound', async () => {
    const { receive, own, messages } = await talk()
    const { id } = await own()
    const mail = await receive(id, '', { type: 'Email', html: '<i>hi</i>', date: '2025-12-24T18:00:00+01:00' })
    expect(mail.json).toMatchObject({
      dateAdded: '2025-12-24T17:00:00.000Z',
      emailMessageId: expect.stringMatching(ID),
    })
    await receive(id, '', { type: 'Call', call: { to: '+1', from: '+2', status: 'voicemail' } })
    await receive(id, 'from the other app', { direction: 'outbound' })
    expect((await own()).unreadCount).toBe(2)
    expect((await messages(id)).messages).toMatchObject([
      { direction: 'outbound', status: 'sent' },
      { messageType: 'TYPE_CALL', type: 1, meta: { callStatus: 'voicemail' } },
      { messageType: 'TYPE_EMAIL', body: '<i>hi</i>', contentType: 'text/html' },
    ])
  })

  test('is refused without a conversation of that contact', async () => {
    const { receive, own, search } = await talk()
    const { id } = await own()
    const refusals: [string, object, number, string | string[]][] = [
      ['none', {}, 400, 'Conversation not found for id:none'],
      [id, { contactId: 'nobody' }, 400, 'Contact not found for id:nobody'],
      [id, { type: 'Fax' }, 422, ['type must be a valid enum value']],
      [id, { conversationProviderId: undefined }, 422, ['conversationProviderId must be a string']],
      [id, { date: 'yesterday' }, 422, ['date must be a valid ISO 8601 date string']],
    ]
    for (const [conversation, more, status, message] of refusals)
      expect(await receive(conversation, 'x', more)).toMatchObject({ status, json: { message } })
    const [stranger] = (await search('limit=1&sort=asc')).conversations
    expect((await receive(id, 'x', { contactId: stranger.contactId })).status).toBe(400)
  })

  test('is told to an app, with the unread count', async () => {
    const { call, told } = await toldClient()
    const { id: conversationId, contactId } = (await call('GET /conversations/search?limit=1&status=read')).json
      .conversations[0]
    const json = { type: 'SMS', conversationId, contactId, conversationProviderId: 'p', message: 'Hello?' }
    await call('POST /conversations/messages/inbound', { json })
    expect(await told()).toMatchObject([
      { type: 'InboundMessage', direction: 'inbound', body: 'Hello?', messageType: 'SMS', conversationId, contactId },
      { type: 'ConversationUnreadUpdate', id: conversationId, unreadCount: 1 },
    ])
  })
})

describe('the status of a message', () => {
  test('is what the conversation provider says', async () => {
    const { send, call } = await talk()
    const { messageId, conversationId } = (await send('hello')).json
    const error = { code: '1', type: 'saas', message: 'There was an error from the provider' }
    const put = (json: object) => call(`PUT /conversations/messages/${messageId}/status`, { json })
    expect(withoutTrace(await put({ status: 'failed', error }))).toEqual({
      conversationId,
      messageId,
      msg: 'Message queued successfully.',
      status: 'failed',
    })
    const get = async () => (await call(`GET /conversations/messages/${messageId}`)).json
    expect(await get()).toMatchObject({ status: 'failed', error })
    await put({ status: 'read' })
    expect((await get()).status).toBe('read')
    expect((await put({ status: 'lost' })).json.message).toEqual(['status must be a valid enum value'])
    expect((await put({ status: 'read', error: { code: '1' } })).json.message).toEqual([
      'error.type must be a string',
      'error.message must be a string',
    ])
  })

  test('of a message that is not there, or of another location, is not set', async () => {
    const { call, locations } = await talk()
    const json = { status: 'read' }
    expect(await call('PUT /conversations/messages/none/status', { json })).toMatchObject({
      status: 400,
      json: { message: 'Message not found for id:none' },
    })
    const other = await locationClient({}, { locationId: locations[1]!.locationId })
    const { messages } = (await other.call('GET /conversations/messages/export?limit=10')).json
    expect((await call(`PUT /conversations/messages/${messages[0].id}/status`, { json })).status).toBe(403)
    expect((await call(`GET /conversations/messages/${messages[0].id}`)).status).toBe(403)
  })
})
