/** The bodies that several errors share, by the shape that section 9 gives each, and rows made of them. */

import type { Wording } from '../../../core/errors.ts'
import type { Json } from '../../../core/http.ts'
import type { Settings } from '../data/settings.ts'

export type Shape = (text: string) => Json
export const s1 =
  (statusCode: number): Shape =>
  (message) => ({ statusCode, message })
export const s2 =
  (statusCode: number, error: string): Shape =>
  (message) => ({ message, error, statusCode })
export const badRequest = s2(400, 'Bad Request')
export const s8: Shape = (error_description) => ({ error: 'UnAuthorized!', error_description })

/** A row of one shape. `text` is what it says unless the error brings a text of its own. */
export function row(
  status: number,
  shape: Shape,
  text: string,
  when: string,
  source: string,
  turnedBy?: keyof Settings,
): Wording {
  const reply: Wording['reply'] = ({ message }) => ({ json: shape(message || text) })
  return { status, when, source, ...(turnedBy ? { switch: turnedBy } : {}), reply }
}

/** A refusal that comes before the token is known to be good, so it carries no rate limit headers. */
export function early(wording: Wording): Wording {
  return { ...wording, unauthenticated: true }
}
