/** What may be written of a message, and how it is shown. Source: openapi conversations.json; section 11.2. */

import type { Instant } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Message } from '../data/conversations.ts'
import { asOf } from '../data/threads.ts'
import {
  anything,
  boolean,
  instant,
  matching,
  number,
  oneOf,
  required,
  shape,
  string,
  strings,
  told,
} from './fields.ts'
import { limit } from './listing.ts'

/** How a message's `type` is stored. Of Custom, ALL_IN_ONE_CHAT: assumed. */
export const STORED_AS = {
  SMS: 'TYPE_SMS',
  RCS: 'TYPE_RCS',
  Email: 'TYPE_EMAIL',
  WhatsApp: 'TYPE_WHATSAPP',
  IG: 'TYPE_INSTAGRAM',
  FB: 'TYPE_FACEBOOK',
  Custom: 'TYPE_CUSTOM_SMS',
  Live_Chat: 'TYPE_LIVE_CHAT',
  TIKTOK: 'TYPE_TIKTOK',
  GMB: 'TYPE_GMB',
  WebChat: 'TYPE_WEBCHAT',
  Call: 'TYPE_CALL',
  IVR_Call: 'TYPE_IVR_CALL',
  Campaign_Call: 'TYPE_CAMPAIGN_CALL',
  Campaign_VoiceMail: 'TYPE_CAMPAIGN_VOICEMAIL',
  ALL_IN_ONE_CHAT: 'TYPE_LIVE_CHAT',
  FORM_SUBMISSION: 'TYPE_FORM_SUBMISSION',
} as const
type Kind = keyof typeof STORED_AS
const KINDS = Object.keys(STORED_AS) as Kind[]
/** The first nine can be sent, all can come in. */
const SENDABLE = KINDS.slice(0, 9)

const STATUS = oneOf('delivered', 'failed', 'pending', 'read')
const CONTENT = { message: string, html: string, subject: string, attachments: strings } as const
const ADDRESSES = { emailFrom: string, emailTo: string, emailCc: strings, emailBcc: strings } as const
const notRequired = 'openapi conversations.json (which requires it); observed O2'

export const LIST = {
  limit,
  lastMessageId: string,
  type: matching(/^TYPE_\w+(,\s*TYPE_\w+)*$/, 'must be a valid enum value'),
} as const

export const SEND = {
  type: required(oneOf(...SENDABLE)),
  contactId: string,
  conversationId: told(string, { source: 'docs hoopai/api-reference/conversations/overview' }),
  ...CONTENT,
  ...ADDRESSES,
  emailReplyMode: oneOf('reply', 'reply_all'),
  replyMessageId: string,
  threadId: string,
  templateId: string,
  appointmentId: string,
  /** Epoch seconds. */
  // In seconds; the last instant that a date can name.
  scheduledTimestamp: number({ min: 0, max: 8_640_000_000_000 }),
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
  subType: told(anything, { source: notRequired }),
  status: told(STATUS, { source: notRequired }),
} as const

export const INBOUND = {
  type: required(oneOf(...KINDS)),
  conversationId: required(string),
  conversationProviderId: required(string),
  contactId: required(string),
  ...CONTENT,
  ...ADDRESSES,
  emailMessageId: string,
  altId: string,
  direction: told(oneOf('inbound', 'outbound'), {
    about: 'default inbound: openapi has outbound, which the path denies',
    source: 'openapi conversations.json; assumed',
  }),
  date: instant,
  call: shape({
    to: string,
    from: string,
    status: oneOf('pending', 'completed', 'answered', 'busy', 'no-answer', 'failed', 'canceled', 'voicemail'),
  }),
} as const

export const UPDATE = {
  status: required(STATUS),
  error: shape({ code: required(string), type: required(string), message: required(string) }),
  emailMessageId: string,
  recipients: strings,
} as const

/** As it stands at `at`, without what only the emulator needs. */
export function shownMessage(message: Message, at: Instant): JsonObject {
  const { at: _, scheduledAt, updatedAt, ...shown } = asOf(message, at)
  return shown
}

/** The fields of `shownMessage`. */
export const MESSAGE = {
  id: 'string',
  type: 'number',
  messageType: 'string',
  locationId: 'string',
  contactId: 'string',
  conversationId: 'string',
  dateAdded: 'string',
  body: 'string',
  direction: 'string',
  status: 'string',
  contentType: 'string',
  attachments: 'array',
  source: 'string',
  'meta?': 'object',
  'userId?': 'string',
  'conversationProviderId?': 'string',
  'error?': 'object',
} as const
