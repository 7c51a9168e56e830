/** Parameters of lists, read from a query or a JSON body by one table. Source: docs/pagination, docs/api/search. */

import { assert } from '../../../core/errors.ts'
import { type Call, type Json, jsonObject, mediaType } from '../../../core/http.ts'
import type { Page } from './paging.ts'

interface Parameter<T> {
  /** Completes "<name> must be ...". */
  readonly wanted: string
  /** The value in JSON; undefined when it is wrong. */
  readonly read: (value: Json | undefined) => T | undefined
  /** A query's text as the JSON that it stands for. Default: the text itself. */
  readonly parse?: (text: string) => Json
}

type Values<T extends Record<string, Parameter<unknown>>> = {
  readonly [K in keyof T]?: Exclude<ReturnType<T[K]['read']>, undefined>
}

const PAGING = {
  page: integer(1, Number.MAX_SAFE_INTEGER, 'an integer of at least 1'),
  pageSize: integer(1, 100, 'an integer from 1 to 100'),
}

const NARROWING = {
  type: oneOf(['music', 'sfx']),
  hasVocals: {
    wanted: 'true or false',
    read: (value: Json | undefined) => (typeof value === 'boolean' ? value : undefined),
    parse: (text: string) => (text === 'true' ? true : text === 'false' ? false : text),
  },
  filterIds: strings(),
  filterSlugs: strings(),
}

const LISTING = { ...PAGING, search: text(), ...NARROWING }
const SEARCH = { ...PAGING, query: text(), ...NARROWING }

/** `page` and `pageSize` of a list that knows no other parameter. Unknown ones are passed over (assumed U22). */
export function readPage({ query }: Call): Page {
  return paged(fromQuery(query, PAGING))
}

/** What `GET /v1/tracks` may be asked. */
export function readListing({ query }: Call) {
  const { search, ...rest } = fromQuery(query, LISTING)
  return { ...rest, ...paged(rest), text: search }
}

/** What `POST /v1/search` may be asked: the same, under another name for the text, in a JSON object. */
export function readSearch(call: Call) {
  const body = mediaType(call) === 'application/json' ? jsonObject(call) : undefined
  assert(body, 'invalid_request', 'Validation failed: body must be a JSON object')
  const { query, ...rest } = read((name) => body[name], SEARCH)
  return { ...rest, ...paged(rest), text: query }
}

/** The `type` of `GET /v1/filters`: one of the groups that there are (assumed U23). */
export function readGroup<G extends string>({ query }: Call, groups: readonly G[]): G | undefined {
  return fromQuery(query, { type: oneOf(groups) }).type
}

function paged({ page = 1, pageSize = 20 }: { readonly page?: number; readonly pageSize?: number }): Page {
  return { page, pageSize }
}

function fromQuery<T extends Record<string, Parameter<unknown>>>(query: URLSearchParams, parameters: T): Values<T> {
  if (query.size === 0) return {}
  return read((name) => {
    const text = query.get(name)
    return text === null ? undefined : (parameters[name]?.parse?.(text) ?? text)
  }, parameters)
}

/** Every wrong field is named in one refusal: the message lists them (docs/errors). */
function read<T extends Record<string, Parameter<unknown>>>(
  given: (name: string) => Json | undefined,
  parameters: T,
): Values<T> {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const name in parameters) {
    const value = given(name)
    if (value === undefined) continue
    const { read, wanted } = parameters[name]!
    values[name] = read(value)
    if (values[name] === undefined) problems.push(`${name} must be ${wanted}`)
  }
  assert(problems.length === 0, 'invalid_request', `Validation failed: ${problems.join(', ')}`)
  return values as Values<T>
}

function integer(low: number, high: number, wanted: string) {
  return {
    wanted,
    read: (value: Json | undefined) =>
      typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high ? value : undefined,
    parse: (text: string) => (/^\d+$/.test(text) ? Number(text) : text),
  }
}

function text() {
  return { wanted: 'a string', read: (value: Json | undefined) => (typeof value === 'string' ? value : undefined) }
}

function oneOf<const V extends string>(values: readonly V[]) {
  return { wanted: `one of ${values.join(', ')}`, read: (value: Json | undefined) => values.find((v) => v === value) }
}

/** In a query, parts are trimmed and empty ones dropped (assumed U21). */
function strings() {
  return {
    wanted: 'a list of strings',
    read: (value: Json | undefined) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined,
    parse: (text: string) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  }
}
