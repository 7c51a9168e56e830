/** The shapes that all answers come in (section 8 of the fact sheet). */

import { assert } from '../../../core/errors.ts'
import type { Call, Json, JsonObject, Reply } from '../../../core/http.ts'
import { json } from '../../../core/provider.ts'

/** `type` is the entity's name. */
export function single(type: string, object: JsonObject): Reply {
  return json({ type, object, errors: [] })
}

export interface Page {
  readonly offset: number
  readonly limit: number
}

/** The page that a call asks for. Throws invalid_request when it is none, or too long a one. */
export function readPage({ query }: Call, longest = 100): Page {
  const [offset, limit] = [query.get('offset') ?? '0', query.get('limit') ?? String(longest)].map((text) => {
    assert(/^\d+$/.test(text) && Number.isSafeInteger(Number(text)), 'invalid_request')
    return Number(text)
  }) as [number, number]
  assert(limit >= 1 && limit <= longest, 'invalid_request')
  return { offset, limit }
}

export interface Listing {
  /** What the list is about, where it is about something. */
  readonly related?: JsonObject
  /** Parameters that the pages share, in order and with their defaults: they stand before offset and limit. */
  readonly query?: Readonly<Record<string, string>>
}

/** One page of all items. `next` and `previous` are paths, relative to the API host and of the version called (observed). */
export function collection<T>(
  { path }: Call,
  { offset, limit }: Page,
  all: readonly T[],
  show: (item: T) => Json,
  { related, query = {} }: Listing = {},
): Reply {
  const total = all.length
  const at = (start: number) => {
    const parameters = { ...query, offset: String(start), limit: String(limit) }
    return `${path}?${new URLSearchParams(parameters)}`
  }
  const page = {
    offset,
    limit,
    next: offset + limit < total ? at(offset + limit) : null,
    previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
    total,
  }
  const items = all.slice(offset, offset + limit).map(show)
  return json({ ...(related ? { related } : {}), items, page, errors: [] })
}
