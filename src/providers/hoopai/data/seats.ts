/** Whether a calendar has room for a booking, and whose time it takes. Source: openapi calendars.json; the rest is assumed. */

import { DAY, type Instant } from '../../../core/clock.ts'
import { type Booking, REACH } from './bookings.ts'
import { type Calendar, lengthOf } from './calendars.ts'
import { dayOf, instantOf, type Zone } from './zones.ts'

/** Lets a booking in among others, as its owner's; without an owner it gets the first of the team who has time. */
export type Admit = (booking: Booking, others: readonly Booking[]) => Booking | undefined

/** Calendars whose seats are each member's own: `appoinmentPerSlot` is a number per user there, else one of all. */
const BY_MEMBER = ['round_robin', 'service_booking']

/** Goes by what is booked already. */
export function ifFree(calendar: Calendar, zone: Zone): Admit {
  const { id, calendarType, appoinmentPerSlot: seats, appoinmentPerDay: perDay } = calendar
  const team = teamOn(calendar)
  // What lies between two appointments is the first one's buffer and the second one's.
  const apart = Math.min(
    REACH,
    lengthOf(calendar.preBuffer, calendar.preBufferUnit) + lengthOf(calendar.slotBuffer, calendar.slotBufferUnit),
  )
  return (booking, others) => {
    const near = others.filter((each) => each.calendarId === id && each.id !== booking.id)
    const taken = near.filter(({ kind }) => kind === 'taken')
    if (perDay && taken.length >= perDay) {
      const day = dayOf(zone, booking.from)
      const [from, to] = [instantOf(zone, day * DAY), instantOf(zone, (day + 1) * DAY)]
      if (taken.filter((each) => each.from >= from && each.from < to).length >= perDay) return undefined
    }
    const blocked = near.filter(({ kind, from, to }) => kind === 'blocked' && from < booking.to && booking.from < to)
    if (blocked.some(({ userId }) => userId === undefined || calendarType === 'collective')) return undefined
    const busy = taken
      .map(({ userId, from, to }) => ({ userId, from: from - apart, to: to + apart }))
      .filter(({ from, to }) => from < booking.to && booking.from < to)
    const hasTime = (member: string | undefined) =>
      !blocked.some(({ userId }) => userId === member) &&
      peak(BY_MEMBER.includes(calendarType) ? busy.filter(({ userId }) => userId === member) : busy, booking) < seats
    const candidates = booking.userId === undefined && team.length > 0 ? team : [booking.userId]
    const i = candidates.findIndex(hasTime)
    return i < 0 ? undefined : { ...booking, userId: candidates[i] }
  }
}

/** Asks nobody. */
export function anyway(calendar: Calendar): Admit {
  return (booking) => ({ ...booking, userId: booking.userId ?? teamOn(calendar)[0] })
}

export function teamOn({ teamMembers }: Calendar): string[] {
  return teamMembers.map(({ userId }) => userId)
}

/** How many of them are under way at once at most, while the booking lasts. */
function peak(busy: readonly { from: Instant; to: Instant }[], booking: Booking): number {
  const steps = busy.flatMap(({ from, to }) => [
    { at: Math.max(from, booking.from), by: 1 },
    { at: to, by: -1 },
  ])
  let [now, most] = [0, 0]
  // One that ends makes room for one that begins then.
  for (const { by } of steps.sort((a, b) => a.at - b.at || a.by - b.by)) most = Math.max(most, (now += by))
  return most
}
