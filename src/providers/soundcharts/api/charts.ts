/** Charts of songs, albums and TikTok sounds. Source: docs ref/charts, openapi. */

import { DAY } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { Context, Route } from '../../../core/provider.ts'
import { type Chart, chartBySlug, chartsOn, editionAt, instantOf, rankingOf, type Standing, worldOf } from '../data.ts'
import { CHART_PLATFORM, country } from './codes.ts'
import { about, collection, type Form, type Found, PAGE, values } from './envelope.ts'
import { inSandbox, visible } from './lookup.ts'
import { atomAt, DATETIME } from './moments.ts'
import { type Table, text } from './parameters.ts'
import { DATE, inner, type Shape, shape, TEXT } from './shapes.ts'
import { ALBUM_RANK, CHART, CHART_LINKED, CHART_MEASURED, SONG_RANK, SONG_RANK_V2, TIKTOK_RANK } from './standings.ts'
import { versions } from './versions.ts'
import { daysOf, WINDOW } from './window.ts'

type Kind = Chart['kind']
/** A chart as it came out at some instant. */
interface Edition {
  readonly chart: Chart
  readonly edition: number
}
type Ranking = Form<Found<Standing, Edition>>

const MISSING = 'chart_not_found'
/** The weekly ranking of sounds is the one TikTok chart of songs. */
const TIKTOK = 'tiktok'

export const chartRoutes = [
  ...charts('song', { 'v2.14': ranking(CHART_MEASURED, SONG_RANK), v2: ranking(CHART, SONG_RANK_V2) }, ['v2']),
  ...charts('album', { 'v2.26': ranking(CHART_LINKED, ALBUM_RANK) }, ['v2.26', 'v2']),
  ...rankings(
    { name: 'chart.tiktok', path: '/chart/tiktok/music/weekly', reads: {}, scope: 'tiktok', lists: ['v2'] },
    {
      v2: about(
        editionShape(shape({ frequency: [TEXT, ({ frequency }) => frequency], type: [TEXT, ({ type }) => type] })),
        TIKTOK_RANK,
      ),
    },
    (_, { session }) => chartsOn(worldOf(session), 'song', TIKTOK)[0],
  ),
]

/** The list of a kind's charts, and each one's rankings; `lists` are the versions of what lists charts and dates. */
function charts(kind: Kind, forms: Readonly<Record<string, Ranking>>, lists: readonly string[]): Route[] {
  const slug = text({ in: 'path', about: 'the slug of a chart, such as global-28', source: 'docs ref/charts' })
  return [
    ...versions(
      {
        name: `chart.${kind}s`,
        path: `/chart/${kind}/by-platform/:platform`,
        scope: 'charts',
        source: 'docs ref/charts; openapi; sdk',
        reads: {
          ...CHART_PLATFORM[kind],
          countryCode: country({ about: 'only charts of this country', source: 'docs ref/charts; sdk' }),
          ...PAGE,
        },
        find: ({ platform, countryCode }, context) =>
          chartsOn(worldOf(context.session), kind, platform).filter(
            (chart) =>
              (countryCode === undefined || chart.countryCode === countryCode) &&
              (chart.sandbox || !inSandbox(context)),
          ),
      },
      Object.fromEntries(lists.map((version) => [version, collection(CHART)])),
    ),
    ...rankings(
      { name: `chart.${kind}`, path: `/chart/${kind}/:slug`, reads: { slug }, scope: 'charts', lists },
      forms,
      ({ slug }, { session }) => chartBySlug(worldOf(session), kind, slug),
    ),
  ]
}

interface Ranked {
  readonly name: string
  readonly path: string
  readonly reads: Table
  readonly scope: string
  readonly lists: readonly string[]
}

/** The latest ranking, the one of a date, and the dates. */
function rankings(
  { name, path, reads, scope, lists }: Ranked,
  forms: Readonly<Record<string, Ranking>>,
  chartOf: (given: { readonly slug: string }, context: Context) => Chart | undefined,
): Route[] {
  const shared = { scope, source: 'docs ref/charts; openapi', refuses: [MISSING] } as const
  const find = (given: object, context: Context) => {
    const chart = visible(context, chartOf(given as { slug: string }, context), MISSING)
    return { chart, latest: editionAt(chart, context.call.at) }
  }
  const shown = ({ session }: Context, chart: Chart, edition: number) => {
    assert(edition >= 0, MISSING)
    return { related: { chart, edition }, items: rankingOf(worldOf(session), chart, edition) }
  }
  return [
    ...versions(
      {
        ...{ ...shared, name: `${name}-ranking`, path: `${path}/ranking/latest`, reads: { ...reads, ...PAGE } },
        find: (given, context) => {
          const { chart, latest } = find(given, context)
          return shown(context, chart, latest)
        },
      },
      forms,
    ),
    ...versions(
      {
        ...{ ...shared, name: `${name}-ranking-at`, path: `${path}/ranking/:datetime` },
        about: 'a date that is none of available-rankings is not found (assumed)',
        reads: { ...reads, datetime: DATETIME, ...PAGE },
        find: (given, context) => {
          const { chart, latest } = find(given, context)
          const edition = editionAt(chart, given.datetime)
          assert(instantOf(chart, edition) === given.datetime && edition <= latest, MISSING)
          return shown(context, chart, edition)
        },
      },
      forms,
    ),
    ...versions(
      {
        ...{ ...shared, name: `${name}-dates`, path: `${path}/available-rankings`, about: 'newest first' },
        reads: { ...reads, ...WINDOW, ...PAGE },
        find: (given, context) => ({
          related: undefined,
          items: datesIn(find(given, context), daysOf(given, context.call.at)),
        }),
      },
      Object.fromEntries(lists.map((version) => [version, values(undefined, DATE)])),
    ),
  ]
}

/** The editions that came out on these days, newest first. */
function datesIn({ chart, latest }: { chart: Chart; latest: number }, days: readonly number[]): string[] {
  if (days.length === 0) return []
  const [from, to] = [days[0]! * DAY, (days.at(-1)! + 1) * DAY]
  const last = Math.min(latest, editionAt(chart, to - 1))
  const dates: string[] = []
  for (let edition = last; edition >= 0 && instantOf(chart, edition) >= from; edition--)
    dates.push(atomAt(instantOf(chart, edition)))
  return dates
}

function ranking(chart: Shape<Chart>, rank: Shape<Standing>): Ranking {
  return about(editionShape(chart), rank)
}

function editionShape(of: Shape<Chart>): Shape<Edition> {
  return shape<Edition>({
    chart: inner(of, ({ chart }) => chart),
    date: [DATE, ({ chart, edition }) => atomAt(instantOf(chart, edition))],
  })
}
