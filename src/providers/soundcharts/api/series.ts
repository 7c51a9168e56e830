/** Daily series of an artist, oldest first; days without a value are left out. Source: docs ref/artist, observed. */

import { assert } from '../../../core/errors.ts'
import {
  type Artist,
  type Day,
  dayOf,
  isCityDay,
  isMonthDay,
  type Platform,
  popularityOf,
  retentionOf,
  SCORES,
  scoreOf,
  seriesOf,
  type World,
  worldOf,
} from '../data.ts'
import { ARTIST_LIGHT } from './entities.ts'
import { about, PAGE } from './envelope.ts'
import { ARTIST, PLATFORM } from './lookup.ts'
import { AUDIENCE_PLOT, atom, count, countsPlot, LOCAL_PLOT, locate, plot, SHARE_PLOT, VALUE_PLOT } from './plots.ts'
import { DATE, inner, type Shape, shape, TEXT } from './shapes.ts'
import { versions } from './versions.ts'
import { daysOf, WINDOW } from './window.ts'

/** What a series is about. */
interface Account {
  readonly artist: Artist
  readonly platform: string
  readonly crawled: Day
}
const ACCOUNT = shape<Account>({
  artist: inner(ARTIST_LIGHT, ({ artist }) => artist),
  platform: [TEXT, ({ platform }) => platform],
  lastCrawlDate: [DATE, ({ crawled }) => atom(crawled)],
})

/** What a platform must have, and what a call is refused with where it has not. */
type Needs = readonly [test: (platform: Platform) => boolean, code: string]
const SOCIAL: Needs = [({ audience }) => audience.length > 0, 'not_social']
const STREAMING: Needs = [({ streaming }) => streaming, 'not_streaming']
const LOCATED: Needs = [({ has }) => has.includes('local'), 'not_social']
const RATED: Needs = [({ has }) => has.includes('popularity'), 'not_streaming']
const RETAINING: Needs = [({ has }) => has.includes('retention'), 'not_streaming']

interface Series<P> {
  /** What follows the artist. */
  readonly path: string
  readonly version?: string
  readonly needs: Needs
  readonly of: Shape<P>
  items(world: World, artist: Artist, platform: Platform, days: readonly Day[]): P[]
}

export const seriesRoutes = [
  ...series('audience', {
    path: 'audience/:platform',
    needs: SOCIAL,
    of: AUDIENCE_PLOT,
    items: (world, artist, { code, audience }, days) =>
      count(days, Object.fromEntries(audience.map((metric) => [metric, seriesOf(world, artist, code, metric)]))),
  }),
  ...series('followers', {
    // It ends with a slash, as documented (decision 26).
    path: 'social/:platform/followers/',
    version: 'v2.37',
    needs: LOCATED,
    of: LOCAL_PLOT,
    items: (world, artist, { code }, days) => {
      const followers = seriesOf(world, artist, code, 'followerCount')
      return locate(world, artist, plot(days, followers), (day) => isMonthDay(day, followers))
    },
  }),
  ...series('listening', {
    path: 'streaming/:platform/listening',
    needs: STREAMING,
    of: VALUE_PLOT,
    items: (world, artist, { code }, days) => plot(days, seriesOf(world, artist, code, 'listening')),
  }),
  ...series('streaming', {
    path: 'streaming/:platform',
    needs: STREAMING,
    of: LOCAL_PLOT,
    items: (world, artist, { code }, days) =>
      locate(world, artist, plot(days, seriesOf(world, artist, code, 'listening')), isCityDay),
  }),
  ...series('popularity', {
    path: 'popularity/:platform',
    needs: RATED,
    of: VALUE_PLOT,
    items: (world, artist, platform, days) => plot(days, popularityOf(world, artist, platform)),
  }),
  ...series('retention', {
    path: ':platform/retention',
    needs: RETAINING,
    of: SHARE_PLOT,
    items: (world, artist, platform, days) => plot(days, retentionOf(world, artist, platform)),
  }),
  ...versions(
    {
      name: 'artist.score',
      path: '/artist/:uuid/soundcharts/score',
      scope: 'audience',
      source: 'docs ref/artist; sdk',
      reads: { ...ARTIST.reads, ...WINDOW, ...PAGE },
      refuses: [ARTIST.missing],
      find: (given, context) => {
        const [world, artist] = [worldOf(context.session), ARTIST.find(given, context)]
        const scores = Object.fromEntries(SCORES.map((name) => [name, scoreOf(world, artist, name)]))
        return { related: artist, items: count(daysOf(given, context.call.at), scores) }
      },
    },
    { v2: about(ARTIST_LIGHT, countsPlot(SCORES)) },
  ),
]

function series<P>(name: string, { path, version = 'v2', needs: [test, code], of, items }: Series<P>) {
  return versions(
    {
      name: `artist.${name}`,
      path: `/artist/:uuid/${path}`,
      scope: 'audience',
      source: 'docs ref/artist; observed',
      reads: { ...ARTIST.reads, ...PLATFORM, ...WINDOW, ...PAGE },
      refuses: [ARTIST.missing, code],
      find: (given, context) => {
        const { platform } = given
        const artist = ARTIST.find(given, context)
        assert(test(platform), code)
        const { at } = context.call
        const related = { artist, platform: platform.code, crawled: dayOf(at) }
        return { related, items: items(worldOf(context.session), artist, platform, daysOf(given, at)) }
      },
    },
    { [version]: about(ACCOUNT, of) },
  )
}
