/** Calendars and appointments. Source: openapi calendars.json; sections 9 and 11.3. */

import { type Instant, iso, MINUTE } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import type { Session } from '../../../core/session.ts'
import type { Appointment, Calendar } from '../data/calendars.ts'
import { collection } from '../data/collections.ts'
import { nameOf } from '../data/contacts.ts'
import { invalid } from '../errors.ts'
import { boolean, type Fields, instant, oneOf, required, string } from './fields.ts'
import { operation, type Request, recordOf } from './operation.ts'

const LIST = { locationId: string, groupId: string, showDrafted: boolean } as const

/** A missing `locationId` has a text of its own (section 9). */
const CREATE = {
  calendarId: required(string),
  locationId: string,
  contactId: required(string),
  startTime: required(instant),
  endTime: instant,
  title: string,
  appointmentStatus: oneOf('new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid'),
  assignedUserId: string,
  description: string,
  address: string,
  meetingLocationType: oneOf('custom', 'zoom', 'gmeet', 'phone', 'address', 'ms_teams', 'google'),
  meetingLocationId: string,
  overrideLocationConfig: boolean,
  ignoreDateRange: boolean,
  toNotify: boolean,
  ignoreFreeSlotValidation: boolean,
  rrule: string,
} as const

/** Appointments that take no slot. */
const FREE = ['cancelled', 'noshow', 'invalid']

export const calendarRoutes: readonly Route[] = [
  operation({
    name: 'calendars.list',
    method: 'GET',
    path: '/calendars/',
    scope: 'calendars.readonly',
    source: 'openapi calendars.json',
    query: LIST,
    handle: list,
  }),
  operation({
    name: 'appointments.create',
    method: 'POST',
    path: '/calendars/events/appointments',
    scope: 'calendars/events.write',
    source: 'seed; openapi calendars.json',
    about: 'a taken slot is refused unless ignoreFreeSlotValidation; a calendar’s opening hours are not looked at',
    body: CREATE,
    handle: create,
  }),
  operation({
    name: 'appointments.get',
    method: 'GET',
    path: '/calendars/events/appointments/:eventId',
    of: 'appointments',
    scope: 'calendars/events.readonly',
    source: 'openapi calendars.json; observed O2',
    handle: async (request) => {
      const appointment = await recordOf(request, 'appointments', 'Appointment', request.context.params.eventId!)
      const event = { ...appointment, users: [appointment.assignedUserId] }
      // openapi names it event, live appointment.
      return { event, appointment: event }
    },
  }),
]

async function list({ context, locationId, query }: Request<typeof LIST, Fields>): Promise<JsonObject> {
  const { groupId, showDrafted = true } = query
  const all = await (await collection(context.session, 'calendars', locationId)).all()
  const calendars = all.reverse().filter((each) => (groupId ?? each.groupId) === each.groupId)
  return { calendars: calendars.filter(({ isActive }) => showDrafted || isActive) }
}

async function create(request: Request<Fields, typeof CREATE>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { session, call } = context
  assert(body.locationId, 'appointment_location')
  const calendar = await recordOf(request, 'calendars', 'Calendar', body.calendarId)
  const contact = await recordOf(request, 'contacts', 'Contact', body.contactId)
  const users = calendar.teamMembers.map(({ userId }) => userId)
  const { startTime, assignedUserId = users[0]!, appointmentStatus = calendar.autoConfirm ? 'confirmed' : 'new' } = body
  assert(users.includes(assignedUserId), 'appointment_user')
  const endTime = body.endTime ?? later(startTime, slotMs(calendar))
  const [from, to] = [Date.parse(startTime), Date.parse(endTime)]
  if (to <= from) throw invalid(['endTime must be later than startTime'])
  const id = (await drawFor(session, 'hoopai appointment', locationId, digest(JSON.stringify(body)))).alphanumeric(20)
  const isFree =
    FREE.includes(appointmentStatus) || (await book(session, calendar, from, to, body.ignoreFreeSlotValidation))
  assert(isFree, 'appointment_slot')
  const appointment: Appointment = {
    id,
    calendarId: calendar.id,
    locationId,
    contactId: contact.id,
    groupId: calendar.groupId,
    title: body.title ?? calendar.eventTitle.replace('{{contact.name}}', nameOf(contact) ?? contact.email ?? ''),
    startTime,
    endTime,
    appointmentStatus,
    assignedUserId,
    address: body.address ?? '',
    meetingLocationType: body.meetingLocationType ?? 'custom',
    description: body.description,
    isRecurring: body.rrule !== undefined,
    rrule: body.rrule,
    dateAdded: iso(call.at),
    dateUpdated: iso(call.at),
    createdBy: { source: 'api' },
  }
  const appointments = await collection(session, 'appointments', locationId)
  await appointments.insert(appointment, from)
  const { groupId, dateAdded, dateUpdated, createdBy, ...shown } = appointment
  return shown
}

/** Takes a calendar's time by one atomic change, so of equal bookings made at once one is first; false when it is taken. */
async function book(session: Session, { id, appoinmentPerSlot }: Calendar, from: Instant, to: Instant, force = false) {
  return await session.state.change<[Instant, Instant][], boolean>(`hoopai bookings/${id}`, (old = []) => {
    const overlapping = old.filter(([start, end]) => start < to && from < end)
    if (!force && overlapping.length >= appoinmentPerSlot) return { result: false }
    return { result: true, value: [...old, [from, to]] }
  })
}

function slotMs({ slotDuration, slotDurationUnit }: Calendar): number {
  return slotDuration * (slotDurationUnit === 'hours' ? 60 : 1) * MINUTE
}

/** The time `ms` after `startTime`, in the same offset. */
function later(startTime: string, ms: number): string {
  const [offset] = /Z$|[+-]\d\d:\d\d$/.exec(startTime)!
  const minutes = offset === 'Z' ? 0 : Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  const local = Date.parse(startTime) + ms + (offset.startsWith('-') ? -minutes : minutes) * MINUTE
  return iso(local).slice(0, 19) + offset
}
