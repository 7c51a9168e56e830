/** Daily series of an artist, oldest first; days without a value are left out. Source: docs ref/artist, observed. */

import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Context, Handler } from '../../../core/provider.ts'
import {
  type Artist,
  cityShares,
  type Day,
  dateOf,
  dayOf,
  isCityDay,
  METRICS,
  type Platform,
  seriesOf,
} from '../data.ts'
import { artistLight } from './entities.ts'
import { collection, readPage } from './envelope.ts'
import { artistOf, readPlatform } from './lookup.ts'
import { versions } from './versions.ts'
import { readWindow } from './window.ts'

/** What a series answers for one day; undefined on days without a value. */
type Plot = (day: Day) => JsonObject | undefined

export const seriesRoutes = [
  ...series('artist.audience', '/artist/:uuid/audience/:platform', audience, ({ audience }) => {
    assert(audience.length > 0, 'not_social')
  }),
  ...series('artist.listening', '/artist/:uuid/streaming/:platform/listening', listening, isStreaming),
  ...series('artist.streaming', '/artist/:uuid/streaming/:platform', localListening, isStreaming),
]

type Plots = (seed: number, artist: Artist, platform: Platform) => Plot

function series(name: string, path: string, plots: Plots, check: (platform: Platform) => void) {
  const handle: Handler = (context: Context) => {
    const { call, session } = context
    const [platform, page, { startDate, endDate, days }] = [readPlatform(context), readPage(call), readWindow(call)]
    const artist = artistOf(context)
    check(platform)
    const plot = plots(session.seed, artist, platform)
    const all = days.map(plot).filter((item) => item !== undefined)
    const related = { artist: artistLight(artist), platform: platform.code, lastCrawlDate: atom(dayOf(call.at)) }
    return collection(call, page, all, (item) => item, { related, query: { startDate, endDate } })
  }
  return versions({ name, path, scope: 'audience', source: 'docs ref/artist' }, { v2: handle })
}

function isStreaming({ streaming }: Platform): void {
  assert(streaming, 'not_streaming')
}

/** What a platform does not count is null. */
function audience(seed: number, artist: Artist, { code, audience }: Platform): Plot {
  const counted = METRICS.map(
    (metric) => [metric, audience.includes(metric) ? seriesOf(seed, artist, code, metric) : null] as const,
  )
  return (day) => {
    const counts = counted.map(([metric, valueOn]) => [metric, valueOn?.(day) ?? null] as const)
    return counts.some(([, count]) => count !== null) ? { date: atom(day), ...Object.fromEntries(counts) } : undefined
  }
}

function listening(seed: number, artist: Artist, { code }: Platform): Plot {
  const valueOn = seriesOf(seed, artist, code, 'listening')
  return (day) => {
    const value = valueOn(day)
    return value === undefined ? undefined : { date: atom(day), value }
  }
}

/** The same values and, once a week, where the listeners live: cities, and their sums by country. */
function localListening(seed: number, artist: Artist, { code }: Platform): Plot {
  const valueOn = seriesOf(seed, artist, code, 'listening')
  const cities = cityShares(seed, artist)
  return (day) => {
    const total = valueOn(day)
    if (total === undefined) return undefined
    const date = atom(day)
    const countries = new Map<string, { date: string; value: number; countryName: string; countryCode: string }>()
    const cityPlots = (isCityDay(day) ? cities : []).map(({ share, countryName, countryCode, region, cityName }) => {
      const value = Math.round(total * share)
      const country = countries.get(countryCode) ?? { date, value: 0, countryName, countryCode }
      countries.set(countryCode, { ...country, value: country.value + value })
      return { date, value, countryName, countryCode, region, cityName }
    })
    return { date, value: total, cityPlots, countryPlots: [...countries.values()] }
  }
}

function atom(day: Day): string {
  return `${dateOf(day)}T00:00:00+00:00`
}
