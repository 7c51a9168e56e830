/** When a calendar is open and at which times it can be booked. Source: openapi calendars.json; what it leaves open is assumed. */

import { DAY, HOUR, type Instant, iso, MINUTE } from '../../../core/clock.ts'
import { type Calendar, lengthOf } from './calendars.ts'
import { dayOf, instantOf, type Zone } from './zones.ts'

export type Span = readonly [from: Instant, to: Instant]

const UNITS: Readonly<Record<string, number>> = { hours: HOUR, days: DAY, weeks: 7 * DAY, months: 30 * DAY }

/** Whether the whole time lies within hours of opening. */
export function isOpen(calendar: Calendar, zone: Zone, [from, to]: Span): boolean {
  const day = dayOf(zone, from)
  // Hours that go past midnight are those of the day before.
  return [day - 1, day].some((each) =>
    hoursOn(calendar, zone, each).some(([opens, closes]) => opens <= from && to <= closes),
  )
}

/** Whether a start is neither past, nor too near, nor too far ahead. */
export function isInRange(calendar: Calendar, now: Instant, from: Instant): boolean {
  const { allowBookingAfter: after, allowBookingAfterUnit, allowBookingFor: ahead, allowBookingForUnit } = calendar
  const lengthIn = (amount: number, unit = 'days') => amount * UNITS[unit]!
  return (
    from >= now + lengthIn(after ?? 0, allowBookingAfterUnit) &&
    (!ahead || from <= now + lengthIn(ahead, allowBookingForUnit))
  )
}

/** The times from which a calendar can be booked for its slot's length, booked or not, by their starts within `[from, to]`. */
export function slotsIn(calendar: Calendar, zone: Zone, [from, to]: Span): Span[] {
  const length = lengthOf(calendar.slotDuration, calendar.slotDurationUnit)
  const step = lengthOf(calendar.slotInterval, calendar.slotIntervalUnit) || length
  if (length <= 0 || step <= 0) return []
  const starts = new Set<Instant>()
  for (let day = dayOf(zone, from) - 1; day <= dayOf(zone, to); day++)
    for (const [opens, closes] of hoursOn(calendar, zone, day))
      for (let at = opens; at + length <= closes; at += step) if (at >= from && at <= to) starts.add(at)
  return [...starts].sort((a, b) => a - b).map((at) => [at, at + length])
}

/** A local day's hours. They go by local clocks, so a day on which those are changed is an hour longer or shorter. */
function hoursOn(calendar: Calendar, zone: Zone, day: number): Span[] {
  return openHoursOn(calendar, day).map(({ openHour, openMinute, closeHour, closeMinute }) => {
    const [opens, closes] = [openHour * HOUR + openMinute * MINUTE, closeHour * HOUR + closeMinute * MINUTE]
    const until = closes > opens ? closes : closes + DAY
    return [instantOf(zone, day * DAY + opens), instantOf(zone, day * DAY + until)]
  })
}

function openHoursOn({ openHours, availabilities, availabilityType }: Calendar, day: number) {
  const date = iso(day * DAY).slice(0, 10)
  const own = availabilities?.find((each) => !each.deleted && each.date.startsWith(date))
  if (own && availabilityType !== 0) return own.hours
  if (availabilityType === 1) return []
  // 1970 began on a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7
  return openHours.flatMap(({ daysOfTheWeek, hours }) => (daysOfTheWeek.includes(weekday) ? hours : []))
}
