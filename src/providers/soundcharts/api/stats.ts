/** How an artist stands now. Source: docs ref/artist get-current-stats, def; its lists stand at the root. */

import {
  type Artist,
  type Day,
  dayOf,
  FIRST_DAY,
  platforms,
  popularityOf,
  retentionOf,
  type Series,
  scoreOf,
  seriesOf,
  type World,
  worldOf,
} from '../data.ts'
import { ARTIST_LIGHT } from './entities.ts'
import { plain } from './envelope.ts'
import { ARTIST } from './lookup.ts'
import { whole } from './parameters.ts'
import { atom } from './plots.ts'
import { DATE, inner, inners, NUMBER, orNull, own, shape, TEXT } from './shapes.ts'
import { versions } from './versions.ts'

interface Stat {
  readonly platform: string
  readonly value: number
  readonly day: Day
  /** Since so many days ago; null where nothing is known of that time. */
  readonly evolution: number | null
  readonly percentEvolution: number | null
}

interface Stats {
  readonly artist: Artist
  readonly lists: Readonly<Record<List, readonly Stat[]>>
}

const LISTS = ['social', 'streaming', 'popularity', 'retention', 'score'] as const
type List = (typeof LISTS)[number]

const STAT = shape<Stat>({
  ...own<Stat>()(TEXT, 'platform'),
  ...own<Stat>()(NUMBER, 'value'),
  date: [DATE, ({ day }) => atom(day)],
  ...own<Stat>()(orNull(NUMBER), 'evolution', 'percentEvolution'),
})
const STATS = shape<Stats>({
  related: inner(ARTIST_LIGHT, ({ artist }) => artist),
  ...Object.fromEntries(LISTS.map((name) => [name, inners(STAT, ({ lists }: Stats) => lists[name])])),
})

export const statsRoutes = versions(
  {
    name: 'artist.stats',
    path: '/artist/:uuid/current/stats',
    scope: 'audience',
    source: 'docs ref/artist',
    reads: {
      ...ARTIST.reads,
      period: whole({
        minimum: 1,
        fallback: 7,
        about: 'how many days the evolution looks back',
        source: 'docs ref/artist; sdk (default)',
      }),
    },
    refuses: [ARTIST.missing],
    find: (given, context): Stats => {
      const artist = ARTIST.find(given, context)
      const today = dayOf(context.call.at)
      const series = seriesOfAll(worldOf(context.session), artist)
      const stats = (name: List) =>
        series[name].flatMap(([platform, valueOn]) => statOf(platform, valueOn, today, given.period))
      const lists = Object.fromEntries(LISTS.map((name) => [name, stats(name)] as const))
      return { artist, lists: lists as Record<List, Stat[]> }
    },
  },
  { v2: plain('the latest value of each metric, by platform', STATS) },
)

/** The series that other endpoints show. */
function seriesOfAll(world: World, artist: Artist): Record<List, readonly (readonly [string, Series])[]> {
  const all = platforms(world)
  const counted = (metric: string) => (code: string) => [code, seriesOf(world, artist, code, metric)] as const
  return {
    social: all.filter(({ audience }) => audience.length > 0).map(({ code }) => counted('followerCount')(code)),
    streaming: all.filter(({ streaming }) => streaming).map(({ code }) => counted('listening')(code)),
    popularity: all
      .filter(({ has }) => has.includes('popularity'))
      .map((platform) => [platform.code, popularityOf(world, artist, platform)]),
    retention: all
      .filter(({ has }) => has.includes('retention'))
      .map((platform) => [platform.code, retentionOf(world, artist, platform)]),
    score: [['soundcharts', scoreOf(world, artist, 'score')]],
  }
}

function statOf(platform: string, valueOn: Series, today: Day, period: number): Stat[] {
  const now = latest(valueOn, today)
  if (!now) return []
  const before = latest(valueOn, now.day - period)
  if (!before) return [{ platform, ...now, evolution: null, percentEvolution: null }]
  const evolution = rounded(now.value - before.value)
  const percentEvolution = before.value === 0 ? null : rounded((evolution / before.value) * 100)
  return [{ platform, ...now, evolution, percentEvolution }]
}

/** The last day with a value up to one. */
function latest(valueOn: Series, from: Day): { day: Day; value: number } | undefined {
  for (let day = from; day >= FIRST_DAY; day--) {
    const value = valueOn(day)
    if (value !== undefined) return { day, value }
  }
  return undefined
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
