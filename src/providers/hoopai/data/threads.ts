/**
 * What is said in a location's conversations. All messages stand in one collection; a thread is the list of one
 * conversation's, by id, so that a page of it costs the same however much is said elsewhere.
 */

import { type Instant, iso } from '../../../core/clock.ts'
import type { Context } from '../../../core/provider.ts'
import type { Session } from '../../../core/session.ts'
import type { Awaitable, Entry, Place } from '../../../core/state.ts'
import { accounts } from '../data.ts'
import { notFound } from '../errors.ts'
import { collection } from './collections.ts'
import type { Contact } from './contacts.ts'
import {
  type Conversation,
  conversationIdOf,
  freshMessages,
  lastMessageOf,
  type Message,
  NOTHING_SAID,
  newConversation,
} from './conversations.ts'
import { emit } from './webhooks/emit.ts'

/**
 * Now, or the next millisecond that nothing in the location happened in. A client pages conversations by date alone, so
 * two of one date would be one too many where a page ends between them.
 */
export function momentOf({ session, call }: Context, locationId: string): Awaitable<Instant> {
  return session.state.change<Instant, Instant>(`hoopai moment/${locationId}`, (old = 0) => {
    const value = Math.max(call.at, old + 1)
    return { result: value, value }
  })
}

/** A contact's conversation, and whether it was made just now. */
export async function startConversation(
  context: Context,
  contact: Contact,
): Promise<{ conversation: Conversation; made: boolean }> {
  const { session } = context
  const conversations = await collection(session, 'conversations', contact.locationId)
  const known = await conversations.find(conversationIdOf(session, contact.id))
  if (known) return { conversation: known, made: false }
  const at = await momentOf(context, contact.locationId)
  const started = newConversation(session, contact, at)
  const made = await conversations.insert(started, at)
  return { conversation: made ? started : ((await conversations.find(started.id)) ?? started), made }
}

/** Removes a contact's conversation with all that was said. Answers it as it was; undefined when there was none. */
export async function endConversation(
  session: Session,
  locationId: string,
  contactId: string,
): Promise<Conversation | undefined> {
  const id = conversationIdOf(session, contactId)
  const conversations = await collection(session, 'conversations', locationId)
  const gone = await conversations.amend<Conversation | undefined>(id, (old) => ({ result: old, value: null }))
  const { entries } = await threadPage(session, locationId, id, 0, Infinity)
  for (const entry of entries) await unsay(session, { id: entry.id, locationId, conversationId: id })
  return gone
}

/** A message to be said. It is of this moment, unless it comes with a date of its own. */
export type Said = Omit<Message, 'at' | 'dateAdded'> & { readonly dateAdded?: string | undefined }

/**
 * Puts a message into its conversation, which moves to the top of the list; a date of its own moves neither (assumed).
 * Throws when the conversation is gone.
 */
export async function say(context: Context, said: Said): Promise<Message> {
  const { session } = context
  const { locationId, conversationId } = said
  const at = await momentOf(context, locationId)
  const message: Message = { ...said, at, dateAdded: said.dateAdded ?? iso(at) }
  const thread = await threadOf(session, locationId, conversationId)
  await (await collection(session, 'messages', locationId)).insert(message, at)
  await session.state.insert(thread, { id: message.id, order: at, value: message.messageType })
  const conversations = await collection(session, 'conversations', locationId)
  const heard = message.direction === 'inbound' ? 1 : 0
  const changed = await conversations.amend<Conversation | undefined>(conversationId, (old) => {
    if (!old) return { result: undefined }
    const latest = at > old.lastMessageDate
    const value = {
      ...old,
      ...(latest ? { ...lastMessageOf(message), lastMessageDate: at, dateUpdated: at } : {}),
      unreadCount: old.unreadCount + heard,
    }
    return { result: value, value, order: value.lastMessageDate }
  })
  if (!changed) {
    // It was deleted meanwhile.
    await unsay(session, message)
    throw notFound('Conversation', conversationId)
  }
  if (message.scheduledAt === undefined) await emit(context, heard ? 'InboundMessage' : 'OutboundMessage', message)
  else await sendLater(context, message, message.scheduledAt)
  if (heard) await emit(context, 'ConversationUnreadWebhook', changed)
  return message
}

