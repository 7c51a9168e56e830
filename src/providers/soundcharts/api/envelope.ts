/** The forms that answers come in (section 8 of the fact sheet), each with its schema. */

import type { Success } from '../../../core/facts.ts'
import type { Json, JsonObject, Reply } from '../../../core/http.ts'
import { type Context, json } from '../../../core/provider.ts'
import { worldOf } from '../data.ts'
import { choice, type Table, whole } from './parameters.ts'
import { listOf, objectOf, once, orNull, type Shape, TEXT, WHOLE } from './shapes.ts'

/** How what was found is answered. */
export interface Form<F> {
  readonly success: Success
  reply(found: F, context: Context, page: Page): Reply
}

/** The part of a list that a call asks for. `query` is what its pages share. */
export interface Page {
  readonly offset: number
  readonly limit: number
  readonly query: Readonly<Record<string, string>>
}

/** `offset` and `limit`, which stand last in the query of `next`. */
export const PAGE = pageOf(100)

/** A page of at most so many. */
export function pageOf(longest: number) {
  return {
    offset: whole({ minimum: 0, fallback: 0, about: 'where the page begins', source: 'docs ref/*; observed' }),
    limit: whole({
      minimum: 1,
      maximum: longest,
      fallback: longest,
      about: 'how many items at most; more than the maximum is refused',
      source: 'docs ref/*; observed; assumed 23',
    }),
  } satisfies Table
}

/** `sortBy` and `sortOrder`. */
export function sortOf<const O extends string>(
  by: readonly O[],
  fallback: NoInfer<O>,
  order: 'asc' | 'desc',
  source: string,
) {
  return {
    sortBy: choice(by, { fallback, about: 'what the list is sorted by', source }),
    sortOrder: choice(['asc', 'desc'], { fallback: order, about: 'in which direction', source }),
  } satisfies Table
}

/** A list that may be too long to be made whole. */
export interface Lazy<T> {
  readonly length: number
  at(place: number): T | undefined
}

/** What a list is made of; `related` is what it is about. */
export interface Found<T, R = undefined> {
  readonly items: Lazy<T>
  readonly related: R
}

/** `{type, object, errors}`; `type` is the entity's name. */
export function single<T>(type: string, of: Shape<T>): Form<T> {
  return form(
    () => ({
      about: `one ${type.replaceAll('_', ' ')}`,
      schema: objectOf({ type: { const: type }, object: of.schema, errors: NONE }),
    }),
    (found, { session }) => json({ type, object: of.show(found, worldOf(session)), errors: [] }),
  )
}

/** `{items, page, errors}`. */
export function collection<T>(of: Shape<T>): Form<readonly T[]> {
  const list = about(undefined, of)
  return form(
    () => list.success,
    (items, context, page) => list.reply({ items, related: undefined }, context, page),
  )
}

/** One, or a list of several. */
export function oneOrSeveral<T>(type: string, of: Shape<T>): Form<T | readonly T[]> {
  const [one, several] = [single(type, of), collection(of)]
  return form(
    () => ({
      about: `${one.success.about}, or a list of those asked for`,
      schema: { anyOf: [one.success.schema!, several.success.schema!] },
    }),
    (found, context, page) =>
      Array.isArray(found) ? several.reply(found, context, page) : one.reply(found as T, context, page),
  )
}

/** `{related, items, page, errors}`. */
export function about<R, T>(related: Shape<R> | undefined, of: Shape<T>): Form<Found<T, R>> {
  return form(
    () => ({
      about: related ? 'a page of a list, and what it is about' : 'a page of a list',
      schema: objectOf({
        ...(related ? { related: related.schema } : {}),
        items: listOf(of.schema),
        page: PAGE_SCHEMA,
        errors: NONE,
      }),
    }),
    (found, context, page) => {
      const world = worldOf(context.session)
      const first = related && { related: related.show(found.related, world) }
      return json({ ...first, ...pageOfList(found.items, context, page, (item) => of.show(item, world)) })
    },
  )
}

/** A list of plain values. */
export function values<R>(related: Shape<R> | undefined, schema: JsonObject): Form<Found<Json, R>> {
  return about(related, { schema, show: (item) => item as JsonObject })
}

/** Members at the root. */
export function plain<T>(what: string, of: Shape<T>): Form<T> {
  return form(
    () => {
      const { properties } = of.schema as { properties: Record<string, JsonObject> }
      return { about: what, schema: objectOf({ ...properties, errors: NONE }) }
    },
    (found, { session }) => json({ ...of.show(found, worldOf(session)), errors: [] }),
  )
}

function form<F>(describe: () => Success, reply: Form<F>['reply']): Form<F> {
  const success = once(describe)
  return {
    get success() {
      return success()
    },
    reply,
  }
}

const NONE: JsonObject = { type: 'array', maxItems: 0 }
const PAGE_SCHEMA = objectOf({ offset: WHOLE, limit: WHOLE, next: orNull(TEXT), previous: orNull(TEXT), total: WHOLE })

/** `next` and `previous` are paths, relative to the API host and of the version called (observed). */
function pageOfList<T>(
  all: Lazy<T>,
  { call: { path } }: Context,
  { offset, limit, query }: Page,
  show: (item: T) => Json,
): JsonObject {
  const total = all.length
  const at = (start: number) =>
    `${path}?${new URLSearchParams({ ...query, offset: String(start), limit: String(limit) })}`
  const count = Math.max(0, Math.min(limit, total - offset))
  return {
    items: Array.from({ length: count }, (_, i) => show(all.at(offset + i) as T)),
    page: {
      offset,
      limit,
      next: offset + limit < total ? at(offset + limit) : null,
      previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
      total,
    },
    errors: [],
  }
}
