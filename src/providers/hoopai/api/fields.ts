/**
 * What an operation's query or body may hold, as a table, and the texts of shape S3 for what it may not. The texts in the
 * sheet are `property X should not exist`, `X must be a string`, `email must be an email`, `X must be a valid enum value`
 * and `X should not be empty` (observed O2, O6, O10); the others are the same validator's own (assumed).
 */

import type { Json, JsonObject } from '../../../core/http.ts'

export interface Field<T = unknown, R extends boolean = boolean> {
  readonly required: R
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

export const string = simple<string>('must be a string', (value) => typeof value === 'string')
export const boolean = simple<boolean>(
  'must be a boolean value',
  (value) => typeof value === 'boolean',
  (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
)
export const email = simple<string>(
  'must be an email',
  (value) => typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
)
/** ISO 8601 with an offset. */
export const instant = simple<string>(
  'must be a valid ISO 8601 date string',
  (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
)

export function number({ min = -Infinity, max = Infinity, whole = false } = {}): Optional<number> {
  const read = (text: string) => (text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text))
  const check: Field['check'] = (value, name) => {
    if (typeof value !== 'number') return [`${name} must be a number conforming to the specified constraints`]
    if (whole && !Number.isInteger(value)) return [`${name} must be an integer number`]
    if (value > max) return [`${name} must not be greater than ${max}`]
    return value < min ? [`${name} must not be less than ${min}`] : []
  }
  return { required: false, check, read }
}

export function oneOf<const T extends string>(...options: readonly T[]): Optional<T> {
  return simple('must be a valid enum value', (value) => options.includes(value as T))
}

export function matching(pattern: RegExp, text: string): Optional<string> {
  return simple(text, (value) => typeof value === 'string' && pattern.test(value))
}

/** An object with these fields and no others. */
export function shape<F extends Fields>(fields: F): Optional<Values<F>> {
  return {
    required: false,
    check: (value, name) => (isObject(value) ? problems(fields, value, name) : [`${name} must be an object`]),
  }
}

export function listOf<T>(field: Field<T>): Optional<T[]> {
  return {
    required: false,
    check: (value, name) =>
      Array.isArray(value)
        ? value.flatMap((each, i) => field.check(each, `${name}.${i}`))
        : [`${name} must be an array`],
  }
}

export const strings: Optional<string[]> = {
  required: false,
  check: (value, name) => {
    if (!Array.isArray(value)) return [`${name} must be an array`]
    return value.every((each) => typeof each === 'string') ? [] : [`each value in ${name} must be a string`]
  },
}

/** Of any type. */
export const anything: Optional<Json> = { required: false, check: () => [] }

/** Must be there, and not be empty. */
export function required<T>(field: Optional<T>, missing?: string): Field<T, true> {
  const check: Field['check'] = (value, name) =>
    value === '' ? [`${name} should not be empty`] : field.check(value, name)
  return { ...field, required: true, check, ...(missing === undefined ? {} : { missing }) }
}

export function nullable<T>(field: Optional<T>): Optional<T | null> {
  return { ...field, check: (value, name) => (value === null ? [] : field.check(value, name)) }
}

function simple<T>(text: string, is: (value: Json) => boolean, read?: Field['read']): Optional<T> {
  return { required: false, check: (value, name) => (is(value) ? [] : [`${name} ${text}`]), ...(read ? { read } : {}) }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
