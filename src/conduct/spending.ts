/** Codes and refresh tokens are good once: what became of the attempts to spend them. */

import type { Exchanged } from '../core/judge.ts'
import { remember, type Shelf } from './memory.ts'
import type { Event } from './rule.ts'
import { isFinal, type Told, telling } from './told.ts'

/** By code or refresh token: the attempt that is under way, else the latest. */
export type Attempts = { attempts: Shelf<Attempt> }

export type Attempt = Told & {
  readonly request: string
  /** When its answer was sent, or its client had hung up; null before. */
  sentAt: number | null
  /** What its client can go by: tokens, that there will be none, or nothing that it could know. */
  outcome: 'tokens' | 'refused' | 'lost'
}

/** The single-use credential that a call presents, by its id in the vault. */
export function spentBy({ exchange }: Exchanged, grant: 'authorization_code' | 'refresh_token'): string | undefined {
  const { who } = exchange.context
  return who.grant === grant ? who.credential?.id : undefined
}

/** Keeps an attempt in mind, unless another one is under way. Answers the one that was known. */
export function attempt(event: Exchanged, token: string, { attempts }: Attempts): Attempt | undefined {
  const earlier = attempts[token]
  if (earlier?.sentAt === null) return earlier
  const outcome = event.brought.length > 0 ? 'tokens' : isFinal(event) ? 'refused' : 'lost'
  remember(attempts, token, { request: event.id, sentAt: null, ...telling(event), outcome })
  return earlier
}

/** An answer that its client did not wait for is lost. */
export function noteSpending(
  { id, at, begun, hungUp }: Extract<Event, { kind: 'sent' }>,
  { attempts }: Attempts,
): void {
  for (const each of Object.values(attempts)) {
    if (each.request !== id) continue
    each.sentAt = at
    each.begun = begun
    if (hungUp) each.outcome = 'lost'
  }
}
