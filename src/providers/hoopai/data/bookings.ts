/**
 * What stands in a location's calendars, by time. Each local month is one value of the state, so a time is taken by one
 * atomic change and the events of a week are found without looking at all others. Who of several bookings made at once is
 * first is decided here; the records of appointments and blocked slots follow.
 */

import { DAY, type Instant } from '../../../core/clock.ts'
import type { Session } from '../../../core/session.ts'
import { accounts } from '../data.ts'
import { type Appointment, type BlockedSlot, freshAppointments } from './calendars.ts'
import { homeZone, localOf } from './zones.ts'

/** The place of an appointment or a blocked slot. */
export type Booking = {
  readonly id: string
  readonly calendarId: string
  /** Whose time it is; of a blocked slot without one, everybody's. */
  readonly userId?: string | undefined
  readonly from: Instant
  readonly to: Instant
  readonly kind: 'taken' | 'free' | 'blocked'
}

/** How far around a booking others may concern it: it stands in each month that is so near. */
export const REACH = DAY

/** No booking is earlier or later. */
const [FIRST, LAST] = [Date.parse('0000-01-02T00:00:00Z'), Date.parse('9999-12-30T00:00:00Z')]

/** Appointments that take no time. */
const FREE = ['cancelled', 'noshow', 'invalid']

export function bookingOf(event: Appointment | BlockedSlot): Booking {
  const { id, calendarId, assignedUserId: userId, startTime, endTime } = event
  const kind = !('appointmentStatus' in event) ? 'blocked' : FREE.includes(event.appointmentStatus) ? 'free' : 'taken'
  return { id, calendarId, userId, from: Date.parse(startTime), to: Date.parse(endTime), kind }
}

/**
 * Writes a booking if `admit` lets it in among the others, which may also say whose time it becomes. Answers the booking
 * as it was written, or undefined when it was not.
 */
export async function hold(
  session: Session,
  locationId: string,
  booking: Booking,
  admit: (booking: Booking, others: readonly Booking[]) => Booking | undefined,
): Promise<Booking | undefined> {
  const months = monthsOf(session, locationId, booking.from - REACH, booking.to + REACH)
  let held = booking
  for (const [i, month] of months.entries()) {
    const admitted = await session.state.change<Booking[], Booking | undefined>(
      keyOf(locationId, month),
      (old = freshIn(session, locationId, month)) => {
        const result = admit(held, old)
        return result ? { result, value: [...old, result] } : { result }
      },
    )
    if (admitted) held = admitted
    else {
      await releaseIn(session, locationId, months.slice(0, i), held)
      return undefined
    }
  }
  return held
}

/** Takes a booking out again: one that equals it, if there are several. */
export async function release(session: Session, locationId: string, booking: Booking): Promise<void> {
  await releaseIn(session, locationId, monthsOf(session, locationId, booking.from - REACH, booking.to + REACH), booking)
}

/** Everything of the months that a time touches, once each: an appointment that is just being moved has two places. */
export async function bookingsIn(session: Session, locationId: string, from: Instant, to: Instant): Promise<Booking[]> {
  const found = new Map<string, Booking>()
  const months = monthsOf(session, locationId, Math.max(from, FIRST), Math.min(to, LAST))
  const held = await Promise.all(months.map((month) => session.state.get<Booking[]>(keyOf(locationId, month))))
  for (const [i, month] of months.entries())
    for (const each of held[i] ?? freshIn(session, locationId, month)) found.set(JSON.stringify(each), each)
  return [...found.values()]
}

async function releaseIn(session: Session, locationId: string, months: number[], booking: Booking): Promise<void> {
  for (const month of months)
    await session.state.change<Booking[], null>(
      keyOf(locationId, month),
      (old = freshIn(session, locationId, month)) => {
        const i = old.findIndex((each) => isSamePlace(each, booking))
        return i < 0 ? { result: null } : { result: null, value: old.toSpliced(i, 1) }
      },
    )
}

/** Whether two are the same time of the same people. */
export function isSamePlace(a: Booking, b: Booking): boolean {
  return (['id', 'calendarId', 'userId', 'from', 'to', 'kind'] as const).every((name) => a[name] === b[name])
}

/** Months since the year 0 by the location's clocks: a day of opening is never cut. */
function monthsOf(session: Session, locationId: string, from: Instant, to: Instant): number[] {
  const zone = homeZone(session, locationId)
  const [first, last] = [from, to].map((at) => {
    const date = new Date(localOf(zone, at))
    return 12 * date.getUTCFullYear() + date.getUTCMonth()
  }) as [number, number]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}

function freshIn(session: Session, locationId: string, month: number): Booking[] {
  return freshByMonth(session, locationId).get(month) ?? []
}

function freshByMonth(session: Session, locationId: string): ReadonlyMap<number, Booking[]> {
  return session.derived(`hoopai bookings/${locationId}`, () => {
    const location = accounts(session).locations.find((each) => each.locationId === locationId)
    const byMonth = new Map<number, Booking[]>()
    for (const { value } of location ? freshAppointments(session, location) : []) {
      const booking = bookingOf(value)
      for (const month of monthsOf(session, locationId, booking.from - REACH, booking.to + REACH))
        byMonth.set(month, [...(byMonth.get(month) ?? []), booking])
    }
    return byMonth
  })
}

function keyOf(locationId: string, month: number): string {
  return `hoopai bookings/${locationId}/${month}`
}
