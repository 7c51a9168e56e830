/**
 * Everything by a metric. Source: docs get-artists, get-songs and their like, sdk. Beyond 50,000 items a client goes on with
 * the cursor that each page gives, and begins at offset 0 again.
 */

import { ApiError } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import {
  ARTISTS,
  type Board,
  type Day,
  FESTIVALS,
  growthOf,
  lastCrawl,
  latest,
  type Measure,
  PERIODS,
  type Period,
  playlistBoard,
  RADIOS,
  SONGS,
  songs,
  VENUES,
  worldOf,
} from '../data.ts'
import { PLAYLIST_PLATFORM } from './codes.ts'
import { crawlDate, PLAYLIST_LIGHT } from './crawled.ts'
import { ARTIST_LIGHT, SONG_DATED } from './entities.ts'
import { about, type Form, PAGE } from './envelope.ts'
import { FESTIVAL, VENUE } from './events.ts'
import { inSandbox } from './lookup.ts'
import { type Given, type Row, type Table, text, whole } from './parameters.ts'
import { RADIO } from './radio.ts'
import { FILTERS, ranked, SORT } from './ranking.ts'
import { DATE, inner, listOf, NUMBER, objectOf, orNull, type Shape, shape, TEXT, via } from './shapes.ts'
import { versions } from './versions.ts'

/** An item on the day that it is ranked by, with what can be counted of it. */
interface Ranked<T> {
  readonly item: T
  readonly day: Day
  readonly measures: readonly Measure<T>[]
}

/** All that fulfil the filters; the caller's pages begin at `start`. */
interface Ranking<T> {
  readonly all: readonly T[]
  readonly start: number
  readonly day: Day
  readonly measures: readonly Measure<T>[]
}

const SOURCE = 'docs get-artists; docs get-songs; sdk'
const DEEPEST = 50_000

/** Where to go on. What no page gave is refused. */
const CURSOR: Row<number> = {
  ...text({ about: 'the page.cursor of an earlier page; offset counts from there', source: 'sdk' }),
  refuses: ['invalid_request'],
  read: (text) => {
    if (text === undefined) return 0
    const [, start] = /^from:(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
    if (start === undefined) throw new ApiError('invalid_request')
    return Number(start)
  },
}
const GROWTH = objectOf({ volume: NUMBER, percent: NUMBER })
const COUNTED = objectOf({
  ...{ platformCode: TEXT, metricType: TEXT, total: NUMBER },
  ...{ week: GROWTH, month: GROWTH, quarter: GROWTH },
})

const READS = {
  sort: SORT,
  filters: FILTERS,
  cursor: CURSOR,
  ...PAGE,
  offset: whole({ minimum: 0, maximum: DEEPEST, fallback: 0, about: 'where the page begins', source: SOURCE }),
} satisfies Table

export const topRoutes: readonly Route[] = [
  ...top('artists', ARTISTS, 'artist', ARTIST_LIGHT),
  ...top(
    'songs',
    SONGS,
    'song',
    via(SONG_DATED, ({ index }, world) => songs.at(world, index)!),
  ),
  ...top('radios', RADIOS, 'radio', RADIO),
  ...top('festivals', FESTIVALS, 'festival', FESTIVAL),
  ...top('venues', VENUES, 'venue', VENUE),
  ...versions(
    {
      ...{ name: 'top.playlists', path: '/top/playlists/:platform', scope: 'top', method: 'POST', source: SOURCE },
      reads: { ...PLAYLIST_PLATFORM, ...READS },
      find: (given, context) => find(playlistBoard(given.platform), given, context),
    },
    {
      v2: form(
        playlistBoard(''),
        'playlist',
        via(PLAYLIST_LIGHT, ({ item, day }) => ({ playlist: item, day })),
      ),
    },
  ),
]

function top<T>(name: string, board: Board<T>, member: string, light: Shape<T>): Route[] {
  return versions(
    {
      ...{ name: `top.${name}`, path: `/top/${name}`, scope: 'top', method: 'POST', source: SOURCE, reads: READS },
      find: (given, context) => find(board, given, context),
    },
    {
      v2: form<T>(
        board,
        member,
        via(light, ({ item }) => item),
      ),
    },
  )
}

function find<T>(board: Board<T>, given: Given<typeof READS>, context: Context): Ranking<T> {
  const world = worldOf(context.session)
  const [day, measures] = [lastCrawl(context.call.at), board.measures(world)]
  const items = board.items(world).filter((item) => board.sandbox(item) || !inSandbox(context))
  return { all: ranked(board, items, measures, given, day), start: given.cursor, day, measures }
}

/** `{related, items, page, errors}` whose page has a cursor too: null at the end. `page.next` ends at the deepest offset. */
function form<T>(board: Board<T>, member: string, light: Shape<Ranked<T>>): Form<Ranking<T>> {
  const { success, reply } = about(
    shape<Day>({ updatedAt: [DATE, crawlDate] }),
    shape<Ranked<T>>({
      [member]: inner(light, (ranked) => ranked),
      ...Object.fromEntries(board.groups.map((group) => [group, [listOf(COUNTED), (ranked) => counts(ranked, group)]])),
    }),
  )
  const { properties } = success.schema as { properties: { page: { properties: JsonObject } } }
  const page = objectOf({ ...(properties.page.properties as Record<string, JsonObject>), cursor: orNull(TEXT) })
  return {
    success: { ...success, schema: { ...success.schema, properties: { ...properties, page } } },
    reply: ({ all, start, day, measures }, context, asked) => {
      const items = {
        length: Math.max(0, all.length - start),
        at: (place: number) => ({ item: all[start + place]!, day, measures }),
      }
      const answer = reply({ related: day, items }, context, asked)
      const { page, ...rest } = answer.json as JsonObject & { page: JsonObject }
      const end = start + asked.offset + asked.limit
      const next = asked.offset + asked.limit > DEEPEST ? null : page.next
      const cursor = end < all.length ? Buffer.from(`from:${end}`).toString('base64url') : null
      const { errors, ...head } = rest
      return { ...answer, json: { ...head, page: { ...page, next, total: all.length, cursor }, errors } }
    },
  }
}

/** How each measure of a group stands for an item. */
function counts<T>({ item, day, measures }: Ranked<T>, group: string): JsonObject[] {
  return measures
    .filter((measure) => measure.group === group)
    .map(({ platformCode, metricType, of }) => {
      const series = of(item)
      const growth = (Object.keys(PERIODS) as Period[]).map((period) => [period, growthOf(series, day, period)])
      return { platformCode, metricType, total: latest(series, day), ...Object.fromEntries(growth) }
    })
}