/** As it stands at `at`: what was scheduled is sent by itself when its time has come. */
export function asOf(message: Message, at: Instant): Message {
  const { status, scheduledAt = Infinity } = message
  return status === 'scheduled' && scheduledAt <= at ? { ...message, status: 'sent' } : message
}

const DUE = 'hoopai message'

/** The apps hear of a scheduled message when it is sent, unless it was taken back. */
async function sendLater(context: Context, { id, locationId }: Message, scheduledAt: Instant): Promise<void> {
  const { session } = context
  session.agenda.on(DUE, async ({ at, what }) => {
    const message = await (await collection(session, 'messages', String(what.locationId))).find(String(what.id))
    if (message) await emit({ ...context, call: { ...context.call, at } }, 'OutboundMessage', asOf(message, at))
  })
  await session.agenda.add(`${DUE} ${id}`, scheduledAt, { kind: DUE, locationId, id })
}

/** Takes a message back: its conversation ends with what was said before. Answers false when another call did. */
export async function takeBack(session: Session, message: Message): Promise<boolean> {
  const { locationId, conversationId } = message
  if (!(await unsay(session, message))) return false
  const [last] = (await threadPage(session, locationId, conversationId, 0, 1)).entries
  const before = last && (await (await collection(session, 'messages', locationId)).find(last.id))
  const conversations = await collection(session, 'conversations', locationId)
  await conversations.amend(conversationId, (old) => {
    if (old?.lastMessageDate !== message.at) return { result: null }
    const lastMessageDate = before?.at ?? old.dateAdded
    const value = { ...old, ...(before ? lastMessageOf(before) : NOTHING_SAID), lastMessageDate }
    return { result: null, value, order: lastMessageDate }
  })
  return true
}

/** A page of a conversation's messages, the newest first: ids, with the kind of each as value. */
export async function threadPage(
  session: Session,
  locationId: string,
  conversationId: string,
  from: number | Place,
  limit: number,
): Promise<{ total: number; from: number; entries: Entry<string>[] }> {
  return session.state.page<string>(await threadOf(session, locationId, conversationId), from, limit, 'down')
}

/** The key of a conversation's thread, which holds its fresh messages from the first. */
async function threadOf(session: Session, locationId: string, conversationId: string): Promise<string> {
  const key = `hoopai thread/${locationId}/${conversationId}`
  if ((await session.state.page(key, 0, 0)).total === 0)
    await session.state.found(key, () => freshThreads(session, locationId).get(conversationId) ?? [])
  return key
}

function freshThreads(session: Session, locationId: string): ReadonlyMap<string, Entry<string>[]> {
  return session.derived(`hoopai fresh threads/${locationId}`, () => {
    const threads = new Map<string, Entry<string>[]>()
    const location = accounts(session).locations.find((each) => each.locationId === locationId)
    for (const { id, order, value } of location ? freshMessages(session, location) : []) {
      const thread = threads.get(value.conversationId)
      const entry = { id, order, value: value.messageType }
      if (thread) thread.push(entry)
      else threads.set(value.conversationId, [entry])
    }
    return threads
  })
}

/** Answers whether the message was still there. */
async function unsay(
  session: Session,
  { id, locationId, conversationId }: Pick<Message, 'id' | 'locationId' | 'conversationId'>,
): Promise<boolean> {
  const messages = await collection(session, 'messages', locationId)
  const there = await messages.amend<boolean>(id, (old) => ({ result: old !== undefined, value: null }))
  const thread = await threadOf(session, locationId, conversationId)
  await session.state.amend(thread, id, () => ({ result: null, value: null }))
  return there
}
