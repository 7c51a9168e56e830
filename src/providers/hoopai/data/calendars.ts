/** A location's calendars and what stands in them: their forms, two fresh calendars and two years of appointments. */

import { DAY, HOUR, iso, MINUTE } from '../../../core/clock.ts'
import type { Json } from '../../../core/http.ts'
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { EPOCH, freshContactCount, freshContactId } from './contacts.ts'
import { teamOf } from './people.ts'
import { worldOf } from './world.ts'
import { instantOf, written, zoneOf } from './zones.ts'

/** What the emulator reads of a calendar; the rest is kept as it was written. The misspelt names are the provider's own. */
export type Calendar = {
  readonly id: string
  readonly locationId: string
  readonly groupId?: string | undefined
  readonly name: string
  readonly slug: string
  readonly calendarType: string
  readonly eventTitle: string
  readonly isActive: boolean
  readonly teamMembers: TeamMember[]
  /** In the unit beside it, as the other lengths: `mins` or `hours`. */
  readonly slotDuration: number
  readonly slotDurationUnit: string
  readonly slotInterval: number
  readonly slotIntervalUnit: string
  /** Kept free before and after an appointment. */
  readonly preBuffer?: number | undefined
  readonly preBufferUnit?: string | undefined
  readonly slotBuffer?: number | undefined
  readonly slotBufferUnit?: string | undefined
  readonly appoinmentPerSlot: number
  readonly appoinmentPerDay?: number | undefined
  /** How long before and at most how far ahead it can be booked: `hours`, `days`, `weeks` or `months`. */
  readonly allowBookingAfter?: number | undefined
  readonly allowBookingAfterUnit?: string | undefined
  readonly allowBookingFor?: number | undefined
  readonly allowBookingForUnit?: string | undefined
  /** In the location's time zone; Sunday is 0. */
  readonly openHours: OpenHours[]
  /** 0 goes by `openHours` alone, 1 by `availabilities` alone; else a day of its own goes before its weekday. */
  readonly availabilityType?: number | undefined
  /** `date` is a local day, written as its midnight in UTC. */
  readonly availabilities?: { date: string; hours: Hours[]; deleted?: boolean | undefined }[] | undefined
  readonly autoConfirm: boolean
} & { readonly [more: string]: Json | undefined }
export type TeamMember = { userId: string; isPrimary?: boolean; [more: string]: Json | undefined }
export type OpenHours = { daysOfTheWeek: number[]; hours: Hours[] }
export type Hours = { openHour: number; openMinute: number; closeHour: number; closeMinute: number }

/** Start and end as they were written, with their offsets; `dateAdded` and `dateUpdated` in UTC. */
export type Appointment = {
  readonly id: string
  readonly calendarId: string
  readonly locationId: string
  readonly contactId: string
  readonly groupId?: string | undefined
  readonly title: string
  readonly startTime: string
  readonly endTime: string
  readonly appointmentStatus: string
  readonly assignedUserId?: string | undefined
  readonly address: string
  readonly meetingLocationType: string
  readonly description?: string | undefined
  readonly isRecurring: boolean
  readonly rrule?: string | undefined
  readonly dateAdded: string
  readonly dateUpdated: string
  readonly createdBy: { source: string }
}

/** Time that nobody can book: of the whole calendar, or of one of its team. */
export type BlockedSlot = {
  readonly id: string
  readonly locationId: string
  readonly calendarId: string
  readonly groupId?: string | undefined
  readonly assignedUserId?: string | undefined
  readonly title: string
  readonly startTime: string
  readonly endTime: string
  readonly dateAdded: string
  readonly dateUpdated: string
}

export type CalendarGroup = {
  readonly id: string
  readonly locationId: string
  readonly name: string
  readonly description: string
  readonly slug: string
  readonly isActive: boolean
}

/** Weekdays from nine to five: of fresh calendars, and of new ones that name none. */
export const OFFICE_HOURS: OpenHours[] = [
  { daysOfTheWeek: [1, 2, 3, 4, 5], hours: [{ openHour: 9, openMinute: 0, closeHour: 17, closeMinute: 0 }] },
]

