/** Charts: the recorded ones first, then invented ones. Who stands on them is `charts/ranks.ts`. */

import builtIn from '../../../../fixtures/soundcharts/charts.json' with { type: 'json' }
import { remember } from './memo.ts'
import type { PoolKind } from './pools.ts'
import { places } from './words.ts'
import { fileOf, type World } from './world.ts'

export interface Chart {
  readonly index: number
  readonly slug: string
  readonly name: string
  /** What it ranks. */
  readonly kind: PoolKind
  /** A platform's code. */
  readonly platform: string
  readonly type: string
  readonly frequency: 'daily' | 'weekly'
  /** Empty where it is the world's. */
  readonly countryCode: string
  readonly countryName: string
  readonly cityName: string
  readonly maxResultsCount: number
  readonly webUrl: string
  /** What it counts, where it shows that. */
  readonly metric: { readonly type: string; readonly description: string } | null
  /** About how much the first of it counts. */
  readonly level: number
  /** Recorded songs that are in it, by uuid. */
  readonly songs: readonly string[]
  /** Whether the public sandbox has it. */
  readonly sandbox: boolean
}

type Sample = Partial<Omit<Chart, 'index'>> & Pick<Chart, 'slug' | 'name' | 'kind' | 'platform'>
interface Family extends Pick<Chart, 'name' | 'kind' | 'platform' | 'type' | 'frequency' | 'maxResultsCount'> {
  readonly countries?: boolean
  readonly metric?: Chart['metric']
  readonly level?: number
}

/** Numbers of invented charts begin here, so that no slug is a recorded one's. */
const FIRST_NUMBER = 100

export function allCharts(world: World): readonly Chart[] {
  return remember(world.memory, 'charts', () => {
    const { charts, families } = fileOf(world, 'charts', builtIn) as unknown as { charts: Sample[]; families: Family[] }
    const countries = [...new Map(places(world).map((place) => [place.countryCode, place.countryName]))]
    const invented = families.flatMap(({ countries: each, ...family }) =>
      [['', ''], ...(each ? countries : [])].map(([countryCode, countryName]) => ({
        ...family,
        countryCode,
        countryName,
      })),
    )
    const slugged = invented.map((chart, i) => ({ slug: slugOf(chart.countryName!, FIRST_NUMBER + i), ...chart }))
    return [...charts, ...slugged].map((chart, index) => whole(chart as Sample, index))
  })
}

export function chartBySlug(world: World, kind: PoolKind, slug: string): Chart | undefined {
  return allCharts(world).find((chart) => chart.slug === slug && chart.kind === kind)
}

export function chartsOn(world: World, kind: PoolKind, platform: string): Chart[] {
  return allCharts(world).filter((chart) => chart.kind === kind && chart.platform === platform)
}

/** The platforms that have charts of a kind, by name. */
export function chartPlatforms(world: World, kind: PoolKind): { name: string; code: string }[] {
  const names = Object.entries(fileOf(world, 'charts', builtIn).platforms as Readonly<Record<string, string>>)
  return names.map(([code, name]) => ({ name, code })).filter(({ code }) => chartsOn(world, kind, code).length > 0)
}

function whole(chart: Sample, index: number): Chart {
  return {
    type: 'general',
    frequency: 'daily',
    countryCode: '',
    countryName: '',
    cityName: '',
    maxResultsCount: 100,
    webUrl: `https://app.soundcharts.com/app/charts/${chart.slug}`,
    metric: null,
    level: 0,
    songs: [],
    sandbox: false,
    ...chart,
    index,
  }
}

function slugOf(countryName: string, number: number): string {
  return `${(countryName || 'Global').toLowerCase().replaceAll(' ', '-')}-${number}`
}
