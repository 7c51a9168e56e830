/** GET /conversations/search. Source: openapi conversations.json; section 11.2. */

import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import type { Place } from '../../../core/state.ts'
import { collection } from '../data/collections.ts'
import { type Contact, nameOf } from '../data/contacts.ts'
import { CONVERSATION_TYPES, type Conversation, conversationIdOf, MESSAGE_TYPES } from '../data/conversations.ts'
import { type Fields, number, oneOf, string, told } from './fields.ts'
import { indexed, limit, listed, mentions } from './listing.ts'
import { operation, type Request } from './operation.ts'
import { shownOnce } from './shown.ts'

const unscored = { about: 'without effect: nothing is scored or due', source: 'openapi conversations.json; assumed' }

/** What says which page of the list is wanted; all else leaves conversations out. */
const PAGING = {
  locationId: string,
  limit,
  startAfterDate: told(number(), { about: 'the lastMessageDate that the page before ended with' }),
  sort: oneOf('asc', 'desc'),
  sortBy: told(oneOf('last_manual_message_date', 'last_message_date', 'score_profile', 'overdue_at', 'due_at'), {
    about: 'always by the last message: all are manual, and nothing is scored or due',
    source: 'openapi conversations.json; assumed',
  }),
  sortScoreProfile: told(string, unscored),
  scoreProfile: told(string, unscored),
  scoreProfileMin: told(number(), unscored),
  scoreProfileMax: told(number(), unscored),
} as const
const SEARCH = {
  ...PAGING,
  contactId: string,
  assignedTo: string,
  followers: string,
  mentions: string,
  query: string,
  id: string,
  status: oneOf('all', 'read', 'unread', 'starred', 'recents'),
  lastMessageType: oneOf(...MESSAGE_TYPES),
  lastMessageAction: oneOf('automated', 'manual'),
  lastMessageDirection: oneOf('inbound', 'outbound'),
  startDate: number(),
  endDate: number(),
} as const

export const search: Route = operation({
  name: 'conversations.search',
  method: 'GET',
  path: '/conversations/search',
  scope: 'conversations.readonly',
  source: 'openapi conversations.json',
  about: 'by last message, newest first; the next page starts after startAfterDate',
  query: SEARCH,
  answers: { conversations: 'array', total: 'number' },
  handle: find,
})

type Query = Request<typeof SEARCH, Fields>['query']

async function find({ context, locationId, settings, query }: Request<typeof SEARCH, Fields>): Promise<JsonObject> {
  const { session } = context
  const contacts = await collection(session, 'contacts', locationId)
  const conversations = await collection(session, 'conversations', locationId)
  const { startAfterDate, limit = 20 } = query
  const direction = query.sort === 'asc' ? 'up' : 'down'
  const isFiltered = Object.keys(query).some((name) => !Object.hasOwn(PAGING, name))
  const from = startAfterDate === undefined ? 0 : beyond(startAfterDate, direction)
  const { total, records } =
    isFiltered || settings.searchLagSeconds > 0
      ? pageOf(
          indexed(context, await filtered(), ({ dateAdded }) => dateAdded),
          query,
        )
      : await conversations.page(from, limit, direction)
  const people = await Promise.all(records.map(({ contactId }) => contacts.find(contactId)))
  return { conversations: records.map((each, i) => shown(each, people[i])), total }

  /** In the order asked. */
  async function filtered(): Promise<Conversation[]> {
    const { contactId } = query
    const one = contactId === undefined ? undefined : await conversations.find(conversationIdOf(session, contactId))
    const all = contactId === undefined ? (await conversations.page(0, Infinity, direction)).records : one ? [one] : []
    const found = all.filter((each) => fits(each, query))
    const about = await Promise.all(found.map(({ contactId }) => asksOfContact(query) && contacts.find(contactId)))
    return found.filter((each, i) => fitsContact(each, about[i] || undefined, query))
  }
}

/** Where the list goes on: dates differ, so no id is needed. */
function beyond(date: number, direction: 'up' | 'down'): Place {
  return { order: date, id: direction === 'up' ? '\uffff' : '' }
}

function pageOf(found: readonly Conversation[], { sort, startAfterDate, limit = 20 }: Query) {
  const sign = sort === 'asc' ? 1 : -1
  const rest = found.filter(
    ({ lastMessageDate }) => startAfterDate === undefined || sign * (lastMessageDate - startAfterDate) > 0,
  )
  return { total: found.length, records: rest.slice(0, limit) }
}

function fits(each: Conversation, query: Query): boolean {
  const { id, lastMessageType, lastMessageDirection, startDate = -Infinity, endDate = Infinity } = query
  return (
    (id ?? each.id) === each.id &&
    (lastMessageType ?? each.lastMessageType) === each.lastMessageType &&
    (lastMessageDirection ?? each.lastMessageDirection) === each.lastMessageDirection &&
    // No message is automated, and nobody is mentioned: there are no routes for either.
    query.lastMessageAction !== 'automated' &&
    query.mentions === undefined &&
    hasStatus(each, query.status) &&
    each.lastMessageDate >= startDate &&
    each.lastMessageDate <= endDate
  )
}

function hasStatus({ unreadCount, starred }: Conversation, status: string | undefined): boolean {
  if (status === 'read') return unreadCount === 0
  if (status === 'unread') return unreadCount > 0
  return status === 'starred' ? starred : true
}

function asksOfContact({ assignedTo, followers, query }: Query): boolean {
  return assignedTo !== undefined || followers !== undefined || query !== undefined
}

/** Owner and followers of a conversation are its contact's (assumed). */
function fitsContact({ lastMessageBody }: Conversation, contact: Contact | undefined, query: Query): boolean {
  return (
    listed(query.assignedTo, contact?.assignedTo ?? 'unassigned') &&
    listed(query.followers, ...(contact?.followers ?? [])) &&
    (query.query === undefined ||
      mentions(query.query, lastMessageBody, contact && nameOf(contact), contact?.email, contact?.phone))
  )
}

/** As a search shows it; what a contact lacks is an empty string, since openapi requires it. */
const shown = shownOnce((conversation: Conversation, contact: Contact | undefined) => {
  const { email = '', phone = '' } = contact ?? {}
  const fullName = (contact && nameOf(contact)) ?? ''
  return {
    ...conversation,
    type: CONVERSATION_TYPES[conversation.type - 1],
    assignedTo: contact?.assignedTo,
    fullName,
    contactName: fullName || email || phone,
    companyName: contact?.companyName,
    email,
    phone,
    tags: contact?.tags,
  }
})
