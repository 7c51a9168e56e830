/** One act of the admin API, whoever asks for it: HTTP, or the library in this process. */

import { isApiError } from '../../core/errors.ts'
import type { Json, JsonObject } from '../../core/http.ts'
import type { Stage } from '../stage.ts'
import { AdminError, type Hints, isScenarioError } from './errors.ts'
import { checkBody, checkQuery, type Yaml } from './input.ts'
import type { AdminRoute, Ask } from './route.ts'

/** What was handed over, unchecked. */
export interface Given {
  readonly body?: Json | Yaml | undefined
  readonly query?: JsonObject | undefined
}

/** Checks what was given by the route's schemas, and has the route do its work. Throws what `refusal` can word. */
export async function perform(row: AdminRoute, ask: Omit<Ask, keyof Given>, { body, query }: Given): Promise<Json> {
  return row.handle({ ...ask, body: checkBody(row, body), query: checkQuery(row, query) })
}

/** What was thrown, as a refusal without secrets; undefined where nobody foresaw it. */
export function refusal({ redactor }: Stage, thrown: unknown): AdminError | undefined {
  const word = (code: AdminError['code'], message: string, { expected, got, known }: Hints) =>
    new AdminError(code, redactor.text(message), {
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got: redactor.value(got) as Json }),
      ...(known === undefined || known.length === 0 ? {} : { known }),
    })
  if (thrown instanceof AdminError) return word(thrown.code, thrown.message, thrown)
  if (isApiError(thrown)) return word('refused', thrown.message || thrown.code, thrown.details as Hints)
  if (isScenarioError(thrown)) return word('bad_scenario', thrown.message, thrown.problems[0] ?? {})
  return undefined
}
