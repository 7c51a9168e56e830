import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { locationClient, withoutTrace } from './location.ts'
import { type Any, talk } from './talk.ts'
import { toldClient } from './told.ts'

describe('a conversation', () => {
  const options = { settings: { hoopai: { contactMakesConversation: false } } }
  const create = ({ call, locationId, contactId }: Awaited<ReturnType<typeof talk>>, more = {}) =>
    call('POST /conversations/', { json: { locationId, contactId, ...more } })

  test('is created for a contact, once', async () => {
    const client = await talk(options)
    const { contactId, locationId, call, search } = client
    const made = await create(client)
    expect(made.status).toBe(201)
    const { id } = made.json.conversation
    const at = '2026-01-01T00:00:00.000Z'
    expect(withoutTrace(made)).toEqual({
      success: true,
      conversation: { id, dateUpdated: at, dateAdded: at, deleted: false, contactId, locationId, lastMessageDate: at },
    })
    expect(await create(client)).toMatchObject({
      status: 400,
      text: `{"message":"Conversation already exists","canonicalCode":"CONVERSATIONS_CONVERSATION_ALREADY_EXISTS","conversationId":"${id}"}`,
    })
    expect(withoutTrace(await call(`GET /conversations/${id}`))).toEqual({
      id,
      contactId,
      locationId,
      deleted: false,
      inbox: true,
      type: 2,
      unreadCount: 0,
      starred: false,
    })
    expect((await search(`contactId=${contactId}`)).conversations[0].id).toBe(id)
  })

  test('is there as soon as its contact is, so that it cannot be created', async () => {
    const client = await talk()
    expect((await create(client)).json.conversationId).toBe((await client.own()).id)
  })

  test('is made by one of many calls at once', async () => {
    const client = await talk({ ...options, openState: () => hostileState(3) })
    const answers = await Promise.all(Array.from({ length: 12 }, () => create(client)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const [id] = answers.flatMap(({ json }) => json.conversation?.id ?? [])
    for (const { status, json } of answers) if (status === 400) expect(json.conversationId).toBe(id)
  })

  test('of nobody, or of another location, is refused', async () => {
    const client = await talk(options)
    expect(await create(client, { contactId: 'nobody' })).toMatchObject({
      status: 400,
      json: { message: 'Contact not found for id:nobody' },
    })
    expect((await create(client, { locationId: client.locations[1]!.locationId })).json.message).toBe(
      'This location is not accessible from this token!',
    )
    expect(await create(client, { contactId: undefined, locationId: undefined })).toMatchObject({
      status: 422,
      json: { message: ['locationId must be a string', 'contactId must be a string'] },
    })
    const other = await locationClient({}, { locationId: client.locations[1]!.locationId })
    const { contacts } = (await other.call('GET /contacts/?limit=1')).json
    expect((await create(client, { contactId: contacts[0].id })).status).toBe(403)
  })

  test('is starred, and read, and keeps its place', async () => {
    const { call, search, locationId } = await talk()
    const before = await search('status=unread&limit=3')
    const { id, contactId, lastMessageDate } = before.conversations[1]
    const json = { locationId, unreadCount: 0, starred: true }
    const updated = await call(`PUT /conversations/${id}`, { json })
    expect(withoutTrace(updated)).toMatchObject({
      success: true,
      conversation: { id, contactId, locationId, unreadCount: 0, starred: true, inbox: true, deleted: false },
    })
    expect(updated.json.conversation.lastMessageDate).toBe(String(lastMessageDate))
    expect((await call(`GET /conversations/${id}`)).json).toMatchObject({ unreadCount: 0, starred: true })
    expect((await search('status=unread&limit=3')).total).toBe(before.total - 1)
    expect((await search(`id=${id}`)).conversations[0].lastMessageDate).toBe(lastMessageDate)
    const wrong = { locationId, unreadCount: -1, starred: 'yes' }
    expect((await call(`PUT /conversations/${id}`, { json: wrong })).json.message).toEqual([
      'unreadCount must not be less than 0',
      'starred must be a boolean value',
    ])
  })

  test('is gone with its messages when it is deleted, and can begin anew', async () => {
    const client = await talk()
    const { call, send, messages, search, contactId } = client
    const { conversationId: id, messageId } = (await send('hello')).json
    expect(withoutTrace(await call(`DELETE /conversations/${id}`))).toEqual({ success: true })
    for (const target of [
      `GET /conversations/${id}`,
      `GET /conversations/${id}/messages`,
      `DELETE /conversations/${id}`,
    ])
      expect(await call(target)).toMatchObject({
        status: 400,
        json: { message: `Conversation not found for id:${id}` },
      })
    expect((await call(`GET /conversations/messages/${messageId}`)).status).toBe(400)
    expect((await search(`contactId=${contactId}`)).total).toBe(0)
    expect((await create(client)).status).toBe(201)
    expect(await messages(id)).toMatchObject({ messages: [], nextPage: false })
  })

  test('is gone with its contact', async () => {
    const { call, send, contactId, search } = await talk()
    const { conversationId, messageId } = (await send('hello')).json
    await call(`DELETE /contacts/${contactId}`)
    expect((await call(`GET /conversations/${conversationId}`)).status).toBe(400)
    expect((await call(`GET /conversations/messages/${messageId}`)).status).toBe(400)
    expect((await search('query=lovelace')).total).toBe(0)
  })

  test('keeps no message that was sent while it was deleted', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { call, send, own } = await talk({ openState: () => hostileState(seed) })
      const { id } = await own()
      const json = { type: 'SMS', conversationId: id, message: 'late' }
      const [, ...sent] = await Promise.all([
        call(`DELETE /conversations/${id}`),
        ...[1, 2, 3].map(() => call('POST /conversations/messages', { json })),
      ])
      expect(sent.map(({ status }) => [200, 400].includes(status))).toEqual([true, true, true])
      // A new conversation of the contact shows what would have been left.
      const { messageId } = (await send('first')).json
      const { json: page } = await call(`GET /conversations/${id}/messages`)
      expect(page.messages.messages.map((each: Any) => each.id)).toEqual([messageId])
    }
  })

  test('of another location is forbidden, and tells an app when its unread count changes', async () => {
    const { locations, call } = await talk()
    const other = await locationClient({}, { locationId: locations[1]!.locationId })
    const { id } = (await other.call('GET /conversations/search?limit=1')).json.conversations[0]
    expect((await call(`GET /conversations/${id}`)).status).toBe(403)

    const app = await toldClient()
    const { conversations } = (await app.call('GET /conversations/search?status=read&limit=1')).json
    const update = (unreadCount: number) =>
      app.call(`PUT /conversations/${conversations[0].id}`, { json: { locationId: app.locationId, unreadCount } })
    await update(3)
    await update(3)
    expect(await app.told()).toMatchObject([{ id: conversations[0].id, unreadCount: 3 }])
  })
})
