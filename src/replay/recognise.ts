/** Finds the credentials in what a client sent, and says what each of them is called. */

import type { Call } from '../core/http.ts'
import type { Endpoint } from '../core/routes.ts'
import type { Session } from '../core/session.ts'
import type { Concealing, Name } from './conceal.ts'
import type { Ledger } from './ledger.ts'
import type { StandIn } from './names.ts'
import type { CredentialOf } from './reveal.ts'

interface Recognised<Line> {
  readonly line: Line
  /** What the run sees where a name stands in the line. */
  readonly credentialOf: CredentialOf
  /** By stand-in, what the client sent. */
  readonly sent: ReadonlyMap<string, string>
  /** Those that were met for the first time. */
  readonly standIns: Readonly<Record<string, StandIn>>
}

/** Goes through it twice: to know a credential takes its time, which `make` has not. */
export async function recognise<Line>(
  ledger: Ledger,
  session: Session,
  make: (how: Concealing) => Line,
  asked?: { readonly endpoint: Endpoint; readonly call: Call },
): Promise<Recognised<Line>> {
  const { names, redactor, shown } = ledger
  const concealing = (name: Name): Concealing => ({ redactor, shown, name })
  const found = new Map<string, boolean>()
  make(
    concealing((credential, certain) => {
      found.set(credential, certain || found.get(credential) === true)
      return 'some'
    }),
  )

  const called = new Map<string, string>()
  const seen = new Map([...shown].map(([credential, name]) => [name, credential]))
  const sent = new Map<string, string>()
  const standIns: Record<string, StandIn> = {}
  for (const [credential, certain] of found) {
    let name = names.of(credential)
    if (name === undefined) {
      const meaning = await meaningOf(session, credential, certain ? asked : undefined)
      if (meaning === undefined && !certain) continue
      const hidden = names.hide(credential, meaning === undefined ? 'unknown' : 'kept', meaning)
      if (!hidden) continue
      name = hidden.name
      standIns[name] = hidden.standIn
    }
    const as = names.standIn(name)?.as
    if (as !== undefined) sent.set(as, credential)
    called.set(credential, name)
    seen.set(name, as ?? credential)
  }
  const credentialOf = (name: string) => present(ledger, session, name, seen.get(name)!)
  return { line: make(concealing((credential) => called.get(credential))), credentialOf, sent, standIns }
}

/** Lets a credential turn up in a call or an act: the vault is told what a stand-in means. */
export function present(ledger: Ledger, session: Session, name: string, credential: string): string {
  const means = ledger.names.standIn(name)?.means
  if (means !== undefined) session.vault.alias(credential, means)
  ledger.show(credential, name)
  return credential
}

/** What a credential of another run is to this session: the id of one in its vault, or one that only its provider knows. */
async function meaningOf(
  session: Session,
  credential: string,
  asked: { readonly endpoint: Endpoint; readonly call: Call } | undefined,
): Promise<StandIn['means']> {
  const kept = await session.vault.find(credential)
  if (kept || !asked) return kept?.id
  const { endpoint, call } = asked
  const { provider } = endpoint
  const settings = session.settings(provider)
  const who = await provider.identify({ ...endpoint, call, session, settings, who: {}, quotas: [] })
  return who.presented === credential ? who.credential : undefined
}
