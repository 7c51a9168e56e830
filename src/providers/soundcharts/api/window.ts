/** The days that a series is asked for (section 10.1 of the fact sheet). */

import { parseInstant } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { Call } from '../../../core/http.ts'
import { type Day, dateOf, dayOf, FIRST_DAY } from '../data.ts'

const DEFAULT_DAYS = 30
const LONGEST_DAYS = 90

export interface Window {
  readonly startDate: string
  readonly endDate: string
  /** From first to last, both included, as far as there can be data: not before the first crawl, not after today. */
  readonly days: readonly Day[]
}

/**
 * `startDate` and `endDate` of a call; an empty one counts as left out. By default the window ends today and begins 30 days
 * before its end; at most 90 days lie between. Throws invalid_date and invalid_period.
 */
export function readWindow({ query, at }: Call): Window {
  const last = readDay(query.get('endDate')) ?? dayOf(at)
  const first = readDay(query.get('startDate')) ?? last - DEFAULT_DAYS
  assert(first <= last && last - first <= LONGEST_DAYS, 'invalid_period')
  const [from, to] = [Math.max(first, FIRST_DAY), Math.min(last, dayOf(at))]
  const days = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
  return { startDate: dateOf(first), endDate: dateOf(last), days }
}

/** A real date of the form YYYY-MM-DD. */
function readDay(text: string | null): Day | undefined {
  if (!text) return undefined
  const at = text.length === 10 ? parseInstant(text) : undefined
  // JavaScript reads 2026-02-30 as a day of March.
  assert(at !== undefined && dateOf(dayOf(at)) === text, 'invalid_date')
  return dayOf(at)
}
