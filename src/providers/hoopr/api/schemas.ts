/** What answers look like, as JSON Schema (2020-12). Source: docs/response-format, docs/track-object, docs/api/*. */

import type { Success } from '../../../core/facts.ts'
import type { JsonObject } from '../../../core/http.ts'

const string = { type: 'string' }
const integer = { type: 'integer', minimum: 0 }
const boolean = { type: 'boolean' }
const url = { type: 'string', format: 'uri' }

/** The documentation marks every field of a track optional; id and slug are what its other pages rely on. */
export const TRACK = object(
  {
    id: string,
    name: string,
    slug: string,
    type: { enum: ['music', 'sfx'] },
    bpm: string,
    songKey: array(string),
    timeSignature: string,
    durationSeconds: integer,
    region: string,
    releaseDate: { type: 'string', format: 'date-time' },
    hasVocals: boolean,
    isPRO: boolean,
    tags: array(string),
    artists: array(object({ id: string, name: string, role: string, isPrimary: boolean })),
    filters: array(object({ id: string, name: string, slug: string, type: string })),
    artworkUrl: url,
    streamUrl: url,
  },
  ['id', 'slug'],
)

/** A track of the top list; the only place where its licences are counted. */
export const TOP_TRACK: JsonObject = {
  ...TRACK,
  properties: { ...(TRACK.properties as JsonObject), usageCount: integer },
  required: ['id', 'slug', 'usageCount'],
}

export const PLAYLIST = object({
  id: string,
  code: string,
  name: string,
  slug: string,
  description: string,
  type: { enum: ['CURATED', 'CUSTOM'] },
})

const FILTERS = array(object({ id: string, name: string, slug: string, rank: integer }))

/** By group; all of them, or the one that was asked for. */
export const FILTER_GROUPS: JsonObject = {
  type: 'object',
  properties: { genre: FILTERS, mood: FILTERS, usecase: FILTERS },
  minProperties: 1,
}

export const TOKEN = object({
  access_token: string,
  token_type: { const: 'Bearer' },
  expires_in: integer,
  scope: string,
  mode: { enum: ['test', 'live'] },
})

export const VERSION = object({ apiVersion: string, serviceVersion: string })

/** A success of these data, in the envelope that every answer has. */
export function answers(about: string, data: JsonObject, message = 'OK'): Success {
  return { about, schema: object({ data, error: object({ code: { const: 0 }, message: { const: message } }) }) }
}

/** A page of such items. */
export function pageOf(items: JsonObject): JsonObject {
  return object({
    totalRecords: integer,
    totalPages: integer,
    currentPage: integer,
    pageSize: integer,
    items: array(items),
  })
}

/** New fields may come at any level (docs/versioning), so none is forbidden. */
function object(properties: JsonObject, required: string[] = Object.keys(properties)): JsonObject {
  return { type: 'object', properties, required }
}

function array(items: JsonObject): JsonObject {
  return { type: 'array', items }
}
