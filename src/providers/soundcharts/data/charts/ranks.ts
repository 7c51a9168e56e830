/** Who stands where on which chart, told from both sides: a chart by its edition, a song or album by its stays. */

import { DAY, HOUR, type Instant } from '../../../../core/clock.ts'
import { albums } from '../albums.ts'
import { type Chart, chartsOn } from '../charts.ts'
import { type Lineup, lineup, peakOf, type Stay } from '../lineups.ts'
import { remember } from '../memo.ts'
import type { PoolKind } from '../pools.ts'
import { FIRST_DAY, mix } from '../series.ts'
import { songs } from '../songs.ts'
import type { World } from '../world.ts'

/** How a song or album stands on an edition of a chart, or how it stood when it left. */
export interface Standing {
  readonly chart: Chart
  /** Index of the song or album. */
  readonly work: number
  /** 0 once it has left (docs ref/charts). */
  readonly position: number
  /** Where it was one edition before; for one that has left, its last position. 0 when it is new. */
  readonly oldPosition: number
  readonly current: boolean
  /** The first and the last edition that it was on. */
  readonly entered: Instant
  readonly ranked: Instant
  /** How many editions it has been on. */
  readonly editions: number
  readonly stay: Stay
}

/** Charts are of noon (observed), weekly ones of Fridays (assumed). */
const NOON = 12 * HOUR
const FIRST_FRIDAY = FIRST_DAY + 3

/** The number of the latest edition; negative before the first. */
export function editionAt(chart: Chart, at: Instant): number {
  return Math.floor((at - instantOf(chart, 0)) / lengthOf(chart))
}

/** When an edition came out. */
export function instantOf(chart: Chart, edition: number): Instant {
  return (chart.frequency === 'weekly' ? FIRST_FRIDAY : FIRST_DAY) * DAY + NOON + edition * lengthOf(chart)
}

/** An edition, by position. */
export function rankingOf(world: World, chart: Chart, edition: number): Standing[] {
  const list = lineupOf(world, chart)
  return Array.from({ length: list.slots }, (_, i) =>
    standing(list, chart, list.holder(list.slotAt(i + 1, edition), edition), edition),
  )
}

/** How these songs or albums (by index) stand on a platform's charts: those that are on now, and those that were if wanted. */
export function standingsOf(
  world: World,
  kind: PoolKind,
  indexes: readonly number[],
  platform: string,
  at: Instant,
  past: boolean,
): Standing[] {
  return chartsOn(world, kind, platform).flatMap((chart) => {
    const edition = editionAt(chart, at)
    if (edition < 0) return []
    const list = lineupOf(world, chart)
    return indexes.flatMap((index) =>
      list.stays(index, past ? 0 : edition, edition).map((stay) => standing(list, chart, stay, edition)),
    )
  })
}

/** The best position that it had. */
export function peakPosition(world: World, { chart, stay, ranked }: Standing): number {
  return peakOf(lineupOf(world, chart), stay, editionAt(chart, ranked)).position
}

/** What the chart counts for a position: the less, the further down. Null where the chart shows none. */
export function countAt({ metric, level, index }: Chart, position: number, edition: number): number | null {
  if (!metric || position === 0) return null
  return Math.round((level * (0.9 + (mix(edition, index) % 200) / 1000)) / position ** 0.6)
}

function standing(list: Lineup, chart: Chart, stay: Stay, edition: number): Standing {
  const last = Math.min(edition, stay.until)
  const current = last === edition
  const before = current ? last - 1 : last
  return {
    chart,
    work: stay.index,
    position: current ? list.position(stay.slot, last) : 0,
    oldPosition: before < stay.since ? 0 : list.position(stay.slot, before),
    current,
    entered: instantOf(chart, stay.since),
    ranked: instantOf(chart, last),
    editions: last - stay.since + 1,
    stay,
  }
}

function lineupOf(world: World, chart: Chart): Lineup {
  const weekly = chart.frequency === 'weekly'
  return remember(world.memory, `chart lineup/${chart.index}`, () =>
    lineup(world, {
      name: `chart ${chart.slug}`,
      kind: chart.kind,
      slots: chart.maxResultsCount,
      stay: weekly ? 5 + (mix(chart.index, 5) % 12) : 30 + (mix(chart.index, 5) % 90),
      resident: (index) => residence(world, chart, index),
    }),
  )
}

/** A recorded work is on the charts that name it, and by its artist's fame on some others, from its release on. */
function residence(world: World, chart: Chart, index: number): number | undefined {
  const work = chart.kind === 'song' ? songs.at(world, index)! : albums.at(world, index)!
  const [artist] = 'artists' in work ? work.artists : work.mainArtists
  const wanted = chart.songs.includes(work.uuid)
  if (!wanted && mix(chart.index, index + 7) % 100 >= 50 * artist!.size) return undefined
  return editionAt(chart, Date.parse(work.releaseDate ?? '')) + 1 || 0
}

function lengthOf({ frequency }: Chart): number {
  return frequency === 'weekly' ? 7 * DAY : DAY
}
