/** What the judge is told of a call: the exchange, and what became of the tokens in it. */

import type { Reply } from './http.ts'
import { type Exchange, requestId } from './journal.ts'
import type { Exchanged } from './judge.ts'
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
export async function exchanged(exchange: Exchange, { n, began, served, injected }: Seen): Promise<Exchanged> {
  const { context, reply } = exchange
  const { session, provider, route, call } = context
  const tokensIn = (answer: Reply) => (route.issues ? (provider.tokensIn?.(answer) ?? []) : [])
  const shown = reply.wire ? [] : tokensIn(reply)
  const issued: Credential[] = []
  const brought: Credential[] = []
  for (const token of served ? tokensIn(served) : []) {
    const credential = await session.vault.find(token)
    if (!credential) continue
    issued.push(credential)
    if (shown.includes(token)) brought.push(credential)
  }
  const when = { id: requestId(n), n, began, at: call.at, frozen: session.clock.frozen }
  const committed = served?.status ?? 0
  return { kind: 'exchange', session, ...when, provider, exchange, injected, committed, issued, brought }
}
