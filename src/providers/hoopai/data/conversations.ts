/** A location's conversations and messages: their form, and one conversation for each fresh contact. */

import world from '../../../../fixtures/hoopai/location.json' with { type: 'json' }
import { HOUR, type Instant, iso, MINUTE } from '../../../core/clock.ts'
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { type Contact, FRESH_CONTACTS, freshContactAt, freshContactId } from './contacts.ts'

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

/** Dates are epoch ms. Names and addresses are the contact's. */
export type Conversation = {
  readonly id: string
  readonly contactId: string
  readonly locationId: string
  readonly type: number
  readonly unreadCount: number
  readonly starred: boolean
  readonly assignedTo?: string | undefined
  readonly lastMessageBody: string
  readonly lastMessageType: string
  readonly lastMessageDirection: 'inbound' | 'outbound'
  readonly lastMessageDate: Instant
  readonly dateAdded: Instant
  readonly dateUpdated: Instant
}

/** `type` is the number of `messageType`; `dateAdded` is ISO 8601. */
export type Message = {
  readonly id: string
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
  readonly meta?: { email: { messageIds: string[] } } | undefined
  readonly conversationProviderId?: string | undefined
}

/** A contact has one conversation at most, so its id follows from the contact's: who creates it twice meets the first. */
export function conversationIdOf(session: Session, contactId: string): string {
  return session.draw('hoopai conversation', contactId).alphanumeric(20)
}

/** A conversation in which nothing was said yet. Its last message type is assumed: openapi requires one. */
export function newConversation(session: Session, contact: Contact, at: Instant): Conversation {
  return {
    id: conversationIdOf(session, contact.id),
    contactId: contact.id,
    locationId: contact.locationId,
    type: contact.phone === undefined && contact.email !== undefined ? 2 : 1,
    unreadCount: 0,
    starred: false,
    assignedTo: contact.assignedTo,
    lastMessageBody: '',
    lastMessageType: 'TYPE_ACTIVITY_CONTACT',
    lastMessageDirection: 'outbound',
    lastMessageDate: at,
    dateAdded: at,
    dateUpdated: at,
  }
}

export function freshConversations(session: Session, contacts: readonly Entry<Contact>[]): Entry<Conversation>[] {
  return contacts.map(({ value: contact, order }, i) => {
    const started = newConversation(session, contact, order)
    const last = messagesOf(session, contact.locationId, i).at(-1)!
    const value: Conversation = {
      ...started,
      unreadCount: last.value.direction === 'inbound' ? 1 : 0,
      starred: i % 10 === 0,
      lastMessageBody: last.value.body,
      lastMessageType: last.value.messageType,
      lastMessageDirection: last.value.direction,
      lastMessageDate: Date.parse(last.value.dateAdded),
      dateUpdated: Date.parse(last.value.dateAdded),
    }
    return { id: value.id, order, value }
  })
}

/** Their order counts up to -1: messages sent later are ordered by their ordinal, from 1. */
export function freshMessages(session: Session, { locationId }: Location): Entry<Message>[] {
  return Array.from({ length: FRESH_CONTACTS }, (_, i) => messagesOf(session, locationId, i))
    .flat()
    .map((entry, n, all) => ({ ...entry, order: n - all.length }))
}

/** One to three text messages, half an hour apart. */
function messagesOf(session: Session, locationId: string, contact: number): Entry<Message>[] {
  const contactId = freshContactId(session, locationId, contact)
  return world.messages.slice(0, 1 + (contact % 3)).map(({ direction, body }, i) => {
    const id = session.draw('hoopai fresh message', locationId, contact, i).alphanumeric(20)
    const value: Message = {
      id,
      type: MESSAGE_TYPES.indexOf('TYPE_SMS') + 1,
      messageType: 'TYPE_SMS',
      locationId,
      contactId,
      conversationId: conversationIdOf(session, contactId),
      dateAdded: iso(freshContactAt(contact) + HOUR + i * 30 * MINUTE),
      body,
      direction: direction === 'inbound' ? 'inbound' : 'outbound',
      status: direction === 'inbound' ? 'delivered' : 'sent',
      contentType: 'text/plain',
      attachments: [],
      source: 'app',
    }
    return { id, order: 0, value }
  })
}
