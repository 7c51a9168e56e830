/** The days that a series is asked for (section 10.1 of the fact sheet). */

import { type Instant, parseInstant } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { Call } from '../../../core/http.ts'
import { type Day, dateOf, dayOf, FIRST_DAY } from '../data.ts'
import type { Row, Table } from './parameters.ts'

const DEFAULT_DAYS = 30
const LONGEST_DAYS = 90

/** By default a window ends today and begins 30 days before its end; at most 90 days lie between. Both are days of it. */
export const WINDOW = {
  startDate: day(
    'the first day; by default 30 days before the last',
    (call) => lastOf(call) - DEFAULT_DAYS,
    (first, call) => {
      const last = lastOf(call)
      assert(first <= last && last - first <= LONGEST_DAYS, 'invalid_period')
    },
  ),
  endDate: day('the last day, at most 90 days after the first; by default today', ({ at }) => dayOf(at)),
} satisfies Table

/** The days of a window that there can be data of: not before the first crawl, not after today. */
export function daysOf({ startDate, endDate }: { startDate: Day; endDate: Day }, at: Instant): Day[] {
  const [from, to] = [Math.max(startDate, FIRST_DAY), Math.min(endDate, dayOf(at))]
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}

/** A date that bounds a list, and bounds nothing when it is left out. */
export function bound(about: string, source: string): Row<Day | undefined> {
  const schema = { type: 'string', format: 'date' }
  return {
    in: 'query',
    schema,
    refuses: ['invalid_date'],
    about,
    source,
    read: (text) => (text ? readDay(text) : undefined),
  }
}

function day(about: string, fallback: (call: Call) => Day, check: (day: Day, call: Call) => void = () => {}): Row<Day> {
  return {
    ...{ in: 'query', schema: { type: 'string', format: 'date' }, about, source: 'docs ref/*; observed' },
    refuses: ['invalid_date', 'invalid_period'],
    fallback: ({ call }) => dateOf(fallback(call)),
    read: (text, { call }) => {
      const found = readDay(text!)
      check(found, call)
      return found
    },
  }
}

function lastOf({ query, at }: Call): Day {
  const text = query.get('endDate')
  return text ? readDay(text) : dayOf(at)
}

/** A real date of the form YYYY-MM-DD. */
function readDay(text: string): Day {
  const at = text.length === 10 ? parseInstant(text) : undefined
  // JavaScript reads 2026-02-30 as a day of March.
  assert(at !== undefined && dateOf(dayOf(at)) === text, 'invalid_date')
  return dayOf(at)
}
