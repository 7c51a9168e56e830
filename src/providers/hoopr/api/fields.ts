/** Kinds of values that a call may carry. One row says what is checked, and what the card lists as a parameter. */

import { assert } from '../../../core/errors.ts'
import type { Parameter, Sourced } from '../../../core/facts.ts'
import type { Json, JsonObject } from '../../../core/http.ts'

interface Kind<T> {
  /** Completes "<name> must be ...". */
  readonly wanted: string
  readonly schema: JsonObject
  /** The value in JSON; undefined when it is wrong. */
  readonly read: (value: Json) => T | undefined
  /** A query's text as the JSON that it stands for. Default: the text itself. */
  readonly parse?: (text: string) => Json
}

export interface Field<T = unknown> extends Sourced, Kind<T> {
  readonly about?: string
  readonly required?: boolean
}

export type Fields = Readonly<Record<string, Field>>

/** What the fields hold once they were read. */
export type Values<F extends Fields> = { readonly [K in keyof F]?: Exclude<ReturnType<F[K]['read']>, undefined> }

/** The same rows as the card lists them. */
export function parametersOf(fields: Fields, place: Parameter['in']): Parameter[] {
  return Object.entries(fields).map(([name, { schema, parse: _, read: __, wanted: ___, ...said }]) => ({
    in: place,
    name,
    schema,
    ...said,
  }))
}

/** Reads a query. Unknown parameters are passed over (assumed U22). */
export function fromQuery<F extends Fields>(query: URLSearchParams, fields: F): Values<F> {
  if (query.size === 0) return {}
  return read((name) => {
    const text = query.get(name)
    return text === null ? undefined : (fields[name]?.parse?.(text) ?? text)
  }, fields)
}

/** Reads a JSON object. A required field that is null or empty is missing. */
export function fromBody<F extends Fields>(body: JsonObject, fields: F): Values<F> {
  return read((name) => body[name], fields)
}

/** Every wrong field is named in one refusal: the message lists them (docs/errors). */
function read<F extends Fields>(given: (name: string) => Json | undefined, fields: F): Values<F> {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const name in fields) {
    const { required, read, wanted } = fields[name]!
    const value = given(name)
    if (required && (value ?? '') === '') problems.push(`${name} is required`)
    else if (value !== undefined && (values[name] = read(value)) === undefined)
      problems.push(`${name} must be ${wanted}`)
  }
  assert(problems.length === 0, 'invalid_request', `Validation failed: ${problems.join(', ')}`)
  return values as Values<F>
}

export function integer(minimum: number, maximum?: number) {
  return {
    wanted: maximum === undefined ? `an integer of at least ${minimum}` : `an integer from ${minimum} to ${maximum}`,
    schema: { type: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) },
    read: (value: Json) =>
      typeof value === 'number' &&
      Number.isSafeInteger(value) &&
      value >= minimum &&
      value <= (maximum ?? Number.MAX_SAFE_INTEGER)
        ? value
        : undefined,
    parse: (text: string) => (/^\d+$/.test(text) ? Number(text) : text),
  }
}

export function text() {
  return {
    wanted: 'a string',
    schema: { type: 'string' },
    read: (value: Json) => (typeof value === 'string' ? value : undefined),
  }
}

export function uuid() {
  return {
    wanted: 'a UUID',
    schema: { type: 'string', format: 'uuid' },
    read: (value: Json) => (typeof value === 'string' && isUuid(value) ? value : undefined),
  }
}

export function oneOf<const V extends string>(values: readonly V[]) {
  return {
    wanted: values.length === 1 ? values[0]! : `one of ${values.join(', ')}`,
    schema: { type: 'string', enum: [...values] },
    read: (value: Json) => values.find((each) => each === value),
  }
}

/** In a query it is `true` or `false`. */
export function flag() {
  return {
    wanted: 'true or false',
    schema: { type: 'boolean' },
    read: (value: Json) => (typeof value === 'boolean' ? value : undefined),
    parse: (text: string) => (text === 'true' ? true : text === 'false' ? false : text),
  }
}

/** In a query the parts stand between commas, are trimmed, and empty ones dropped (assumed U21). */
export function strings() {
  return {
    wanted: 'a list of strings',
    schema: { type: 'array', items: { type: 'string' } },
    read: (value: Json) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined,
    parse: (text: string) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  }
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}
