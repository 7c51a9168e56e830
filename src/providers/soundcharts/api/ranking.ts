/** What a ranking is asked for: how it is sorted, and what it leaves out (docs get-artists, get-songs). */

import { assert } from '../../../core/errors.ts'
import { type Json, type JsonObject, jsonObject } from '../../../core/http.ts'
import { type Board, type Day, growthOf, latest, type Measure, PERIODS, type Period } from '../data.ts'
import type { Row } from './parameters.ts'
import { NUMBER, TEXT } from './shapes.ts'

export interface Sort {
  readonly platform?: string
  readonly metricType?: string
  readonly period: Period
  readonly sortBy: 'total' | 'volume' | 'percent'
  readonly order: 'asc' | 'desc'
}

export interface Filter {
  readonly type: string
  readonly platform?: string
  readonly metricType?: string
  readonly min?: number
  readonly max?: number
  readonly values: readonly string[]
  readonly operator: 'in' | 'not_in'
}

const PERIOD = Object.keys(PERIODS) as Period[]
const SORTED_BY = ['total', 'volume', 'percent'] as const
const ORDER = ['desc', 'asc'] as const
const OPERATOR = ['in', 'not_in'] as const

/** The member `sort` of the body. Each of its members may be left out. */
export const SORT: Row<Sort> = {
  in: 'body',
  about:
    'by which metric, by its total or its change over a period; by default the total of the first metric, most first',
  source: 'docs get-artists; docs get-songs; sdk; assumed (defaults)',
  refuses: ['invalid_request'],
  schema: {
    type: 'object',
    properties: {
      type: { const: 'metric' },
      platform: TEXT,
      metricType: TEXT,
      period: { enum: PERIOD, default: 'month' },
      sortBy: { enum: [...SORTED_BY], default: 'total' },
      order: { enum: [...ORDER], default: 'desc' },
    },
  },
  read: (_, { call }) => {
    const sort = object(bodyOf(call).sort ?? {})
    const { type = 'metric', platform, metricType } = sort
    assert(type === 'metric' && optionalText(platform) && optionalText(metricType), 'invalid_request')
    return {
      ...(platform === undefined ? {} : { platform: platform as string }),
      ...(metricType === undefined ? {} : { metricType: metricType as string }),
      period: oneOf(PERIOD, sort.period, 'month'),
      sortBy: oneOf(SORTED_BY, sort.sortBy, 'total'),
      order: oneOf(ORDER, sort.order, 'desc'),
    }
  },
}

/** The member `filters` of the body: a metric between two values, or an attribute among some values. */
export const FILTERS: Row<readonly Filter[]> = {
  in: 'body',
  about: 'what every item must fulfil',
  source: 'docs get-songs; client (attributes)',
  refuses: ['invalid_request'],
  schema: {
    type: 'array',
    items: {
      type: 'object',
      required: ['type', 'data'],
      properties: {
        type: TEXT,
        data: {
          type: 'object',
          properties: {
            ...{ platform: TEXT, metricType: TEXT, min: NUMBER, max: NUMBER },
            ...{ values: { type: 'array', items: TEXT }, operator: { enum: [...OPERATOR], default: 'in' } },
          },
        },
      },
    },
  },
  read: (_, { call }) => {
    const { filters = [] } = bodyOf(call)
    assert(Array.isArray(filters), 'invalid_request')
    return filters.map(readFilter)
  },
}

/** The items of a board that fulfil all filters, as they are sorted. Throws invalid_request for what it does not know. */
export function ranked<T>(
  board: Board<T>,
  items: readonly T[],
  measures: readonly Measure<T>[],
  { sort, filters }: { readonly sort: Sort; readonly filters: readonly Filter[] },
  day: Day,
): T[] {
  const tests = filters.map((filter) => test(board, measures, filter, day))
  const measure = find(measures, sort)
  const wanted = items.filter((item) => tests.every((passes) => passes(item)))
  const keyed = wanted.map((item) => {
    const series = measure.of(item)
    return {
      item,
      key: sort.sortBy === 'total' ? latest(series, day) : growthOf(series, day, sort.period)[sort.sortBy],
    }
  })
  const sign = sort.order === 'asc' ? 1 : -1
  return keyed.sort((a, b) => sign * (a.key - b.key)).map(({ item }) => item)
}

function test<T>(board: Board<T>, measures: readonly Measure<T>[], filter: Filter, day: Day): (item: T) => boolean {
  const { type, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, values, operator } = filter
  if (type === 'metric') {
    assert(filter.platform !== undefined && (filter.min !== undefined || filter.max !== undefined), 'invalid_request')
    const measure = find(measures, filter)
    return (item) => {
      const value = latest(measure.of(item), day)
      return value >= min && value <= max
    }
  }
  const facet = Object.hasOwn(board.facets, type) ? board.facets[type] : undefined
  assert(facet && values.length > 0, 'invalid_request')
  return (item) => facet(item).some((value) => values.includes(value)) === (operator === 'in')
}

/** The measure of this platform and type; the first that fits what is given. */
function find<T>(measures: readonly Measure<T>[], { platform, metricType }: Pick<Sort, 'platform' | 'metricType'>) {
  const found = measures.find(
    (each) =>
      (platform === undefined || each.platformCode === platform) &&
      (metricType === undefined || each.metricType === metricType),
  )
  assert(found, 'invalid_request')
  return found
}

function readFilter(filter: Json): Filter {
  const { type, data } = object(filter)
  const { platform, metricType, min, max, values = [], operator } = object(data)
  const texts = Array.isArray(values) && values.every((value) => typeof value === 'string')
  const numbers = [min, max].every((value) => value === undefined || typeof value === 'number')
  assert(typeof type === 'string' && texts && numbers, 'invalid_request')
  assert(optionalText(platform) && optionalText(metricType), 'invalid_request')
  return {
    type,
    ...(platform === undefined ? {} : { platform: platform as string }),
    ...(metricType === undefined ? {} : { metricType: metricType as string }),
    ...(min === undefined ? {} : { min: min as number }),
    ...(max === undefined ? {} : { max: max as number }),
    values: values as string[],
    operator: oneOf(OPERATOR, operator, 'in'),
  }
}

/** The body as an object; an empty one asks for nothing. */
function bodyOf(call: Parameters<typeof jsonObject>[0]): JsonObject {
  const body = call.body.length === 0 ? {} : jsonObject(call)
  assert(body, 'invalid_request')
  return body
}

function object(value: Json | undefined): JsonObject {
  assert(typeof value === 'object' && value !== null && !Array.isArray(value), 'invalid_request')
  return value
}

function optionalText(value: Json | undefined): boolean {
  return value === undefined || typeof value === 'string'
}

function oneOf<const O extends string>(options: readonly O[], value: Json | undefined, fallback: NoInfer<O>): O {
  assert(value === undefined || options.includes(value as O), 'invalid_request')
  return (value ?? fallback) as O
}
