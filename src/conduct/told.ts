/** Who may know of an answer: what a client does next is judged by what it had been told. */

import type { Exchanged } from '../core/judge.ts'

/** An answer: how many calls had begun when it was sent (null before), and the connection that it went out on. */
export type Told = { begun: number | null; readonly connection: string | null }

/** An answer that is not sent yet. */
export function telling(event: Exchanged): Told {
  return { begun: null, connection: connectionOf(event) }
}

/**
 * Whether whoever made this call had that answer. It began later, and came on the same connection: others may belong to
 * calls that were under way, or to another process. Without sockets there is but one client.
 */
export function knew(event: Exchanged, { begun, connection }: Told): boolean {
  return begun !== null && event.began > begun && connection === connectionOf(event)
}

/** Null where there is no socket. */
export function connectionOf({ exchange }: Exchanged): string | null {
  const { address, port } = exchange.context.call
  return port === undefined ? null : `${address} ${port}`
}

/** Refused for good: the same again would be refused again. A 408 or 429 passes, as does what the server gets wrong. */
export function isFinal({ exchange }: Exchanged): boolean {
  const { status } = exchange.reply
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}
