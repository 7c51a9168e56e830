/** Everything that calls may carry. Source: docs/authentication, docs/pagination, docs/api/*. */

import { assert } from '../../../core/errors.ts'
import type { Parameter } from '../../../core/facts.ts'
import { type Call, type JsonObject, jsonObject, mediaType } from '../../../core/http.ts'
import { GROUPS } from '../data.ts'
import { flag, fromBody, fromQuery, integer, oneOf, parametersOf, strings, text, uuid } from './fields.ts'
import type { Page } from './paging.ts'

const TOKEN = {
  grant_type: {
    ...oneOf(['client_credentials']),
    required: true,
    source: 'seed, docs/api/auth-token; assumed U4',
    about: 'any other is invalid_request: there is no error of its own',
  },
  client_id: { ...uuid(), required: true, source: 'seed, docs/api/auth-token; assumed U3' },
  client_secret: { ...text(), required: true, source: 'seed, docs/modes', about: 'its prefix decides the mode' },
}

const PAGING = {
  page: { ...integer(1), source: 'docs/pagination; assumed U15', about: 'default 1; past the end is empty' },
  pageSize: { ...integer(1, 100), source: 'docs/pagination; assumed U15', about: 'default 20' },
}

const NAME = { ...text(), source: 'docs/api/list-tracks; assumed U18', about: 'a part of the name, in any case' }

const NARROWING = {
  type: { ...oneOf(['music', 'sfx']), source: 'docs/api/list-tracks' },
  hasVocals: { ...flag(), source: 'docs/api/list-tracks' },
  filterIds: {
    ...strings(),
    source: 'docs/pagination, docs/api/list-tracks; assumed U19 U20 U21 D6',
    about: 'all must match; in a query with commas between them',
  },
  filterSlugs: {
    ...strings(),
    source: 'docs/pagination, docs/api/list-tracks; assumed U19 U20 U21 D8',
    about: 'all must match; in a query with commas between them',
  },
}

const LISTING = { ...PAGING, search: NAME, ...NARROWING }
const SEARCH = { ...PAGING, query: { ...NAME, source: 'docs/api/search; assumed U18 D7' }, ...NARROWING }
const GROUP = groupField(GROUPS)

export const tokenParameters = parametersOf(TOKEN, 'body')
export const pageParameters = parametersOf(PAGING, 'query')
export const listingParameters = parametersOf(LISTING, 'query')
export const searchParameters = parametersOf(SEARCH, 'body')
export const groupParameters = parametersOf(GROUP, 'query')

/** What every call with a token carries. */
export const parameters: readonly Parameter[] = [
  {
    in: 'header',
    name: 'Authorization',
    required: true,
    schema: { type: 'string', pattern: '^[Bb][Ee][Aa][Rr][Ee][Rr] .+' },
    source: 'seed, docs/errors; assumed D2',
    about: 'Bearer and the token; the scheme in any case',
  },
]

/** A part of the path. Any text is one: an unknown one is 404. */
export function inPath(name: string, about: string, source: string): Parameter {
  return { in: 'path', name, required: true, schema: { type: 'string' }, about, source }
}

/** The body of a token request: JSON only (assumed U2). Unknown fields are passed over (assumed U22). */
export function readTokenRequest(call: Call) {
  const body = bodyOf(call)
  assert(body, 'invalid_request', `Validation failed: body must be JSON with grant_type, client_id and client_secret`)
  return fromBody(body, TOKEN)
}

/** `page` and `pageSize` of a list that knows no other parameter. */
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
  const body = bodyOf(call)
  assert(body, 'invalid_request', 'Validation failed: body must be a JSON object')
  const { query, ...rest } = fromBody(body, SEARCH)
  return { ...rest, ...paged(rest), text: query }
}

/** The `type` of `GET /v1/filters`: one of the groups that there are. */
export function readGroup<G extends string>({ query }: Call, groups: readonly G[]): G | undefined {
  return fromQuery(query, groupField(groups)).type
}

function groupField<G extends string>(groups: readonly G[]) {
  return {
    type: {
      ...oneOf(groups),
      source: 'docs/api/filters; assumed U23 D4',
      switch: 'extraFilterGroup',
      about: 'only this group; left out, all',
    },
  }
}

function bodyOf(call: Call): JsonObject | undefined {
  return mediaType(call) === 'application/json' ? jsonObject(call) : undefined
}

function paged({ page = 1, pageSize = 20 }: { readonly page?: number; readonly pageSize?: number }): Page {
  return { page, pageSize }
}
