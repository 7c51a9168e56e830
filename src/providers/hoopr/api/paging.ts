/** The shape of every paged list. Source: docs/response-format, docs/pagination. */

import type { Json, JsonObject } from '../../../core/http.ts'

export interface Page {
  /** From 1. */
  readonly page: number
  /** 1 to 100. */
  readonly pageSize: number
}

/** One page of `list`, its items made by `show`. A page past the end is empty (assumed U15); no records, no pages (U16). */
export function paginate<T>(list: readonly T[], { page, pageSize }: Page, show: (item: T) => Json): JsonObject {
  const from = (page - 1) * pageSize
  return {
    totalRecords: list.length,
    totalPages: Math.ceil(list.length / pageSize),
    currentPage: page,
    pageSize,
    items: list.slice(from, from + pageSize).map(show),
  }
}
