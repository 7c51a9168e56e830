/** Messages of a conversation. Source: openapi conversations.json; section 11.2. */

import { iso } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { collection } from '../data/collections.ts'
import {
  type Conversation,
  conversationIdOf,
  MESSAGE_TYPES,
  type Message,
  newConversation,
} from '../data/conversations.ts'
import { invalid } from '../errors.ts'
import { anything, boolean, type Fields, matching, number, oneOf, required, shape, string, strings } from './fields.ts'
import { limit, listed } from './listing.ts'
import { operation, type Request, recordOf } from './operation.ts'

const MESSAGES = {
  limit,
  lastMessageId: string,
  type: matching(/^TYPE_\w+(,\s*TYPE_\w+)*$/, 'must be a valid enum value'),
} as const

/** How a sent message's `type` is stored. Custom: assumed. */
const SENT_AS = {
  SMS: 'TYPE_SMS',
  RCS: 'TYPE_RCS',
  Email: 'TYPE_EMAIL',
  WhatsApp: 'TYPE_WHATSAPP',
  IG: 'TYPE_INSTAGRAM',
  FB: 'TYPE_FACEBOOK',
  Custom: 'TYPE_CUSTOM_SMS',
  Live_Chat: 'TYPE_LIVE_CHAT',
  TIKTOK: 'TYPE_TIKTOK',
} as const

/** `subType` and `status` are required in openapi and sent by no client. */
const SEND = {
  type: required(oneOf(...(Object.keys(SENT_AS) as (keyof typeof SENT_AS)[]))),
  contactId: string,
  conversationId: string,
  message: string,
  html: string,
  subject: string,
  attachments: strings,
  emailFrom: string,
  emailTo: string,
  emailCc: strings,
  emailBcc: strings,
  emailReplyMode: oneOf('reply', 'reply_all'),
  replyMessageId: string,
  threadId: string,
  templateId: string,
  appointmentId: string,
  scheduledTimestamp: number(),
  conversationProviderId: string,
  fromNumber: string,
  toNumber: string,
  customSubtypeId: string,
  forward: shape({
    isForwarded: required(boolean),
    forwardWholeThread: boolean,
    messageId: string,
    emailMessageId: string,
    sourceContactId: string,
    sourceConversationId: string,
    toEmail: string,
    recipientContactId: string,
    recipientConversationId: string,
  }),
  usesNativeSchedulingAi: boolean,
  optimizationPeriod: oneOf('24h', '48h', '72h'),
  subType: anything,
  status: oneOf('delivered', 'failed', 'pending', 'read'),
} as const

export const messageRoutes: readonly Route[] = [
  operation({
    name: 'messages.list',
    method: 'GET',
    path: '/conversations/:conversationId/messages',
    of: 'conversations',
    scope: 'conversations/message.readonly',
    source: 'openapi conversations.json at de87e88; observed O10',
    about: 'newest first; the next page starts after lastMessageId',
    query: MESSAGES,
    handle: listMessages,
  }),
  operation({
    name: 'messages.send',
    method: 'POST',
    path: '/conversations/messages',
    scope: 'conversations/message.write',
    source: 'seed; openapi conversations.json',
    about: 'to a contactId or a conversationId; makes the conversation when there is none',
    body: SEND,
    status: ({ sendStatus }) => Number(sendStatus),
    handle: send,
  }),
]

async function listMessages(request: Request<typeof MESSAGES, Fields>): Promise<JsonObject> {
  const { context, locationId, query, settings } = request
  const { id } = await recordOf(request, 'conversations', 'Conversation', context.params.conversationId!)
  const all = await (await collection(context.session, 'messages', locationId)).all()
  const found = all.filter((each) => each.conversationId === id && listed(query.type, each.messageType))
  const start = query.lastMessageId === undefined ? 0 : found.findIndex((each) => each.id === query.lastMessageId) + 1
  const messages = found.slice(start, start + (query.limit ?? 20))
  const page = {
    lastMessageId: messages.at(-1)?.id ?? '',
    nextPage: start + messages.length < found.length,
    messages,
  }
  return settings.flatMessages ? page : { messages: page }
}

async function send(request: Request<Fields, typeof SEND>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { session, call } = context
  const conversation = await conversationFor(request)
  const named = [locationId, conversation.id, digest(JSON.stringify(body))]
  const messageId = (await drawFor(session, 'hoopai message', ...named)).alphanumeric(20)
  const emailMessageId =
    body.type === 'Email' ? session.draw('hoopai email message', messageId).alphanumeric(20) : undefined
  const messageType = SENT_AS[body.type]
  const message: Message = {
    id: messageId,
    type: MESSAGE_TYPES.indexOf(messageType) + 1,
    messageType,
    locationId,
    contactId: conversation.contactId,
    conversationId: conversation.id,
    dateAdded: iso(call.at),
    body: body.message ?? body.html ?? '',
    direction: 'outbound',
    status: body.scheduledTimestamp === undefined ? (body.status ?? 'sent') : 'scheduled',
    contentType: body.html === undefined ? 'text/plain' : 'text/html',
    attachments: body.attachments ?? [],
    source: 'api',
    ...(emailMessageId ? { meta: { email: { messageIds: [emailMessageId] } } } : {}),
    conversationProviderId: body.conversationProviderId,
  }
  const messages = await collection(session, 'messages', locationId)
  await messages.insert(message, await session.state.count(`hoopai messages/${locationId}`))
  const conversations = await collection(session, 'conversations', locationId)
  await conversations.amend(conversation.id, (old) => ({
    result: null,
    ...(old ? { value: { ...old, ...lastMessageOf(message, call.at) } } : {}),
  }))
  return {
    conversationId: conversation.id,
    messageId,
    emailMessageId,
    msg: 'Message queued successfully.',
    status: 'pending',
  }
}

/** The conversation that a message goes to; a contact's is made when it has none. */
async function conversationFor(request: Request<Fields, typeof SEND>): Promise<Conversation> {
  const { context, locationId, body } = request
  const { session, call } = context
  if (body.contactId === undefined && body.conversationId !== undefined)
    return recordOf(request, 'conversations', 'Conversation', body.conversationId)
  if (body.contactId === undefined) throw invalid(['contactId must be a string'])
  const contact = await recordOf(request, 'contacts', 'Contact', body.contactId)
  const conversations = await collection(session, 'conversations', locationId)
  const existing = await conversations.find(conversationIdOf(session, contact.id))
  if (existing) return existing
  const started = newConversation(session, contact, call.at)
  await conversations.insert(started, call.at)
  return started
}

function lastMessageOf({ body, messageType, direction }: Message, at: number): Partial<Conversation> {
  return {
    lastMessageBody: body,
    lastMessageType: messageType,
    lastMessageDirection: direction,
    lastMessageDate: at,
    dateUpdated: at,
  }
}
