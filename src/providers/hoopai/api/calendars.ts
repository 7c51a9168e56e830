/** Calendars, their groups and their free slots. Source: openapi calendars.json; section 11.3. */

import { DAY } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { bookingsIn, REACH } from '../data/bookings.ts'
import { CALENDAR_DEFAULTS, type Calendar } from '../data/calendars.ts'
import { collection } from '../data/collections.ts'
import { isInRange, slotsIn } from '../data/openings.ts'
import { removeAppointmentsOf, removeBlockedSlot } from '../data/removal.ts'
import { ifFree } from '../data/seats.ts'
import { homeZone, isZone, written, zoneOf } from '../data/zones.ts'
import { invalid, notFound } from '../errors.ts'
import { appointmentRoutes } from './appointments.ts'
import { CREATE_CALENDAR, GROUP, UPDATE_CALENDAR } from './calendar-forms.ts'
import { eventRoutes } from './events.ts'
import { boolean, type Fields, number, required, string, told } from './fields.ts'
import { operation, type Request, recordOf } from './operation.ts'

const READ = 'calendars.readonly'
const WRITE = 'calendars.write'
const source = 'openapi calendars.json'
const MILLIS = required(number({ min: -8.64e15, max: 8.64e15 }))
const LIST = { locationId: string, groupId: string, showDrafted: boolean } as const
const GROUPS = { locationId: string } as const

const FREE_SLOTS = {
  locationId: told(string, { source: 'docs hoopai/calendars' }),
  startDate: MILLIS,
  endDate: told(MILLIS, { source, about: 'at most 31 days after startDate' }),
  timezone: told(string, { source, about: 'an IANA name; default: the location’s' }),
  userId: string,
  userIds: told(string, { source, about: 'several, repeated or with commas' }),
} as const

export const calendarRoutes: readonly Route[] = [
  operation({
    name: 'calendars.list',
    method: 'GET',
    path: '/calendars/',
    scope: READ,
    source,
    query: LIST,
    answers: { calendars: 'array' },
    handle: list,
  }),
  operation({
    name: 'calendars.create',
    method: 'POST',
    path: '/calendars/',
    scope: WRITE,
    source,
    about: 'open on weekdays from nine to five unless it says otherwise',
    body: CREATE_CALENDAR,
    answers: { calendar: 'object' },
    handle: create,
  }),
  operation({
    name: 'calendars.get',
    method: 'GET',
    path: '/calendars/:calendarId',
    of: 'calendars',
    scope: READ,
    source,
    answers: { calendar: 'object' },
    handle: async (request) => ({ calendar: await calendarOf(request) }),
  }),
  operation({
    name: 'calendars.update',
    method: 'PUT',
    path: '/calendars/:calendarId',
    of: 'calendars',
    scope: WRITE,
    source,
    about: 'what is booked already stays',
    body: UPDATE_CALENDAR,
    answers: { calendar: 'object' },
    handle: update,
  }),
  operation({
    name: 'calendars.delete',
    method: 'DELETE',
    path: '/calendars/:calendarId',
    of: 'calendars',
    scope: WRITE,
    source: 'openapi calendars.json; assumed',
    about: 'its appointments and blocked slots go with it',
    body: {},
    answers: { success: 'boolean' },
    handle: remove,
  }),
  operation({
    name: 'calendars.freeSlots',
    method: 'GET',
    path: '/calendars/:calendarId/free-slots',
    of: 'calendars',
    scope: READ,
    source: 'openapi calendars.json; observed O2',
    about:
      'an object of days, {"2026-01-05":{"slots":["2026-01-05T10:00:00-05:00"]}}; days without a slot are left out',
    query: FREE_SLOTS,
    answers: {},
    refuses: ['slots_span'],
    handle: freeSlots,
  }),
  operation({
    name: 'groups.list',
    method: 'GET',
    path: '/calendars/groups',
    scope: 'calendars/groups.readonly',
    source,
    query: GROUPS,
    answers: { groups: 'array' },
    handle: async ({ context, locationId }) => ({
      groups: (await (await collection(context.session, 'calendarGroups', locationId)).all()).reverse(),
    }),
  }),
  operation({
    name: 'groups.create',
    method: 'POST',
    path: '/calendars/groups',
    scope: 'calendars/groups.write',
    source,
    body: GROUP,
    status: 201,
    answers: { group: 'object' },
    handle: createGroup,
  }),
  ...eventRoutes,
  ...appointmentRoutes,
]

