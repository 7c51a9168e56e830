/** Conversations. Source: openapi conversations.json; section 11.2. */

import { iso } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { collection } from '../data/collections.ts'
import type { Conversation } from '../data/conversations.ts'
import { endConversation, startConversation } from '../data/threads.ts'
import { emit } from '../data/webhooks/emit.ts'
import { notFound } from '../errors.ts'
import { search } from './conversation-search.ts'
import { anything, boolean, type Fields, number, required, string } from './fields.ts'
import { operation, type Request, recordOf } from './operation.ts'

const READ = 'conversations.readonly'
const WRITE = 'conversations.write'
const CREATE = { locationId: required(string), contactId: required(string) } as const
const UPDATE = {
  locationId: required(string),
  unreadCount: number({ min: 0, whole: true }),
  starred: boolean,
  // Known, and without effect: it rates an answer that was suggested.
  feedback: anything,
} as const

export const conversationRoutes: readonly Route[] = [
  search,
  operation({
    name: 'conversations.create',
    method: 'POST',
    path: '/conversations/',
    scope: WRITE,
    source: 'openapi conversations.json; observed O2',
    about: 'of a contact who has none',
    body: CREATE,
    status: 201,
    answers: { success: 'boolean', conversation: 'object' },
    refuses: ['conversation_exists', 'not_found_record', 'location_forbidden'],
    handle: create,
  }),
  operation({
    name: 'conversations.get',
    method: 'GET',
    path: '/conversations/:conversationId',
    of: 'conversations',
    scope: READ,
    source: 'openapi conversations.json',
    answers: {
      id: 'string',
      contactId: 'string',
      locationId: 'string',
      deleted: 'boolean',
      inbox: 'boolean',
      type: 'number',
      unreadCount: 'number',
      'assignedTo?': 'string',
      starred: 'boolean',
    },
    handle: get,
  }),
  operation({
    name: 'conversations.update',
    method: 'PUT',
    path: '/conversations/:conversationId',
    of: 'conversations',
    scope: WRITE,
    source: 'openapi conversations.json',
    body: UPDATE,
    answers: { success: 'boolean', conversation: 'object' },
    handle: update,
  }),
  operation({
    name: 'conversations.delete',
    method: 'DELETE',
    path: '/conversations/:conversationId',
    of: 'conversations',
    scope: WRITE,
    source: 'openapi conversations.json',
    about: 'with its messages',
    answers: { success: 'boolean' },
    handle: remove,
  }),
]

async function create(request: Request<Fields, typeof CREATE>): Promise<JsonObject> {
  const contact = await recordOf(request, 'contacts', 'Contact', request.body.contactId)
  const { conversation, made } = await startConversation(request.context, contact)
  const { id, contactId, locationId, dateAdded, dateUpdated, lastMessageDate } = conversation
  assert(made, 'conversation_exists', '', { conversationId: id })
  return {
    success: true,
    conversation: {
      id,
      dateUpdated: iso(dateUpdated),
      dateAdded: iso(dateAdded),
      deleted: false,
      contactId,
      locationId,
      lastMessageDate: iso(lastMessageDate),
      assignedTo: contact.assignedTo,
    },
  }
}

async function get(request: Request): Promise<JsonObject> {
  const conversation = await conversationOf(request)
  const { id, contactId, locationId, type, unreadCount, starred } = conversation
  const assignedTo = await ownerOf(request, conversation)
  return { id, contactId, locationId, deleted: false, inbox: true, type, unreadCount, assignedTo, starred }
}

async function update(request: Request<Fields, typeof UPDATE>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { id } = await conversationOf(request)
  const conversations = await collection(context.session, 'conversations', locationId)
  const changed = await conversations.amend<{ old: Conversation; value: Conversation } | undefined>(id, (old) => {
    if (!old) return { result: undefined }
    const { unreadCount = old.unreadCount, starred = old.starred } = body
    const value = { ...old, unreadCount, starred, dateUpdated: context.call.at }
    return { result: { old, value }, value }
  })
  if (!changed) throw notFound('Conversation', id)
  const { old, value } = changed
  if (old.unreadCount !== value.unreadCount) await emit(context, 'ConversationUnreadWebhook', value)
  const { contactId, lastMessageBody, lastMessageDate, lastMessageType, unreadCount, starred } = value
  return {
    success: true,
    conversation: {
      id,
      locationId,
      contactId,
      assignedTo: await ownerOf(request, value),
      lastMessageBody,
      // A text in openapi.
      lastMessageDate: String(lastMessageDate),
      lastMessageType,
      unreadCount,
      inbox: true,
      starred,
      deleted: false,
    },
  }
}

async function remove(request: Request): Promise<JsonObject> {
  const { context, locationId } = request
  const { id, contactId } = await conversationOf(request)
  if (!(await endConversation(context.session, locationId, contactId))) throw notFound('Conversation', id)
  return { success: true }
}

function conversationOf(request: Pick<Request, 'context' | 'locationId'>): Promise<Conversation> {
  return recordOf(request, 'conversations', 'Conversation', request.context.params.conversationId!)
}

/** Who looks after the contact looks after the conversation (assumed). */
async function ownerOf(
  { context, locationId }: Pick<Request, 'context' | 'locationId'>,
  { contactId }: Conversation,
): Promise<string | undefined> {
  const contact = await (await collection(context.session, 'contacts', locationId)).find(contactId)
  return contact?.assignedTo
}
