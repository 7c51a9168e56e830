/** Instants, as all dates are written: ATOM, in UTC. */

import { type Instant, iso, parseInstant } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import { type Row, text } from './parameters.ts'

export function atomAt(at: Instant): string {
  return iso(at).replace(/\.\d+Z$/, '+00:00')
}

/** An instant in the path, such as 2024-01-12T12:00:00+00:00, percent-encoded or not. */
export const DATETIME: Row<Instant> = {
  ...text({ in: 'path', about: 'one of the dates that there is data of (ATOM)', source: 'docs ref/*' }),
  schema: { type: 'string', format: 'date-time' },
  refuses: ['invalid_date'],
  read: (text) => {
    const at = /^\d{4}-\d\d-\d\dT/.test(text!) ? parseInstant(text!) : undefined
    assert(at !== undefined, 'invalid_date')
    return at
  },
}
