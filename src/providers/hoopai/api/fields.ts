/**
 * What an operation's query or body may hold, as a table, and the texts of shape S3 for what it may not. The texts in the
 * sheet are `property X should not exist`, `X must be a string`, `email must be an email`, `X must be a valid enum value`
 * and `X should not be empty` (observed O2, O6, O10); the others are the same validator's own (assumed).
 */

import type { Parameter } from '../../../core/facts.ts'
import { isObject, type Json, type JsonObject } from '../../../core/http.ts'

export interface Field<T = unknown, R extends boolean = boolean> extends Partial<Told> {
  readonly required: R
  /** What `check` lets through, as JSON Schema. */
  readonly schema: JsonObject
  /** What is said when a required field is missing, where it is not what is said of a wrong one. */
  readonly missing?: string
  /** The problems of a value that is there; `name` is its path. */
  readonly check: (value: Json, name: string) => readonly string[]
  /** A query's text as the value it means, or as it is. */
  readonly read?: (text: string) => Json
  /** Only the type is here. */
  readonly of?: T
}
export type Fields = Readonly<Record<string, Field>>
export type Optional<T> = Field<T, false>
/** What a field says of itself where its operation does not say it for all of them. */
type Told = Pick<Parameter, 'source' | 'switch' | 'about'>

type TypeOf<F> = F extends Field<infer T> ? T : never
/** The values that passed a table. */
export type Values<F extends Fields> = {
  readonly [K in keyof F as F[K]['required'] extends true ? K : never]: TypeOf<F[K]>
} & { readonly [K in keyof F as F[K]['required'] extends true ? never : K]?: TypeOf<F[K]> }

/** Everything that is wrong with `values`: declared fields in their order, then those that are not declared. */
export function problems(fields: Fields, values: JsonObject, path = ''): string[] {
  const prefix = path && `${path}.`
  const wrong = Object.entries(fields).flatMap(([name, { required, missing, check }]) => {
    const value = values[name]
    if (value !== undefined) return check(value, prefix + name)
    return required ? (missing ?? check(null, prefix + name)) : []
  })
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(fields, name))
  return [...wrong, ...unknown.map((name) => `${prefix}property ${name} should not exist`)]
}

/** A query's values, each read as its field reads texts. */
export function readQuery(fields: Fields, query: URLSearchParams): JsonObject {
  return Object.fromEntries([...query].map(([name, text]) => [name, fields[name]?.read?.(text) ?? text]))
}

/** A table as what a route reads. What a field does not say of itself, its operation says. */
export function parametersOf(fields: Fields, place: 'query' | 'body', source: string): Parameter[] {
  return Object.entries(fields).map(([name, { required, schema, source: own = source, switch: turns, about }]) => ({
    in: place,
    name,
    required,
    schema,
    source: own,
    ...(turns === undefined ? {} : { switch: turns }),
    ...(about === undefined ? {} : { about }),
  }))
}

export const string = simple<string>('must be a string', { type: 'string' }, (value) => typeof value === 'string')
export const boolean = simple<boolean>(
  'must be a boolean value',
  { type: 'boolean' },
  (value) => typeof value === 'boolean',
  (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
)
export const email = matching(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an email')
/** ISO 8601 with an offset. */
export const instant = matching(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
  'must be a valid ISO 8601 date string',
  (text) => !Number.isNaN(Date.parse(text)),
)

export function number({ min = -Infinity, max = Infinity, whole = false } = {}): Optional<number> {
  const read = (text: string) => (text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text))
  const check: Field['check'] = (value, name) => {
    if (typeof value !== 'number') return [`${name} must be a number conforming to the specified constraints`]
    if (whole && !Number.isInteger(value)) return [`${name} must be an integer number`]
    if (value > max) return [`${name} must not be greater than ${max}`]
    return value < min ? [`${name} must not be less than ${min}`] : []
  }
  const bounds = {
    ...(min === -Infinity ? {} : { minimum: min }),
    ...(max === Infinity ? {} : { maximum: max }),
  }
  return { required: false, schema: { type: whole ? 'integer' : 'number', ...bounds }, check, read }
}

export function oneOf<const T extends string>(...options: readonly T[]): Optional<T> {
  const schema = { type: 'string', enum: [...options] }
  return simple('must be a valid enum value', schema, (value) => options.includes(value as T))
}

/** A text of this pattern (without flags), and for which `also` holds where a pattern cannot say it. */
export function matching(pattern: RegExp, text: string, also?: (value: string) => boolean): Optional<string> {
  const fits = (value: Json) => typeof value === 'string' && pattern.test(value) && (also?.(value) ?? true)
  return simple(text, { type: 'string', pattern: pattern.source }, fits)
}

/** An object with these fields and no others. */
export function shape<F extends Fields>(fields: F): Optional<Values<F>> {
  const required = Object.keys(fields).filter((name) => fields[name]!.required)
  return {
    required: false,
    schema: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    },
    check: (value, name) => (isObject(value) ? problems(fields, value, name) : [`${name} must be an object`]),
  }
}

export function listOf<T>(field: Field<T>): Optional<T[]> {
  return {
    required: false,
    schema: { type: 'array', items: field.schema },
    check: (value, name) =>
      Array.isArray(value)
        ? value.flatMap((each, i) => field.check(each, `${name}.${i}`))
        : [`${name} must be an array`],
  }
}

export const strings: Optional<string[]> = {
  required: false,
  schema: { type: 'array', items: { type: 'string' } },
  check: (value, name) => {
    if (!Array.isArray(value)) return [`${name} must be an array`]
    return value.every((each) => typeof each === 'string') ? [] : [`each value in ${name} must be a string`]
  },
}

/** Of any type. */
export const anything: Optional<Json> = { required: false, schema: {}, check: () => [] }

/** Must be there, and not be empty. */
export function required<T>(field: Optional<T>, missing?: string): Field<T, true> {
  const check: Field['check'] = (value, name) =>
    value === '' ? [`${name} should not be empty`] : field.check(value, name)
  const { type, enum: options } = field.schema
  const filled: JsonObject = type === undefined ? { not: { const: '' } } : { minLength: 1 }
  const schema = (type ?? 'string') === 'string' && !options ? { ...field.schema, ...filled } : field.schema
  return { ...field, required: true, schema, check, ...(missing === undefined ? {} : { missing }) }
}

export function nullable<T>(field: Optional<T>): Optional<T | null> {
  const { type, enum: options } = field.schema
  const schema = {
    ...field.schema,
    ...(type === undefined ? {} : { type: [type, 'null'] as Json }),
    ...(options === undefined ? {} : { enum: [...(options as Json[]), null] }),
  }
  return { ...field, schema, check: (value, name) => (value === null ? [] : field.check(value, name)) }
}

/** A field that is known from elsewhere than its operation, or that a setting turns. */
export function told<F extends Field>(field: F, told: Partial<Told>): F {
  return { ...field, ...told }
}

function simple<T>(text: string, schema: JsonObject, is: (value: Json) => boolean, read?: Field['read']): Optional<T> {
  const check: Field['check'] = (value, name) => (is(value) ? [] : [`${name} ${text}`])
  return { required: false, schema, check, ...(read ? { read } : {}) }
}
