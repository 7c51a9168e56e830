/** Conversations. Source: openapi conversations.json; section 11.2. */

import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { collection } from '../data/collections.ts'
import { type Contact, nameOf } from '../data/contacts.ts'
import { CONVERSATION_TYPES, type Conversation, MESSAGE_TYPES } from '../data/conversations.ts'
import { type Fields, number, oneOf, string } from './fields.ts'
import { indexed, limit, listed, mentions } from './listing.ts'
import { operation, type Request } from './operation.ts'

const SEARCH = {
  locationId: string,
  contactId: string,
  assignedTo: string,
  followers: string,
  mentions: string,
  query: string,
  sort: oneOf('asc', 'desc'),
  sortBy: oneOf('last_manual_message_date', 'last_message_date', 'score_profile', 'overdue_at', 'due_at'),
  startAfterDate: number(),
  id: string,
  limit,
  status: oneOf('all', 'read', 'unread', 'starred', 'recents'),
  lastMessageType: oneOf(...MESSAGE_TYPES),
  lastMessageAction: oneOf('automated', 'manual'),
  lastMessageDirection: oneOf('inbound', 'outbound'),
  startDate: number(),
  endDate: number(),
  // Known, and without effect: nothing is scored.
  sortScoreProfile: string,
  scoreProfile: string,
  scoreProfileMin: number(),
  scoreProfileMax: number(),
} as const

export const conversationRoutes: readonly Route[] = [
  operation({
    name: 'conversations.search',
    method: 'GET',
    path: '/conversations/search',
    scope: 'conversations.readonly',
    source: 'openapi conversations.json',
    about: 'by last message, newest first; the next page starts after startAfterDate',
    query: SEARCH,
    handle: search,
  }),
]

async function search({ context, locationId, query }: Request<typeof SEARCH, Fields>): Promise<JsonObject> {
  const { session } = context
  const people = await collection(session, 'contacts', locationId)
  const contacts = new Map((await people.all()).map((contact) => [contact.id, contact]))
  const all = await (await collection(session, 'conversations', locationId)).all()
  const { startAfterDate, startDate = -Infinity, endDate = Infinity, limit = 20 } = query
  const sign = query.sort === 'asc' ? 1 : -1
  const found = indexed(context, all, ({ dateAdded }) => dateAdded)
    .filter(
      (each) =>
        (query.id ?? each.id) === each.id &&
        (query.contactId ?? each.contactId) === each.contactId &&
        listed(query.assignedTo, each.assignedTo ?? 'unassigned') &&
        // Nobody follows or is mentioned until there are routes for it.
        query.followers === undefined &&
        query.mentions === undefined &&
        (query.lastMessageType ?? each.lastMessageType) === each.lastMessageType &&
        (query.lastMessageDirection ?? each.lastMessageDirection) === each.lastMessageDirection &&
        query.lastMessageAction !== 'automated' &&
        hasStatus(each, query.status) &&
        each.lastMessageDate >= startDate &&
        each.lastMessageDate <= endDate &&
        (query.query === undefined || saysOrNames(each, contacts.get(each.contactId), query.query)),
    )
    .sort((a, b) => sign * (a.lastMessageDate - b.lastMessageDate || (a.id < b.id ? -1 : 1)))
  const rest =
    startAfterDate === undefined ? found : found.filter((each) => sign * (each.lastMessageDate - startAfterDate) > 0)
  return {
    conversations: rest.slice(0, limit).map((each) => shown(each, contacts.get(each.contactId))),
    total: found.length,
  }
}

function hasStatus({ unreadCount, starred }: Conversation, status: string | undefined): boolean {
  if (status === 'read') return unreadCount === 0
  if (status === 'unread') return unreadCount > 0
  return status === 'starred' ? starred : true
}

function saysOrNames({ lastMessageBody }: Conversation, contact: Contact | undefined, text: string): boolean {
  return mentions(text, lastMessageBody, contact && nameOf(contact), contact?.email, contact?.phone)
}

/** As a search shows it; what a contact lacks is an empty string, since openapi requires it. */
function shown(conversation: Conversation, contact: Contact | undefined): JsonObject {
  const { email = '', phone = '' } = contact ?? {}
  const fullName = (contact && nameOf(contact)) ?? ''
  return {
    ...conversation,
    type: CONVERSATION_TYPES[conversation.type - 1],
    fullName,
    contactName: fullName || email || phone,
    companyName: contact?.companyName,
    email,
    phone,
    tags: contact?.tags,
  }
}
