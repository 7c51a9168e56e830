/** Where a consent leads: the app's own address, with a code and the state that it sent, or with what a scenario makes of them. */

import type { Tampering } from '../../../core/script.ts'
import type { Session } from '../../../core/session.ts'
import type { Awaitable } from '../../../core/state.ts'

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** @param wrong what an honest page would never send (situations 3 and 4) */
export async function callback(
  session: Session,
  client: string,
  redirectUri: string,
  { code, state }: { readonly code: string; readonly state: string | undefined },
  wrong: readonly Tampering[] = [],
): Promise<string> {
  const oldState = await exchangeState(session, client, state)
  const stranger = code.slice(0, -8) + '0'.repeat(8)
  const forms: Readonly<Record<Tampering, Query>> = {
    state: { state: `tampered-${state ?? ''}` },
    'no-state': { state: undefined },
    'old-state': { state: oldState },
    code: { code: stranger },
    'no-code': { code: undefined },
    'two-codes': { code: [code, stranger] },
    signature: {},
  }
  return withQuery(redirectUri, Object.assign({ code, state }, ...wrong.map((what) => forms[what])))
}

/** A field without a value is left out, one of several values stands there several times. */
export function withQuery(address: string, fields: Query): string {
  const url = new URL(address)
  for (const [name, values = []] of Object.entries(fields))
    for (const value of typeof values === 'string' ? [values] : values) url.searchParams.append(name, value)
  return url.href
}

/** Keeps the state of an app's callback, and answers that of the one before. */
function exchangeState(session: Session, client: string, state = ''): Awaitable<string | undefined> {
  return session.state.change<string, string | undefined>(`hoopai state/${client}`, (old) => ({
    result: old || undefined,
    value: state,
  }))
}