/** What a calendar has that was not told otherwise (openapi; the hours are assumed). */
export const CALENDAR_DEFAULTS = {
  calendarType: 'event',
  widgetType: 'classic',
  eventTitle: '{{contact.name}}',
  eventColor: '#039be5',
  isActive: true,
  teamMembers: [],
  slotDuration: 30,
  slotDurationUnit: 'mins',
  slotInterval: 30,
  slotIntervalUnit: 'mins',
  appoinmentPerSlot: 1,
  openHours: OFFICE_HOURS,
  autoConfirm: true,
  allowReschedule: true,
  allowCancellation: true,
  googleInvitationEmails: false,
}

export function freshGroups(session: Session, { locationId }: Location): Entry<CalendarGroup>[] {
  const id = session.draw('hoopai calendar group', locationId).alphanumeric(20)
  const value = {
    id,
    locationId,
    name: 'Bookings',
    description: 'What can be booked.',
    slug: 'bookings',
    isActive: true,
  }
  return [{ id, order: 0, value }]
}

export function freshCalendars(session: Session, location: Location): Entry<Calendar>[] {
  const { locationId } = location
  const [group] = freshGroups(session, location)
  const team = teamOf(session, location)
  return worldOf(session).calendars.map(({ team: size, ...template }, i) => {
    const id = session.draw('hoopai calendar', locationId, i).alphanumeric(20)
    const value: Calendar = {
      ...CALENDAR_DEFAULTS,
      id,
      locationId,
      groupId: group!.id,
      ...template,
      widgetSlug: template.slug,
      teamMembers: team
        .slice(0, size)
        .map((userId, n) => ({ userId, priority: 0.5, isPrimary: n === 0, meetingLocationType: 'custom' })),
    }
    return { id, order: i, value }
  })
}

const WEEKS = 104

/** Two a week, each within office hours, with no other at its time, and of a contact who was there by then. */
export function freshAppointments(session: Session, location: Location): Entry<Appointment>[] {
  const { locationId, timezone } = location
  const zone = zoneOf(session, timezone)
  const calendars = freshCalendars(session, location).map(({ value }) => value)
  const people = freshContactCount(session, locationId)
  if (calendars.length === 0 || people === 0) return []
  // EPOCH is a Monday.
  const monday = Math.floor(EPOCH / DAY) * DAY
  return Array.from({ length: 2 * WEEKS }, (_, i) => {
    const id = session.draw('hoopai fresh appointment', locationId, i).alphanumeric(20)
    const calendar = calendars[i % calendars.length]!
    // Tuesdays and Thursdays.
    const day = monday + (1 + (i >> 1)) * 7 * DAY + (i % 2 === 0 ? 1 : 3) * DAY
    const from = instantOf(zone, day + (9 + ((i * 3) % 8)) * HOUR)
    const dateAdded = iso(from - 3 * DAY)
    const value: Appointment = {
      id,
      calendarId: calendar.id,
      locationId,
      contactId: freshContactId(session, locationId, (2 * i) % people),
      groupId: calendar.groupId,
      title: calendar.name,
      startTime: written(zone, from),
      endTime: written(zone, from + lengthOf(calendar.slotDuration, calendar.slotDurationUnit)),
      appointmentStatus: { 3: 'noshow', 6: 'cancelled' }[i % 10] ?? (i < WEEKS ? 'showed' : 'confirmed'),
      assignedUserId: calendar.teamMembers[i % calendar.teamMembers.length]?.userId,
      address: '',
      meetingLocationType: 'custom',
      isRecurring: false,
      dateAdded,
      dateUpdated: dateAdded,
      createdBy: { source: 'booking_widget' },
    }
    return { id, order: from - 3 * DAY, value }
  })
}

/** A length of so many minutes or hours, in ms. */
export function lengthOf(amount = 0, unit = 'mins'): number {
  return amount * (unit === 'hours' ? HOUR : MINUTE)
}
