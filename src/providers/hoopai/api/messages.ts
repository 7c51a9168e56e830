/** Messages of a conversation. Source: openapi conversations.json; section 11.2. */

import { SECOND } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { collection } from '../data/collections.ts'
import { type Conversation, emailIdOf, type Message, numberOf } from '../data/conversations.ts'
import { asOf, say, startConversation, takeBack, threadPage } from '../data/threads.ts'
import { invalid, notFound } from '../errors.ts'
import type { Fields } from './fields.ts'
import { listed } from './listing.ts'
import { exportRoute } from './message-export.ts'
import { INBOUND, LIST, MESSAGE, SEND, STORED_AS, shownMessage, UPDATE } from './message-forms.ts'
import { operation, type Request, recordOf } from './operation.ts'

const READ = 'conversations/message.readonly'
const WRITE = 'conversations/message.write'
const SENT = {
  conversationId: 'string',
  messageId: 'string',
  'emailMessageId?': 'string',
  msg: 'string',
  status: 'string',
} as const

export const messageRoutes: readonly Route[] = [
  operation({
    name: 'messages.list',
    method: 'GET',
    path: '/conversations/:conversationId/messages',
    of: 'conversations',
    scope: READ,
    source: 'openapi conversations.json at de87e88; observed O10',
    about: 'newest first; the next page starts after lastMessageId',
    switch: 'flatMessages',
    query: LIST,
    answers: { messages: ['object', 'array'], 'lastMessageId?': 'string', 'nextPage?': 'boolean' },
    handle: list,
  }),
  operation({
    name: 'messages.get',
    method: 'GET',
    path: '/conversations/messages/:id',
    of: 'messages',
    scope: READ,
    source: 'openapi conversations.json',
    answers: MESSAGE,
    handle: async (request) => shownMessage(await messageOf(request), request.context.call.at),
  }),
  exportRoute,
  operation({
    name: 'messages.send',
    method: 'POST',
    path: '/conversations/messages',
    scope: WRITE,
    source: 'seed; openapi conversations.json',
    about: 'to a contactId or a conversationId; makes the conversation when there is none',
    switch: 'sendStatus',
    body: SEND,
    status: ({ sendStatus }) => Number(sendStatus),
    answers: SENT,
    refuses: ['not_found_record', 'location_forbidden'],
    handle: send,
  }),
  operation({
    name: 'messages.inbound',
    method: 'POST',
    path: '/conversations/messages/inbound',
    scope: WRITE,
    source: 'openapi conversations.json',
    about: 'what a conversation provider received',
    body: INBOUND,
    answers: {
      success: 'boolean',
      conversationId: 'string',
      messageId: 'string',
      message: 'string',
      contactId: 'string',
      dateAdded: 'string',
      'emailMessageId?': 'string',
    },
    refuses: ['not_found_record', 'location_forbidden'],
    handle: receive,
  }),
  operation({
    name: 'messages.status',
    method: 'PUT',
    path: '/conversations/messages/:messageId/status',
    of: 'messages',
    scope: WRITE,
    source: 'openapi conversations.json',
    body: UPDATE,
    answers: SENT,
    handle: setStatus,
  }),
  operation({
    name: 'messages.cancel',
    method: 'DELETE',
    path: '/conversations/messages/:messageId/schedule',
    of: 'messages',
    scope: WRITE,
    source: 'openapi conversations.json',
    about: 'takes back what is scheduled; a 4xx in the body says that it was too late',
    answers: { status: 'number', message: 'string' },
    handle: cancel,
  }),
]

async function list(request: Request<typeof LIST, Fields>): Promise<JsonObject> {
  const { context, locationId, query, settings } = request
  const { session, call } = context
  const { id } = await recordOf(request, 'conversations', 'Conversation', context.params.conversationId!)
  const { limit = 20, lastMessageId, type } = query
  const messages = await collection(session, 'messages', locationId)
  const last = lastMessageId === undefined ? undefined : await messages.find(lastMessageId)
  if (lastMessageId !== undefined && last?.conversationId !== id) throw notFound('Message', lastMessageId)
  const start = last ? { order: last.at, id: last.id } : 0
  // One more than is shown tells whether there are more.
  const { entries } = await threadPage(session, locationId, id, start, type === undefined ? limit + 1 : Infinity)
  const found = entries.filter(({ value: messageType }) => listed(type, messageType))
  const page = await Promise.all(found.slice(0, limit).map((entry) => messages.find(entry.id)))
  const shown = page.flatMap((message) => (message ? [shownMessage(message, call.at)] : []))
  const answer = {
    lastMessageId: found.slice(0, limit).at(-1)?.id ?? '',
    nextPage: found.length > limit,
    messages: shown,
  }
  return settings.flatMessages ? answer : { messages: answer }
}

