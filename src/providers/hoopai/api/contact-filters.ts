/**
 * What POST /contacts/search may ask for: filters, their order and the cursor. Operators: U19; groups and the bounds `gt`
 * and `lt`: docs hoopai/overview/contacts-search. Texts match in any case, and a list matches if one of it does (assumed).
 */

import type { Json, JsonObject } from '../../../core/http.ts'
import { anything, type Field, listOf, type Optional, oneOf, required, shape, string, type Values } from './fields.ts'

type Found = readonly Json[]

/** Whether the values of a field are as the filter wants them. */
const OPERATORS: Readonly<Record<string, (found: Found, wanted: Json) => boolean>> = {
  eq: equal,
  not_eq: (found, wanted) => !equal(found, wanted),
  contains: contain,
  not_contains: (found, wanted) => !contain(found, wanted),
  exists: (found) => found.length > 0,
  not_exists: (found) => found.length === 0,
  range: within,
}

/** What is wrong with the name of an operator is said without its path. */
const operator: Field<string, true> = {
  required: true,
  schema: { type: 'string', enum: Object.keys(OPERATORS) },
  check: (value) => (typeof value === 'string' && Object.hasOwn(OPERATORS, value) ? [] : ['Invalid Operator']),
}
const CONDITION = { field: required(string), operator, value: anything } as const
const BOUND: Optional<number | string> = {
  required: false,
  schema: { type: ['number', 'string'] },
  check: (value, name) => (Number.isNaN(measure(value)) ? [`${name} must be a number or a date`] : []),
}
const bounds = shape({ gte: BOUND, lte: BOUND, gt: BOUND, lt: BOUND })
const condition = shape(CONDITION)

interface Group {
  readonly group: 'AND' | 'OR'
  readonly filters: readonly Filter[]
}
export type Filter = Values<typeof CONDITION> | Group

const filter: Optional<Filter> = {
  required: false,
  schema: { anyOf: [condition.schema, { type: 'object', required: ['group', 'filters'] }] },
  check: (value, name) => {
    if (isGroup(value)) return GROUP.check(value, name)
    const wrong = condition.check(value, name)
    if (wrong.length > 0) return wrong
    const { operator, value: wanted } = value as Values<typeof CONDITION>
    return operator === 'range' ? bounds.check(wanted ?? null, `${name}.value`) : []
  },
}
const GROUP = shape({ group: required(oneOf('AND', 'OR')), filters: required(listOf(filter)) })

export const filters = listOf(filter)
export const sort = listOf(shape({ field: required(string), direction: oneOf('asc', 'desc') }))
export type Sort = NonNullable<typeof sort.of>

export function matches(record: JsonObject, filter: Filter): boolean {
  if ('group' in filter) {
    const { group, filters } = filter
    return group === 'OR'
      ? filters.some((each) => matches(record, each))
      : filters.every((each) => matches(record, each))
  }
  return OPERATORS[filter.operator]!(valuesAt(record, filter.field), filter.value ?? null)
}

/** What a record is sorted by, as its cursor says it: dates in epoch ms, texts in lower case, then its id. */
export function cursorOf(record: JsonObject, sort: Sort): Json[] {
  return [...sort.map(({ field }) => keyAt(record, field)), record.id as string]
}

/** What is not there comes last in either direction; among equals, the id that is last in the alphabet first. */
export function compareCursors(sort: Sort): (a: readonly Json[], b: readonly Json[]) => number {
  const signs = [...sort.map(({ direction }) => (direction === 'asc' ? 1 : -1)), -1]
  return (a, b) => {
    for (const [i, sign] of signs.entries()) {
      const [x, y] = [a[i] ?? null, b[i] ?? null]
      if (x === y) continue
      if (x === null || y === null) return x === null ? 1 : -1
      return sign * (typeof x === typeof y ? (x < y ? -1 : 1) : typeof x < typeof y ? -1 : 1)
    }
    return 0
  }
}

function isGroup(value: Json): boolean {
  return typeof value === 'object' && value !== null && 'group' in value
}

/** The values at `city`, `tags`, `dndSettings.SMS.status` or `customFields.<id>`; none when it is empty. */
function valuesAt(record: JsonObject, path: string): Found {
  const [name = '', ...rest] = path.split('.')
  const value = Object.hasOwn(record, name) ? (record[name] ?? null) : null
  if (name === 'customFields' && Array.isArray(value) && rest.length > 0) {
    const fields = value as { id: string; value: Json }[]
    return valuesAt({ value: fields.find(({ id }) => id === rest[0])?.value }, 'value')
  }
  if (rest.length > 0)
    return typeof value === 'object' && !Array.isArray(value) ? valuesAt(value ?? {}, rest.join('.')) : []
  return (Array.isArray(value) ? value : [value]).filter((each) => each !== null && each !== '')
}

function keyAt(record: JsonObject, field: string): Json {
  const [value] = valuesAt(record, field)
  if (value === undefined) return null
  if (typeof value === 'number') return value
  return field.startsWith('date') ? Date.parse(String(value)) : text(value)
}

function equal(found: Found, wanted: Json): boolean {
  const texts = (Array.isArray(wanted) ? wanted : [wanted]).map(text)
  return found.some((each) => texts.includes(text(each)))
}

function contain(found: Found, wanted: Json): boolean {
  const texts = (Array.isArray(wanted) ? wanted : [wanted]).map(text)
  return found.some((each) => texts.some((part) => text(each).includes(part)))
}

function within(found: Found, wanted: Json): boolean {
  const { gte = -Infinity, lte = Infinity, gt = -Infinity, lt = Infinity } = wanted as Record<string, number | string>
  return found.some((each) => {
    const n = measure(each)
    return n >= measure(gte) && n <= measure(lte) && n > measure(gt) && n < measure(lt)
  })
}

/** A number, or the instant of a date. */
function measure(value: Json): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return Number.NaN
  return Number.isNaN(Number(value)) ? Date.parse(value) : Number(value)
}

function text(value: Json): string {
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase()
}
