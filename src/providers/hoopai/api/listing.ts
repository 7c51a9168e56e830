/** Lists: which page of the matching records a query asks for, and the `meta` that leads to the next. */

import type { Instant } from '../../../core/clock.ts'
import type { Json, JsonObject } from '../../../core/http.ts'
import type { Context } from '../../../core/provider.ts'
import type { Collection } from '../data/collections.ts'
import type { Settings } from '../index.ts'
import { number, type Optional, string } from './fields.ts'

/** A page's size: 20 unless told, at most 100. */
export const limit: Optional<number> = number({ min: 1, max: 100, whole: true })

/** A place in a list that is sorted by instant, then id. */
export type Place = readonly [at: Instant, id: string]

export const CURSOR = { startAfter: number(), startAfterId: string } as const

/** Which page of a list. */
export interface Wanted {
  readonly limit?: number | undefined
  readonly page?: number | undefined
  readonly startAfter?: number | undefined
  readonly startAfterId?: string | undefined
}

/**
 * One page of `items`, which are sorted. It starts after the cursor, whether or not the record there still exists, or
 * else at the page's number. `meta.nextPage` and `meta.nextPageUrl` are null at the end (section 11.4).
 */
export function pageOf<T>(
  context: Context,
  items: readonly T[],
  placeOf: (item: T) => Place,
  { limit = 20, page = 1, startAfter, startAfterId }: Wanted,
  order: 'rising' | 'falling' = 'falling',
): { page: T[]; meta: JsonObject } {
  const sign = order === 'rising' ? 1 : -1
  const isAfter = (item: T): boolean => {
    const [at, id] = placeOf(item)
    return sign * (at - startAfter! || (id < (startAfterId ?? '') ? -1 : id === startAfterId ? 0 : 1)) > 0
  }
  const start =
    startAfter !== undefined
      ? indexOr(items.length, items.findIndex(isAfter))
      : startAfterId !== undefined
        ? items.findIndex((item) => placeOf(item)[1] === startAfterId) + 1
        : (page - 1) * limit
  const entries = items.slice(start, start + limit)
  return { page: entries, meta: metaOf(context, { total: items.length, start, limit }, entries.at(-1), placeOf) }
}

/** As `pageOf`, of a whole collection in its own order, at a cost that does not grow with it. */
export async function pageIn<T>(
  context: Context,
  records: Collection<T>,
  placeOf: (item: T) => Place,
  { limit = 20, page = 1, startAfter, startAfterId }: Wanted,
  order: 'rising' | 'falling' = 'falling',
): Promise<{ page: T[]; meta: JsonObject }> {
  const known = startAfter === undefined && startAfterId !== undefined ? await records.find(startAfterId) : undefined
  const at = startAfter ?? (known && placeOf(known)[0])
  const from =
    at !== undefined ? { order: at, id: startAfterId ?? '' } : startAfterId !== undefined ? 0 : (page - 1) * limit
  const found = await records.page(from, limit, order === 'rising' ? 'up' : 'down')
  const where = { total: found.total, start: found.from, limit }
  return { page: found.records, meta: metaOf(context, where, found.records.at(-1), placeOf) }
}

function metaOf<T>(
  context: Context,
  { total, start, limit }: Readonly<Record<'total' | 'start' | 'limit', number>>,
  last: T | undefined,
  placeOf: (item: T) => Place,
): JsonObject {
  const [at, id] = last === undefined ? [null, null] : placeOf(last)
  const more = start + limit < total
  const currentPage = Math.floor(start / limit) + 1
  return {
    total,
    nextPageUrl: more ? nextPageUrl(context, at, id) : null,
    startAfterId: id,
    startAfter: at,
    currentPage,
    nextPage: more ? currentPage + 1 : null,
    prevPage: currentPage > 1 ? currentPage - 1 : null,
  }
}

/** Leaves out what was created too short a time ago for the search index to know it (U18). */
export function indexed<T>(
  { call, settings }: Context,
  items: readonly T[],
  createdAt: (item: T) => Instant,
): readonly T[] {
  const { searchLagSeconds } = settings as Settings
  if (searchLagSeconds === 0) return items
  return items.filter((item) => createdAt(item) <= call.at - searchLagSeconds * 1000)
}

/** Whether `text` stands in one of the values, in any case. */
export function mentions(text: string, ...values: readonly (string | undefined)[]): boolean {
  const wanted = text.trim().toLowerCase()
  return values.some((value) => value?.toLowerCase().includes(wanted))
}

/** Whether a value is one of those listed with commas. */
export function listed(csv: string | undefined, ...values: readonly (string | undefined)[]): boolean {
  if (csv === undefined) return true
  const wanted = csv.split(',').map((each) => each.trim())
  return values.some((value) => value !== undefined && wanted.includes(value))
}

function nextPageUrl({ call }: Context, startAfter: Json, startAfterId: Json): string {
  const query = new URLSearchParams(call.query)
  query.delete('page')
  query.set('startAfter', String(startAfter))
  query.set('startAfterId', String(startAfterId))
  return `${call.base}${call.path}?${query}`
}

function indexOr(fallback: number, index: number): number {
  return index < 0 ? fallback : index
}
