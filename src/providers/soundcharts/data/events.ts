/** Where an artist played and will play: functions of (world, artist, fortnight). */

import { draw } from '../../../core/random.ts'
import type { Artist } from './artists.ts'
import { type Day, FIRST_DAY } from './series.ts'
import { allFestivals, allVenues, type Festival, type Venue } from './venues.ts'
import type { World } from './world.ts'

export const EVENT_TYPES = ['concert', 'festival', 'online'] as const

export interface Event {
  readonly name: string
  readonly type: (typeof EVENT_TYPES)[number]
  readonly day: Day
  /** None online. */
  readonly venue: Venue | null
  readonly festival: Festival | null
}

/** At most one event in so many days. */
const STEP = 14
/** So far ahead events are announced. */
const AHEAD = 180

/** Those of an artist from one day to another, both included, as known on `today`: earliest first. */
export function eventsOf(world: World, artist: Artist, today: Day, from = FIRST_DAY, to = today + AHEAD): Event[] {
  const [first, last] = [Math.max(from, FIRST_DAY), Math.min(to, today + AHEAD)]
  const found: Event[] = []
  for (let slot = Math.floor((first - FIRST_DAY) / STEP); FIRST_DAY + slot * STEP <= last; slot++) {
    const event = eventIn(world, artist, slot)
    if (event && event.day >= first && event.day <= last) found.push(event)
  }
  return found
}

function eventIn(world: World, { index, name, size }: Artist, slot: number): Event | undefined {
  const d = (what: string) => draw(world.seed, 'soundcharts event', what, index, slot)
  if (d('any').fraction() > 0.2 + 0.6 * size) return undefined
  const type = d('type').pick(['concert', 'concert', 'concert', 'festival', 'online'] as const)
  const day = FIRST_DAY + slot * STEP + d('day').integer(0, STEP - 1)
  const festival = type === 'festival' ? d('festival').pick(allFestivals(world)) : null
  const venue = type === 'online' ? null : venueFor(world, d('venue'), festival)
  const place = festival?.name ?? venue?.name ?? 'the internet'
  return { name: `${name} at ${place}`, type, day, venue, festival }
}

/** A festival is in its own city. */
function venueFor(world: World, d: ReturnType<typeof draw>, festival: Festival | null): Venue {
  const all = allVenues(world)
  return d.pick(festival ? all.filter(({ cityName }) => cityName === festival.cityName) : all)
}
