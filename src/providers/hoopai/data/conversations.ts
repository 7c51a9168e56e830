/** A location's conversations and messages: their forms, and one conversation for each fresh contact. */

import builtIn from '../../../../fixtures/hoopai/conversations.json' with { type: 'json' }
import { HOUR, type Instant, iso, MINUTE, SECOND } from '../../../core/clock.ts'
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { type Contact, freshContactAt, freshContactCount, freshContactId } from './contacts.ts'
import { teamOf } from './people.ts'
import { worldOf } from './world.ts'

/** The kinds of message in the order of their numbers, from 1. Names: openapi conversations.json; numbers: assumed. */
export const MESSAGE_TYPES = (
  'CALL SMS EMAIL SMS_REVIEW_REQUEST WEBCHAT SMS_NO_SHOW_REQUEST CAMPAIGN_SMS CAMPAIGN_CALL CAMPAIGN_EMAIL ' +
  'CAMPAIGN_VOICEMAIL FACEBOOK CAMPAIGN_FACEBOOK CAMPAIGN_MANUAL_CALL CAMPAIGN_MANUAL_SMS GMB CAMPAIGN_GMB REVIEW ' +
  'INSTAGRAM WHATSAPP CUSTOM_SMS CUSTOM_EMAIL CUSTOM_PROVIDER_SMS CUSTOM_PROVIDER_EMAIL IVR_CALL ACTIVITY_CONTACT ' +
  'ACTIVITY_INVOICE ACTIVITY_PAYMENT ACTIVITY_OPPORTUNITY LIVE_CHAT LIVE_CHAT_INFO_MESSAGE ACTIVITY_APPOINTMENT ' +
  'FACEBOOK_COMMENT INSTAGRAM_COMMENT CUSTOM_CALL INTERNAL_COMMENT ACTIVITY_EMPLOYEE_ACTION_LOG TIKTOK TIKTOK_COMMENT ' +
  'ACTIVITY_WHATSAPP FORM_SUBMISSION SMS_REACTION RCS'
)
  .split(' ')
  .map((name) => `TYPE_${name}`)

/** What kind of thread a conversation is, by its number from 1. Source: openapi conversations.json. */
export const CONVERSATION_TYPES = ['TYPE_PHONE', 'TYPE_EMAIL', 'TYPE_FB_MESSENGER', 'TYPE_REVIEW', 'TYPE_GROUP_SMS']

/** Dates are epoch ms; `lastMessageDate` is no other conversation's. Names, addresses and the owner are the contact's. */
export type Conversation = {
  readonly id: string
  readonly contactId: string
  readonly locationId: string
  readonly type: number
  readonly unreadCount: number
  readonly starred: boolean
  readonly lastMessageDate: Instant
  readonly dateAdded: Instant
  readonly dateUpdated: Instant
} & LastMessage

export type LastMessage = {
  readonly lastMessageBody: string
  readonly lastMessageType: string
  readonly lastMessageDirection: 'inbound' | 'outbound'
}

/** `type` is the number of `messageType`; `dateAdded` is ISO 8601. `at`, `scheduledAt` and `updatedAt` are not shown. */
export type Message = {
  readonly id: string
  /** When it came, by which messages are sorted; no other message of the location has it. */
  readonly at: Instant
  /** When it will be sent, or was. */
  readonly scheduledAt?: Instant | undefined
  readonly updatedAt?: Instant | undefined
  readonly type: number
  readonly messageType: string
  readonly locationId: string
  readonly contactId: string
  readonly conversationId: string
  readonly dateAdded: string
  readonly body: string
  readonly direction: 'inbound' | 'outbound'
  readonly status: string
  readonly contentType: string
  readonly attachments: string[]
  readonly source: string
  readonly userId?: string | undefined
  readonly meta?: MessageMeta | undefined
  readonly conversationProviderId?: string | undefined
  readonly error?: { code: string; type: string; message: string } | undefined
}

export type MessageMeta = { email?: { messageIds: string[] }; callDuration?: string; callStatus?: string }

/** The number of a kind of message. */
export function numberOf(messageType: string): number {
  return MESSAGE_TYPES.indexOf(messageType) + 1
}

/** A contact has one conversation at most, so its id follows from the contact's: who creates it twice meets the first. */
export function conversationIdOf(session: Session, contactId: string): string {
  return sampleOf(session, contactId)?.id ?? session.draw('hoopai conversation', contactId).alphanumeric(20)
}

/** A conversation of the documentation's examples, or of the user's own file. */
interface Sample {
  readonly id: string
  readonly contactId: string
  readonly messages: readonly { id: string; body: string; direction: string; dateAdded: string }[]
}

