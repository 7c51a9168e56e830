/** What sets a call apart from an ordinary one: most rules look at few calls, and need not be asked of the others. */

import type { Exchanged } from '../core/judge.ts'

/**
 * `grant`: it asks for tokens, or names a grant; `failed`: it was refused, or an effect had its way with it; `query` and
 * `body`: it has one.
 */
export const MARKS = ['grant', 'failed', 'query', 'body'] as const
export type Mark = (typeof MARKS)[number]

/** Those that a call has, as bits: the first of MARKS is 1, the second 2, the next 4. */
export function marksOf({ exchange: { context, reply, code }, injected }: Exchanged): number {
  const { call, route, who } = context
  return (
    (route.issues || who.grant !== undefined ? 1 : 0) |
    (code !== undefined || injected || reply.status >= 400 || reply.wire !== undefined ? 2 : 0) |
    (call.query.size > 0 ? 4 : 0) |
    (call.body.length > 0 ? 8 : 0)
  )
}

/** Whether these marks are heeded by a rule. */
export function heeded({ heeds }: { readonly heeds?: readonly Mark[] }, marks: number): boolean {
  return heeds === undefined || heeds.some((mark) => (marks >> MARKS.indexOf(mark)) & 1)
}