function calendarOf(request: Request): Promise<Calendar> {
  return recordOf(request, 'calendars', 'Calendar', request.context.params.calendarId!)
}

async function list({ context, locationId, query }: Request<typeof LIST, Fields>): Promise<JsonObject> {
  const { groupId, showDrafted = true } = query
  const all = await (await collection(context.session, 'calendars', locationId)).all()
  const calendars = all.reverse().filter((each) => (groupId ?? each.groupId) === each.groupId)
  return { calendars: calendars.filter(({ isActive }) => showDrafted || isActive) }
}

async function create({ context, locationId, body }: Request<Fields, typeof CREATE_CALENDAR>): Promise<JsonObject> {
  const { session, call } = context
  const draw = await drawFor(session, 'hoopai new calendar', locationId, digest(JSON.stringify(body)))
  const slug = body.slug ?? body.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const calendar = {
    ...CALENDAR_DEFAULTS,
    id: draw.alphanumeric(20),
    slug,
    widgetSlug: slug,
    ...body,
    locationId,
  } as unknown as Calendar
  await (await collection(session, 'calendars', locationId)).insert(calendar, call.at)
  return { calendar }
}

async function update(request: Request<Fields, typeof UPDATE_CALENDAR>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { id } = await calendarOf(request)
  const calendars = await collection(context.session, 'calendars', locationId)
  const calendar = await calendars.amend(id, (old) => {
    const value = old && ({ ...old, ...body } as unknown as Calendar)
    return { result: value, ...(value ? { value } : {}) }
  })
  if (!calendar) throw notFound('Calendar', id)
  return { calendar }
}

async function remove(request: Request): Promise<JsonObject> {
  const { context, locationId } = request
  const { id } = await calendarOf(request)
  const { session } = context
  const removed = await (await collection(session, 'calendars', locationId)).amend(id, (old) => ({
    result: old !== undefined,
    value: null,
  }))
  if (!removed) throw notFound('Calendar', id)
  await removeAppointmentsOf(context, locationId, { calendarId: id })
  for (const slot of await (await collection(session, 'blockedSlots', locationId)).all())
    if (slot.calendarId === id) await removeBlockedSlot(context, locationId, slot.id)
  return { success: true }
}

async function freeSlots(request: Request<typeof FREE_SLOTS, Fields>): Promise<JsonObject> {
  const { context, locationId, query } = request
  const { session, call } = context
  const { startDate, endDate, timezone, userId } = query
  if (timezone !== undefined && !isZone(timezone)) throw invalid(['timezone must be a valid IANA time zone'])
  if (endDate < startDate) throw invalid(['endDate must not be earlier than startDate'])
  assert(endDate - startDate <= 31 * DAY, 'slots_span')
  const calendar = await calendarOf(request)
  const home = homeZone(session, locationId)
  const shownIn = timezone === undefined ? home : zoneOf(session, timezone)
  // Repeated names: the table reads the last one only.
  const asked = [userId, ...call.query.getAll('userIds').flatMap((each) => each.split(','))].filter(Boolean)
  const users =
    asked.length > 0 ? asked.filter((each) => calendar.teamMembers.some((one) => one.userId === each)) : [undefined]
  const others = (await bookingsIn(session, locationId, startDate - REACH, endDate + 2 * REACH)).filter(
    ({ calendarId }) => calendarId === calendar.id,
  )
  const admit = ifFree(calendar, home)
  const days: Record<string, { slots: string[] }> = {}
  for (const [from, to] of slotsIn(calendar, home, [startDate, endDate])) {
    if (!isInRange(calendar, call.at, from)) continue
    const hasRoom = (user: string | undefined) =>
      admit({ id: '', calendarId: calendar.id, userId: user, from, to, kind: 'taken' }, others)
    if (!users.some(hasRoom)) continue
    const text = written(shownIn, from)
    const day = (days[text.slice(0, 10)] ??= { slots: [] })
    day.slots.push(text)
  }
  return days
}

async function createGroup({ context, locationId, body }: Request<Fields, typeof GROUP>): Promise<JsonObject> {
  const { session, call } = context
  const draw = await drawFor(session, 'hoopai new calendar group', locationId, digest(JSON.stringify(body)))
  const group = { isActive: true, ...body, id: draw.alphanumeric(20) }
  await (await collection(session, 'calendarGroups', locationId)).insert(group, call.at)
  return { group }
}