async function send(request: Request<Fields, typeof SEND>): Promise<JsonObject> {
  const { context, body } = request
  const { at } = context.call
  const { contactId, id } = await conversationFor(request)
  const instant = (body.scheduledTimestamp ?? 0) * SECOND
  const isLater = instant > at
  const message = await say(context, {
    ...(await spoken(request, contactId, id)),
    direction: 'outbound',
    status: isLater ? 'scheduled' : (body.status ?? 'sent'),
    source: 'api',
    ...(isLater ? { scheduledAt: instant } : {}),
  })
  return sent(message, 'pending')
}

async function receive(request: Request<Fields, typeof INBOUND>): Promise<JsonObject> {
  const { context, body } = request
  const { contactId, call, date, direction = 'inbound' } = body
  const { id, contactId: owner } = await recordOf(request, 'conversations', 'Conversation', body.conversationId)
  await recordOf(request, 'contacts', 'Contact', contactId)
  if (owner !== contactId) throw notFound('Conversation', id)
  const text = await spoken(request, contactId, id)
  const message = await say(context, {
    ...text,
    direction,
    status: direction === 'inbound' ? 'delivered' : 'sent',
    source: 'app',
    ...(date === undefined ? {} : { dateAdded: new Date(date).toISOString() }),
    ...(call ? { meta: { ...text.meta, ...(call.status ? { callStatus: call.status } : {}) } } : {}),
  })
  return {
    success: true,
    conversationId: id,
    messageId: message.id,
    // Its wording is assumed.
    message: 'Message added successfully.',
    contactId,
    dateAdded: message.dateAdded,
    emailMessageId: message.meta?.email?.messageIds[0],
  }
}

async function setStatus(request: Request<Fields, typeof UPDATE>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { id } = await messageOf(request)
  const messages = await collection(context.session, 'messages', locationId)
  const { status, error } = body
  const changed = await messages.amend<Message | undefined>(id, (old) => {
    if (!old) return { result: undefined }
    const value = { ...old, status, updatedAt: context.call.at, ...(error ? { error: { ...error } } : {}) }
    return { result: value, value }
  })
  if (!changed) throw notFound('Message', id)
  return sent(changed, status)
}

/** Its wordings and the success's status are assumed. */
async function cancel(request: Request): Promise<JsonObject> {
  const { at } = request.context.call
  const message = await messageOf(request)
  if (asOf(message, at).status !== 'scheduled' || !(await takeBack(request.context.session, message)))
    return { status: 404, message: 'Failed cancel the scheduled message' }
  return { status: 200, message: 'Scheduled message cancelled' }
}

/** What both directions have in common, said in a conversation. Equal messages sent twice are two. */
async function spoken(
  { context, locationId, body }: Request<Fields, typeof SEND> | Request<Fields, typeof INBOUND>,
  contactId: string,
  conversationId: string,
) {
  const { session } = context
  const named = [locationId, conversationId, digest(JSON.stringify(body))]
  const id = (await drawFor(session, 'hoopai message', ...named)).alphanumeric(20)
  const messageType = STORED_AS[body.type]
  return {
    id,
    type: numberOf(messageType),
    messageType,
    locationId,
    contactId,
    conversationId,
    body: body.message || body.html || '',
    contentType: body.html === undefined ? 'text/plain' : 'text/html',
    attachments: body.attachments ?? [],
    ...(body.type === 'Email' ? { meta: { email: { messageIds: [emailIdOf(session, id)] } } } : {}),
    conversationProviderId: body.conversationProviderId,
  } satisfies Partial<Message>
}

function sent({ conversationId, id, meta }: Message, status: string): JsonObject {
  return {
    conversationId,
    messageId: id,
    emailMessageId: meta?.email?.messageIds[0],
    msg: 'Message queued successfully.',
    status,
  }
}

/** The conversation that a message goes to; a contact's is made when it has none. */
async function conversationFor(request: Request<Fields, typeof SEND>): Promise<Conversation> {
  const { contactId, conversationId } = request.body
  if (contactId === undefined && conversationId !== undefined)
    return recordOf(request, 'conversations', 'Conversation', conversationId)
  if (contactId === undefined) throw invalid(['contactId must be a string'])
  const contact = await recordOf(request, 'contacts', 'Contact', contactId)
  return (await startConversation(request.context, contact)).conversation
}

function messageOf(request: Request): Promise<Message> {
  const { messageId, id } = request.context.params
  return recordOf(request, 'messages', 'Message', (messageId ?? id)!)
}
