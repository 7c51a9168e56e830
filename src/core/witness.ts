/** What the judge is told of a call: the exchange, and what became of the tokens in it. */

import type { Reply } from './http.ts'
import { type Exchange, requestId } from './journal.ts'
import type { Exchanged } from './judge.ts'
import type { Awaitable } from './state.ts'
import type { Credential } from './vault.ts'

interface Seen {
  /** The call's ordinals: in the journal, and by beginning. */
  readonly n: number
  readonly began: number
  /** What the provider itself answered; undefined where an effect came before it. */
  readonly served: Reply | undefined
  readonly injected: boolean
}

/** A token counts as issued though the answer that bore it was lost. */
export function exchanged(exchange: Exchange, seen: Seen): Awaitable<Exchanged> {
  return exchange.context.route.issues ? withTokens(exchange, seen) : told(exchange, seen, [], [])
}

async function withTokens(exchange: Exchange, seen: Seen): Promise<Exchanged> {
  const { context, reply } = exchange
  const { session, provider } = context
  const tokensIn = (answer: Reply | undefined) => (answer && provider.tokensIn?.(answer)) ?? []
  const shown = reply.wire ? [] : tokensIn(reply)
  const issued: Credential[] = []
  const brought: Credential[] = []
  for (const token of tokensIn(seen.served)) {
    const credential = await session.vault.find(token)
    if (!credential) continue
    issued.push(credential)
    if (shown.includes(token)) brought.push(credential)
  }
  return told(exchange, seen, issued, brought)
}

function told(
  exchange: Exchange,
  seen: Seen,
  issued: readonly Credential[],
  brought: readonly Credential[],
): Exchanged {
  const { session, provider, call } = exchange.context
  const { n, began, served, injected } = seen
  return {
    kind: 'exchange',
    session,
    id: requestId(n),
    n,
    began,
    at: call.at,
    frozen: session.clock.frozen,
    provider,
    exchange,
    injected,
    committed: served?.status ?? 0,
    issued,
    brought,
  }
}
