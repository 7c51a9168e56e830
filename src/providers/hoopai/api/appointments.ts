/** Appointments: booking them, moving them. Source: openapi calendars.json; sections 9 and 11.3. */

import { iso, MINUTE } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import { type Context, drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { give } from '../data/belongings.ts'
import { type Booking, bookingOf, hold, isSamePlace, release } from '../data/bookings.ts'
import { type Appointment, type Calendar, lengthOf } from '../data/calendars.ts'
import { collection } from '../data/collections.ts'
import { nameOf } from '../data/contacts.ts'
import { isInRange, isOpen } from '../data/openings.ts'
import { anyway, ifFree, teamOn } from '../data/seats.ts'
import { emit } from '../data/webhooks/emit.ts'
import { homeZone } from '../data/zones.ts'
import { invalid, notFound } from '../errors.ts'
import { CREATE_APPOINTMENT, UPDATE_APPOINTMENT } from './calendar-forms.ts'
import type { Fields } from './fields.ts'
import { operation, type Request, recordOf } from './operation.ts'

const WRITE = 'calendars/events.write'
const ANSWERS = {
  id: 'string',
  calendarId: 'string',
  locationId: 'string',
  contactId: 'string',
  startTime: 'string',
  endTime: 'string',
  title: 'string',
  appointmentStatus: 'string',
  'assignedUserId?': 'string',
  address: 'string',
  meetingLocationType: 'string',
  'description?': 'string',
  isRecurring: 'boolean',
  'rrule?': 'string',
} as const
const RULES = ['not_found_record', 'appointment_user', 'appointment_slot']

export const appointmentRoutes: readonly Route[] = [
  operation({
    name: 'appointments.create',
    method: 'POST',
    path: '/calendars/events/appointments',
    scope: WRITE,
    source: 'seed; openapi calendars.json',
    about:
      'refused outside opening hours, in the past and where the time is taken, unless ignoreFreeSlotValidation; a series (rrule) is one event',
    body: CREATE_APPOINTMENT,
    answers: ANSWERS,
    refuses: ['appointment_location', 'location_forbidden', ...RULES],
    handle: create,
  }),
  operation({
    name: 'appointments.get',
    method: 'GET',
    path: '/calendars/events/appointments/:eventId',
    of: 'appointments',
    scope: 'calendars/events.readonly',
    source: 'openapi calendars.json; observed O2',
    about: 'the same under two names: openapi has event, live answers have appointment',
    answers: { event: 'object', appointment: 'object' },
    handle: async (request) => {
      const appointment = await recordOf(request, 'appointments', 'Appointment', request.context.params.eventId!)
      const event = eventOf(appointment)
      return { event, appointment: event }
    },
  }),
  operation({
    name: 'appointments.update',
    method: 'PUT',
    path: '/calendars/events/appointments/:eventId',
    of: 'appointments',
    scope: WRITE,
    source: 'openapi calendars.json; observed O10',
    switch: 'appointmentPutConfirms',
    about: 'with another time, calendar or user it is booked there before its old place is given back',
    body: UPDATE_APPOINTMENT,
    answers: ANSWERS,
    refuses: RULES,
    handle: update,
  }),
]

/** An appointment as events are shown. */
export function eventOf(appointment: Appointment): JsonObject {
  const { assignedUserId } = appointment
  return { ...appointment, users: assignedUserId === undefined ? [] : [assignedUserId] }
}

async function create(request: Request<Fields, typeof CREATE_APPOINTMENT>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { session, call } = context
  assert(body.locationId, 'appointment_location')
  const calendar = await recordOf(request, 'calendars', 'Calendar', body.calendarId)
  const contact = await recordOf(request, 'contacts', 'Contact', body.contactId)
  const { startTime, appointmentStatus = calendar.autoConfirm ? 'confirmed' : 'new' } = body
  const wanted: Appointment = {
    id: (await drawFor(session, 'hoopai appointment', locationId, digest(JSON.stringify(body)))).alphanumeric(20),
    calendarId: calendar.id,
    locationId,
    contactId: contact.id,
    groupId: calendar.groupId,
    title: body.title ?? calendar.eventTitle.replaceAll('{{contact.name}}', nameOf(contact) ?? contact.email ?? ''),
    startTime,
    endTime: body.endTime ?? later(startTime, lengthOf(calendar.slotDuration, calendar.slotDurationUnit)),
    appointmentStatus,
    assignedUserId: body.assignedUserId,
    address: body.address ?? '',
    meetingLocationType: body.meetingLocationType ?? 'custom',
    description: body.description,
    isRecurring: body.rrule !== undefined,
    rrule: body.rrule,
    dateAdded: iso(call.at),
    dateUpdated: iso(call.at),
    createdBy: { source: 'api' },
  }
  const held = await book(context, calendar, wanted, body)
  const appointment = { ...wanted, assignedUserId: held.userId }
  if (!(await give(session, 'appointments', appointment, call.at))) {
    await release(session, locationId, held)
    throw notFound('Contact', contact.id)
  }
  await emit(context, 'AppointmentCreate', appointment)
  return shown(appointment)
}

async function update(request: Request<Fields, typeof UPDATE_APPOINTMENT>): Promise<JsonObject> {
  const { context, locationId, body, settings } = request
  const { session, params, call } = context
  const appointments = await collection(session, 'appointments', locationId)
  // A turn is lost only to another change of the same appointment; once it is gone, it is not found.
  for (;;) {
    const old = await recordOf(request, 'appointments', 'Appointment', params.eventId!)
    const calendar = await recordOf(request, 'calendars', 'Calendar', body.calendarId ?? old.calendarId)
    const fallback = settings.appointmentPutConfirms ? { appointmentStatus: 'confirmed' } : {}
    const wanted = { ...edited(old, calendar, { ...fallback, ...body }), dateUpdated: iso(call.at) }
    const [before, place] = [bookingOf(old), bookingOf(wanted)]
    const moves = !isSamePlace(before, place)
    const held = moves ? await book(context, calendar, wanted, body) : place
    const appointment: Appointment = { ...wanted, assignedUserId: held.userId }
    const seen = JSON.stringify(old)
    const written = await appointments.amend(old.id, (current) =>
      JSON.stringify(current) === seen ? { result: true, value: appointment } : { result: false },
    )
    if (moves) await release(session, locationId, written ? before : held)
    if (!written) continue
    await emit(context, 'AppointmentUpdate', appointment)
    return shown(appointment)
  }
}

/** What a body makes of an appointment. Moved without a new end, it stays as long as it was (assumed). */
function edited(old: Appointment, calendar: Calendar, body: Partial<Appointment>): Appointment {
  const { startTime = old.startTime } = body
  const length = Date.parse(old.endTime) - Date.parse(old.startTime)
  const endTime = body.endTime ?? (body.startTime === undefined ? old.endTime : later(startTime, length))
  const staying = teamOn(calendar).includes(old.assignedUserId ?? '') ? old.assignedUserId : undefined
  const { rrule = old.rrule, assignedUserId = staying } = body
  const kept = (['title', 'appointmentStatus', 'description', 'address', 'meetingLocationType'] as const).map(
    (name) => [name, body[name] ?? old[name]] as const,
  )
  return {
    ...old,
    ...(Object.fromEntries(kept) as Pick<Appointment, 'title' | 'appointmentStatus' | 'address'>),
    calendarId: calendar.id,
    groupId: calendar.groupId,
    startTime,
    endTime,
    assignedUserId,
    rrule,
    isRecurring: rrule !== undefined,
  }
}

/** Takes the time that an appointment wants; of equal bookings made at once as many are first as there are seats. */
async function book(
  { session, call }: Context,
  calendar: Calendar,
  wanted: Appointment,
  { ignoreFreeSlotValidation = false, ignoreDateRange = false },
): Promise<Booking> {
  const { locationId, assignedUserId } = wanted
  assert(assignedUserId === undefined || teamOn(calendar).includes(assignedUserId), 'appointment_user')
  const booking = bookingOf(wanted)
  const { from, to, kind } = booking
  if (to <= from) throw invalid(['endTime must be later than startTime'])
  const zone = homeZone(session, locationId)
  const asks = kind === 'taken' && !ignoreFreeSlotValidation
  const isOffered = isOpen(calendar, zone, [from, to]) && (ignoreDateRange || isInRange(calendar, call.at, from))
  assert(!asks || isOffered, 'appointment_slot')
  const held = await hold(session, locationId, booking, asks ? ifFree(calendar, zone) : anyway(calendar))
  assert(held, 'appointment_slot')
  return held
}

function shown({ groupId, dateAdded, dateUpdated, createdBy, ...rest }: Appointment): JsonObject {
  return rest
}

/** The time `ms` after `startTime`, in the same offset. Throws the 422 of an end beyond the year 9999. */
function later(startTime: string, ms: number): string {
  const [offset] = /Z$|[+-]\d\d:\d\d$/.exec(startTime)!
  const minutes = offset === 'Z' ? 0 : Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  const local = Date.parse(startTime) + ms + (offset.startsWith('-') ? -minutes : minutes) * MINUTE
  if (!(local < Date.UTC(10_000, 0))) throw invalid(['endTime must be a valid ISO 8601 date string'])
  return iso(local).slice(0, 19) + offset
}