function sampleOf(session: Session, contactId: string): Sample | undefined {
  const { conversations } = session.fixture<typeof builtIn>('hoopai', 'conversations') ?? builtIn
  return conversations.find((each) => each.contactId === contactId)
}

/** What stands for a last message where nothing was said yet. Its type is assumed: openapi requires one. */
export const NOTHING_SAID: LastMessage = {
  lastMessageBody: '',
  lastMessageType: 'TYPE_ACTIVITY_CONTACT',
  lastMessageDirection: 'outbound',
}

export function lastMessageOf({ body, messageType, direction }: Message): LastMessage {
  return { lastMessageBody: body, lastMessageType: messageType, lastMessageDirection: direction }
}

/** A conversation in which nothing was said yet. */
export function newConversation(session: Session, contact: Contact, at: Instant): Conversation {
  return {
    id: conversationIdOf(session, contact.id),
    contactId: contact.id,
    locationId: contact.locationId,
    type: contact.phone === undefined && contact.email !== undefined ? 2 : 1,
    unreadCount: 0,
    starred: false,
    ...NOTHING_SAID,
    lastMessageDate: at,
    dateAdded: at,
    dateUpdated: at,
  }
}

/** One for each of the fresh contacts, in their order. */
export function freshConversations(session: Session, contacts: readonly Entry<Contact>[]): Entry<Conversation>[] {
  return contacts.map(({ value: contact, order }, i) => {
    const talk = talkOf(session, contact.locationId, i)
    const last = talk.message(talk.count - 1)
    const value: Conversation = {
      ...newConversation(session, contact, order),
      unreadCount: last.direction === 'inbound' ? 1 : 0,
      starred: i % 10 === 0,
      ...lastMessageOf(last),
      lastMessageDate: last.at,
      dateUpdated: last.at,
    }
    return { id: value.id, order: last.at, value }
  })
}

/** All of a location's, oldest first in each conversation. */
export function freshMessages(session: Session, location: Location): Entry<Message>[] {
  const { locationId } = location
  return session.derived(`hoopai fresh messages/${locationId}`, () => {
    const team = teamOf(session, location)
    return Array.from({ length: freshContactCount(session, locationId) }, (_, i) => {
      const { count, message } = talkOf(session, locationId, i)
      return Array.from({ length: count }, (_, n): Entry<Message> => {
        const said = message(n)
        const value = said.direction === 'inbound' ? said : { ...said, userId: team[i % team.length] }
        return { id: value.id, order: value.at, value }
      })
    }).flat()
  })
}

/**
 * What was said between a fresh contact and the team: mostly one to three messages half an hour apart, with every
 * twenty-fifth contact more than a page of them, with every eighth by email.
 */
function talkOf(session: Session, locationId: string, contact: number) {
  const contactId = freshContactId(session, locationId, contact)
  const conversationId = conversationIdOf(session, contactId)
  const given = sampleOf(session, contactId)?.messages
  const { messages } = worldOf(session)
  // Contacts come on whole minutes; with seconds that count up, no two messages are of one instant.
  const start = freshContactAt(contact) + HOUR + contact * SECOND
  const messageType = contact % 8 === 5 ? 'TYPE_EMAIL' : 'TYPE_SMS'
  const message = (n: number): Message => {
    const { body, direction } = (given ?? messages)[n % (given ?? messages).length]!
    const id = given?.[n]?.id ?? session.draw('hoopai fresh message', locationId, contact, n).alphanumeric(20)
    const at = given?.[n] ? Date.parse(given[n].dateAdded) : start + n * 30 * MINUTE
    return {
      id,
      at,
      type: numberOf(messageType),
      messageType,
      locationId,
      contactId,
      conversationId,
      dateAdded: iso(at),
      body,
      direction: direction === 'inbound' ? 'inbound' : 'outbound',
      status: direction === 'inbound' ? 'delivered' : 'sent',
      contentType: 'text/plain',
      attachments: [],
      source: 'app',
      ...(messageType === 'TYPE_EMAIL' ? { meta: { email: { messageIds: [emailIdOf(session, id)] } } } : {}),
    }
  }
  const count = contact % 25 === 7 ? 22 + (((contact - 7) / 25) % 7) : 1 + (contact % 3)
  return { count: given?.length ?? count, message }
}

/** The id that an email has beside its message's. */
export function emailIdOf(session: Session, messageId: string): string {
  return session.draw('hoopai email message', messageId).alphanumeric(20)
}
