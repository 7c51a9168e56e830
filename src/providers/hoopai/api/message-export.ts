/** GET /conversations/messages/export: a location's messages, page after page. Source: openapi conversations.json. */

import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { collection } from '../data/collections.ts'
import type { Message } from '../data/conversations.ts'
import { invalid } from '../errors.ts'
import { type Fields, instant, number, oneOf, string } from './fields.ts'
import { indexed } from './listing.ts'
import { shownMessage } from './message-forms.ts'
import { operation, type Request } from './operation.ts'

/** Without a channel every kind but emails is there, as openapi says. */
const CHANNELS = {
  Call: ['TYPE_CALL', 'TYPE_IVR_CALL', 'TYPE_CAMPAIGN_CALL', 'TYPE_CAMPAIGN_VOICEMAIL', 'TYPE_CUSTOM_CALL'],
  SMS: ['TYPE_SMS', 'TYPE_CAMPAIGN_SMS', 'TYPE_CUSTOM_SMS', 'TYPE_RCS'],
  Email: ['TYPE_EMAIL', 'TYPE_CAMPAIGN_EMAIL', 'TYPE_CUSTOM_EMAIL'],
  WhatsApp: ['TYPE_WHATSAPP'],
  Instagram: ['TYPE_INSTAGRAM', 'TYPE_INSTAGRAM_COMMENT'],
  Facebook: ['TYPE_FACEBOOK', 'TYPE_FACEBOOK_COMMENT'],
} as const
type Channel = keyof typeof CHANNELS

const EXPORT = {
  locationId: string,
  limit: number({ min: 10, max: 500, whole: true }),
  cursor: string,
  sortBy: oneOf('createdAt', 'updatedAt'),
  sortOrder: oneOf('asc', 'desc'),
  conversationId: string,
  contactId: string,
  channel: oneOf(...(Object.keys(CHANNELS) as Channel[])),
  startDate: instant,
  endDate: instant,
} as const

export const exportRoute: Route = operation({
  name: 'messages.export',
  method: 'GET',
  path: '/conversations/messages/export',
  scope: 'conversations/message.readonly',
  source: 'openapi conversations.json',
  about: 'newest first; the next page starts at nextCursor',
  query: EXPORT,
  answers: { messages: 'array', 'nextCursor?': 'string', total: 'number' },
  handle: exportMessages,
})

async function exportMessages({ context, locationId, query }: Request<typeof EXPORT, Fields>): Promise<JsonObject> {
  const { call, session } = context
  const { limit = 100, cursor, sortBy, sortOrder, channel, startDate, endDate } = query
  const placeOf = ({ at, updatedAt = at }: Message) => (sortBy === 'updatedAt' ? updatedAt : at)
  const [from, to] = [startDate, endDate].map((date) => (date === undefined ? undefined : Date.parse(date)))
  const all = await (await collection(session, 'messages', locationId)).all()
  const found = indexed(context, all, ({ at }) => at)
    .filter(
      (each) =>
        (query.conversationId ?? each.conversationId) === each.conversationId &&
        (query.contactId ?? each.contactId) === each.contactId &&
        isOf(each, channel) &&
        placeOf(each) >= (from ?? -Infinity) &&
        placeOf(each) <= (to ?? Infinity),
    )
    .sort((a, b) => placeOf(a) - placeOf(b) || a.at - b.at)
  if (sortOrder !== 'asc') found.reverse()
  const start = cursor === undefined ? 0 : startOf(cursor, found, placeOf, sortOrder !== 'asc')
  const messages = found.slice(start, start + limit)
  const last = messages.at(-1)
  return {
    messages: messages.map((message) => shownMessage(message, call.at)),
    nextCursor: last && start + limit < found.length ? cursorOf([placeOf(last), last.at]) : undefined,
    total: found.length,
  }
}

function isOf({ messageType }: Message, channel: Channel | undefined): boolean {
  if (channel === undefined) return !(CHANNELS.Email as readonly string[]).includes(messageType)
  return (CHANNELS[channel] as readonly string[]).includes(messageType)
}

/** A place in the export, in the form of openapi's example: base64 of a JSON object. */
type Sort = readonly [placed: number, at: number]

function cursorOf(lastSort: Sort): string {
  return Buffer.from(JSON.stringify({ lastSort })).toString('base64')
}

/** The index of the first message after a cursor, whether or not the one there is still there. */
function startOf(
  cursor: string,
  found: readonly Message[],
  placeOf: (each: Message) => number,
  falls: boolean,
): number {
  const [placed, at] = readCursor(cursor)
  const index = found.findIndex((each) => {
    const further = placeOf(each) - placed || each.at - at
    return falls ? further < 0 : further > 0
  })
  return index < 0 ? found.length : index
}

function readCursor(cursor: string): Sort {
  try {
    const { lastSort } = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')) as { lastSort: Sort }
    if (lastSort.length === 2 && lastSort.every(Number.isFinite)) return lastSort
  } catch {
    // Refused below.
  }
  throw invalid(['cursor must be a valid cursor'])
}
