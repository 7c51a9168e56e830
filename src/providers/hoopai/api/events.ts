/** What stands in calendars: events and blocked slots, listed and deleted. Source: openapi calendars.json; section 11.3. */

import { iso } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { type Booking, bookingOf, bookingsIn, hold } from '../data/bookings.ts'
import type { BlockedSlot } from '../data/calendars.ts'
import { collection } from '../data/collections.ts'
import { removeAppointment, removeBlockedSlot } from '../data/removal.ts'
import { invalid } from '../errors.ts'
import { eventOf } from './appointments.ts'
import { BLOCK_SLOT } from './calendar-forms.ts'
import { type Fields, number, required, string } from './fields.ts'
import { operation, type Request, recordOf } from './operation.ts'

const READ = 'calendars/events.readonly'
const WRITE = 'calendars/events.write'
const MILLIS = required(number({ min: -8.64e15, max: 8.64e15 }))

const EVENTS = {
  locationId: string,
  userId: string,
  calendarId: string,
  groupId: string,
  startTime: MILLIS,
  endTime: MILLIS,
} as const

export const eventRoutes: readonly Route[] = [
  operation({
    name: 'events.list',
    method: 'GET',
    path: '/calendars/events',
    scope: READ,
    source: 'openapi calendars.json; observed O10',
    about: 'appointments of a user, calendar or group that are under way between two times, the earliest first',
    query: EVENTS,
    answers: { events: 'array' },
    handle: async (request) => {
      const appointments = await collection(request.context.session, 'appointments', request.locationId)
      return { events: await listed(request, (id) => appointments.find(id), eventOf) }
    },
  }),
  operation({
    name: 'blockedSlots.list',
    method: 'GET',
    path: '/calendars/blocked-slots',
    scope: READ,
    source: 'openapi calendars.json',
    about: 'as events; one that blocks a whole calendar is nobody’s',
    query: EVENTS,
    answers: { events: 'array' },
    handle: async (request) => {
      const slots = await collection(request.context.session, 'blockedSlots', request.locationId)
      return { events: await listed(request, (id) => slots.find(id), blockedEventOf) }
    },
  }),
  operation({
    name: 'blockedSlots.create',
    method: 'POST',
    path: '/calendars/events/block-slots',
    scope: WRITE,
    source: 'openapi calendars.json',
    about: 'of a whole calendar, or of one of its team; appointments that are there stay',
    body: BLOCK_SLOT,
    status: 201,
    answers: {
      id: 'string',
      locationId: 'string',
      title: 'string',
      startTime: 'string',
      endTime: 'string',
      calendarId: 'string',
      'assignedUserId?': 'string',
    },
    refuses: ['not_found_record', 'location_forbidden'],
    handle: block,
  }),
  operation({
    name: 'events.delete',
    method: 'DELETE',
    path: '/calendars/events/:eventId',
    scope: WRITE,
    source: 'openapi calendars.json',
    about: 'an appointment or a blocked slot; its time is free again',
    body: {},
    status: 201,
    answers: { succeeded: 'boolean' },
    refuses: ['not_found_record', 'location_forbidden'],
    handle: async (request) => {
      const { context, locationId } = request
      const id = context.params.eventId!
      const removed =
        (await removeAppointment(context, locationId, id)) || (await removeBlockedSlot(context, locationId, id))
      // Another location's, or nobody's.
      if (!removed) await recordOf(request, 'appointments', 'Event', id)
      return { succeeded: removed }
    },
  }),
]

/** The records of the bookings that a query asks for. A booking whose record is not written yet is not listed. */
async function listed<T>(
  { context, locationId, query }: Request<typeof EVENTS, Fields>,
  find: (id: string) => T | undefined | Promise<T | undefined>,
  show: (record: T) => JsonObject,
): Promise<JsonObject[]> {
  const { session } = context
  const { userId, calendarId, groupId, startTime, endTime } = query
  if (userId === undefined && calendarId === undefined && groupId === undefined)
    throw invalid(['either userId, calendarId or groupId is required'])
  const calendars = await (await collection(session, 'calendars', locationId)).all()
  const grouped = calendars.filter((each) => (groupId ?? each.groupId) === each.groupId).map(({ id }) => id)
  const isAsked = (booking: Booking) =>
    booking.from <= endTime &&
    booking.to > startTime &&
    (userId ?? booking.userId) === booking.userId &&
    (calendarId ?? booking.calendarId) === booking.calendarId &&
    grouped.includes(booking.calendarId)
  const bookings = (await bookingsIn(session, locationId, startTime, endTime)).filter(isAsked)
  bookings.sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
  const ids = new Set(bookings.map(({ id }) => id))
  const records = await Promise.all([...ids].map((id) => find(id)))
  return records.flatMap((record) => (record === undefined ? [] : [show(record)]))
}

async function block(request: Request<Fields, typeof BLOCK_SLOT>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { session, call } = context
  const calendar = await recordOf(request, 'calendars', 'Calendar', body.calendarId)
  if (Date.parse(body.endTime) <= Date.parse(body.startTime)) throw invalid(['endTime must be later than startTime'])
  const draw = await drawFor(session, 'hoopai blocked slot', locationId, digest(JSON.stringify(body)))
  const { title = 'Blocked', startTime, endTime, assignedUserId } = body
  const slot: BlockedSlot = {
    id: draw.alphanumeric(20),
    locationId,
    title,
    startTime,
    endTime,
    calendarId: calendar.id,
    assignedUserId,
    groupId: calendar.groupId,
    dateAdded: iso(call.at),
    dateUpdated: iso(call.at),
  }
  await hold(session, locationId, bookingOf(slot), (booking) => booking)
  await (await collection(session, 'blockedSlots', locationId)).insert(slot, call.at)
  const { groupId, dateAdded, dateUpdated, ...shown } = slot
  return shown
}

/** openapi gives it the form of an event, whatever of that it has. */
function blockedEventOf(slot: BlockedSlot): JsonObject {
  const { assignedUserId = '', groupId = '' } = slot
  const users = assignedUserId === '' ? [] : [assignedUserId]
  return { ...slot, groupId, assignedUserId, users, contactId: '', appointmentStatus: 'confirmed' }
}
