/** What series answer for a day (section 11.5 of the fact sheet). */

import { DAY } from '../../../core/clock.ts'
import type { Json } from '../../../core/http.ts'
import { type Artist, cityShares, type Day, METRICS, type Series, type World } from '../data.ts'
import { atomAt } from './moments.ts'
import { DATE, inners, listOf, objectOf, orNull, own, type Shape, shape, TEXT, WHOLE } from './shapes.ts'

/** A day of a series with what was counted on it. */
export interface Plot {
  readonly day: Day
  readonly value: number
}

export interface LocalPlot extends Plot {
  readonly cities: readonly City[]
}

interface City extends Plot {
  readonly countryName: string
  readonly countryCode: string
  readonly region: string
  readonly cityName: string
}

/** The date of a day. */
export function atom(day: Day): string {
  return atomAt(day * DAY)
}

const date = { date: [DATE, ({ day }: { day: Day }) => atom(day)] } as const
const value = [WHOLE, ({ value }: Plot) => value] as const
const country = own<City>()(TEXT, 'countryName', 'countryCode')

export const VALUE_PLOT: Shape<Plot> = shape({ ...date, value })
/** Retention is no whole number. */
export const SHARE_PLOT: Shape<Plot> = shape({ ...date, value: [{ type: 'number' }, value[1]] })
export const LOCAL_PLOT: Shape<LocalPlot> = shape<LocalPlot>({
  ...date,
  value,
  cityPlots: inners(
    shape<City>({ ...date, value, ...country, ...own<City>()(TEXT, 'region', 'cityName') }),
    ({ cities }) => cities,
  ),
  countryPlots: inners(shape<City>({ ...date, value, ...country }), ({ cities }) => countriesOf(cities)),
})

/** Several counts of a day, by name; what is not counted is null. */
export interface Counts {
  readonly day: Day
  readonly counts: Readonly<Record<string, number | null>>
}

export function countsPlot(names: readonly string[]): Shape<Counts> {
  const counted = names.map((name) => [name, [orNull(WHOLE), ({ counts }: Counts) => counts[name] ?? null]] as const)
  return shape({ ...date, ...Object.fromEntries(counted) })
}
export const AUDIENCE_PLOT = countsPlot(METRICS)

/** A running total, by identifier. */
export interface IdentifiedPlot {
  readonly day: Day
  readonly plots: readonly { readonly identifier: string; readonly value: number }[]
}
export const IDENTIFIED_PLOT: Shape<IdentifiedPlot> = shape<IdentifiedPlot>({
  ...date,
  plots: [listOf(objectOf({ identifier: TEXT, value: WHOLE })), ({ plots }) => plots as unknown as Json],
})

/** The days on which a series has a value, in the order given. */
export function plot(days: readonly Day[], valueOn: Series): Plot[] {
  return days.flatMap((day) => {
    const value = valueOn(day)
    return value === undefined ? [] : [{ day, value }]
  })
}

/** On some days, where those live that a series counts. */
export function locate(
  world: World,
  artist: Artist,
  plots: readonly Plot[],
  known: (day: Day) => boolean,
): LocalPlot[] {
  const shares = cityShares(world, artist)
  return plots.map(({ day, value: total }) => ({
    day,
    value: total,
    cities: (known(day) ? shares : []).map(({ share, countryName, countryCode, region, cityName }) => {
      return { day, value: Math.round(total * share), countryName, countryCode, region, cityName }
    }),
  }))
}

/** The counts of several series for the days that any of them knows. */
export function count(days: readonly Day[], series: Readonly<Record<string, Series>>): Counts[] {
  return days.flatMap((day) => {
    const counts = Object.fromEntries(Object.entries(series).map(([name, valueOn]) => [name, valueOn(day) ?? null]))
    return Object.values(counts).some((each) => each !== null) ? [{ day, counts }] : []
  })
}

/** Cities summed up by country, in the order of their largest. */
function countriesOf(cities: readonly City[]): City[] {
  const countries = new Map<string, City>()
  for (const city of cities) {
    const known = countries.get(city.countryCode)
    countries.set(city.countryCode, known ? { ...known, value: known.value + city.value } : city)
  }
  return [...countries.values()]
}
