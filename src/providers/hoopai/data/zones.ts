/** Local time by the time zone data of Intl, summer time included. */

import { DAY, HOUR, type Instant, iso, MINUTE, SECOND } from '../../../core/clock.ts'
import type { Session } from '../../../core/session.ts'
import { accounts } from '../data.ts'

/** Where clocks show the same. A local time is written as the instant at which UTC clocks show it. */
export interface Zone {
  /** How far its clocks are ahead of UTC at an instant, in ms. */
  readonly aheadAt: (at: Instant) => number
}

/** Throws RangeError when Intl does not know the name. */
export function zoneOf(session: Session, name: string): Zone {
  return session.derived(`hoopai zone/${name}`, () => {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset', hour: 'numeric' })
    return { aheadAt: (at: Instant) => readOffset(format.format(at)) }
  })
}

/** Where a location's clocks show the same. */
export function homeZone(session: Session, locationId: string): Zone {
  const location = accounts(session).locations.find((each) => each.locationId === locationId)
  return zoneOf(session, location?.timezone ?? 'UTC')
}

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

export function localOf({ aheadAt }: Zone, at: Instant): number {
  return at + aheadAt(at)
}

/** The instant of a local time. One that clocks jump over is as long after the jump; of two that are shown twice, the first. */
export function instantOf({ aheadAt }: Zone, local: number): Instant {
  const before = aheadAt(local - DAY)
  const first = local - before
  if (aheadAt(first) === before) return first
  const second = local - aheadAt(local + DAY)
  return localOf({ aheadAt }, second) === local ? second : first
}

/** Days since 1970 on local calendars. */
export function dayOf(zone: Zone, at: Instant): number {
  return Math.floor(localOf(zone, at) / DAY)
}

/** `2024-10-28T10:00:00-05:00`. */
export function written(zone: Zone, at: Instant): string {
  const ahead = zone.aheadAt(at)
  const behind = Math.abs(ahead)
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  return `${iso(at + ahead).slice(0, 19)}${ahead < 0 ? '-' : '+'}${two(behind / HOUR)}:${two((behind % HOUR) / MINUTE)}`
}

/** `GMT`, `GMT-05:00`, and before there were zones `GMT-04:56:02`. */
function readOffset(text: string): number {
  const [, sign, hours, minutes, seconds = '0'] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND)
}
