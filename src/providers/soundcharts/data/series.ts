/** Daily values: functions of (world, artist, platform, metric, day). Recorded days keep their recorded values. */

import { DAY, type Instant } from '../../../core/clock.ts'
import { draw } from '../../../core/random.ts'
import type { Artist } from './artists.ts'
import { places } from './words.ts'
import type { World } from './world.ts'

/** Days since 1970-01-01 (UTC). */
export type Day = number

/** Nothing was counted before (observed: the oldest metrics begin in 2019). */
export const FIRST_DAY: Day = dayOf(Date.UTC(2019, 0, 1))
const TEN_YEARS = 3650
/** Of so many days one has no value (observed: 16 of 17 days). */
const GAP = 17
/** How much of an artist's fame each metric shows; the rest show all of it. */
const SHARE: Readonly<Record<string, number>> = { followingCount: 0.00001, postCount: 0.0001, likeCount: 4 }

export function dayOf(at: Instant): Day {
  return Math.floor(at / DAY)
}

/** `YYYY-MM-DD`. */
export function dateOf(day: Day): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** One series, ready to be asked for days. */
export type Series = (day: Day) => number | undefined

/**
 * The series of an artist's metric (a METRICS name or `listening`) on a platform. It has no value on days that Soundcharts
 * missed; all metrics of a platform miss the same days. Recorded days are never missed.
 */
export function seriesOf(world: World, artist: Artist, platform: string, metric: string): Series {
  const missed = gapsOf(world, artist.index, platform)
  const noise = draw(world.seed, 'soundcharts noise', artist.index, platform, metric).integer(0, 2 ** 31)
  const swing = metric === 'listening' ? 0.004 : 0
  const recorded = recordedDays(artist, `${platform}/${metric}`)
  const course = courseOf(world, artist, platform, metric, recorded)
  return (day) => {
    const known = recorded.get(day)
    if (known !== undefined || day < FIRST_DAY) return known
    if (missed(day)) return undefined
    const offset = (mix(day, noise) / 2 ** 32 - 0.5) * 2 * swing
    return Math.round(follow(course, day) * (1 + offset))
  }
}

/** The days that Soundcharts missed of what is named. */
export function gapsOf(world: World, ...names: readonly (string | number)[]): (day: Day) => boolean {
  const missed = draw(world.seed, 'soundcharts gaps', ...names).integer(0, GAP - 1)
  return (day) => mix(day, missed) % GAP === missed
}

/** Whether Soundcharts learns on this day where listeners live: once a week (docs), on Mondays (observed). */
export function isCityDay(day: Day): boolean {
  return (day + 3) % 7 === 0
}

/** Whether it learns on this day where followers live: once a month (docs), on the first day that has a value (assumed). */
export function isMonthDay(day: Day, valueOn: Series): boolean {
  const date = new Date(day * DAY).getUTCDate()
  for (let before = 1; before < date; before++) if (valueOn(day - before) !== undefined) return false
  return true
}

/** The cities of an artist's listeners, with their shares, the largest first. */
export function cityShares(world: World, artist: Artist) {
  return places(world)
    .map((place, i) => ({
      ...place,
      share: 0.002 + 0.014 * draw(world.seed, 'soundcharts city', artist.index, i).fraction(),
    }))
    .sort((a, b) => b.share - a.share)
}

export type Point = readonly [day: Day, value: number]

function recordedDays({ series }: Artist, name: string): ReadonlyMap<Day, number> {
  return new Map(Object.entries(series[name] ?? {}).map(([date, value]) => [dayOf(Date.parse(date)), value]))
}

/** The points that a series goes through: recorded ones, or a drawn level, and a drawn growth to both sides. */
function courseOf(
  world: World,
  artist: Artist,
  platform: string,
  metric: string,
  recorded: ReadonlyMap<Day, number>,
): readonly Point[] {
  const d = (what: string) => draw(world.seed, 'soundcharts series', what, artist.index, platform, metric)
  const points = [...recorded].sort(([a], [b]) => a - b)
  const level = 10 ** (2.5 + 5.5 * artist.size) * (0.2 + 0.8 * d('level').fraction()) * (SHARE[metric] ?? 1)
  const first = points[0]?.[1] ?? level
  const last = points.at(-1)?.[1] ?? level * (1 + 2 * d('growth').fraction())
  return [[FIRST_DAY, first * 0.5], ...points, [FIRST_DAY + TEN_YEARS, last * 1.5]]
}

/** Growth is steady between two points, and none before the first and after the last. */
export function follow(course: readonly Point[], day: Day): number {
  const next = course.findIndex(([at]) => at >= day)
  if (next < 0) return course.at(-1)![1]
  const [to, end] = course[next]!
  if (next === 0) return end
  const [from, start] = course[next - 1]!
  return start * (end / start) ** ((day - from) / (to - from))
}

/** 32 bits that follow from two numbers (the finalizer of MurmurHash3): a series asks for many days, SHA-256 costs more. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
