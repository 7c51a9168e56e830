/** What the judge is to core: something that is told what happened, and says at the end whether the client behaved. */

import type { Instant } from './clock.ts'
import type { Exchange } from './journal.ts'
import type { Delivery } from './outbox.ts'
import type { Provider } from './provider.ts'
import type { Session } from './session.ts'
import type { Awaitable } from './state.ts'
import type { Credential } from './vault.ts'

export const SEVERITIES = ['error', 'warn', 'info', 'off'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What a scenario may say of each rule of the judge, by rule. */
export type ConductTable = Readonly<
  Record<string, { readonly about: string; readonly severity: Severity; readonly numbers: Numbers }>
>

/** Numbers of a rule's tolerance, by name, units in the names. */
export type Numbers = { readonly [name: string]: number }

/** What a card or a scenario says of one rule: its severity, its page, its numbers. */
export interface Stance {
  readonly severity?: Severity
  /** The provider's page, or a tag of its fact sheet. */
  readonly source?: string
  readonly numbers?: Numbers
}

/** A whole call, once its outcome is committed. What it carried stands in `exchange.context.who` as it was before. */
export interface Exchanged {
  readonly kind: 'exchange'
  readonly session: Session
  /** `request-12`, as in the journal, and the 12. */
  readonly id: string
  readonly n: number
  /** Which of the session's calls it was, by their beginning. */
  readonly began: number
  readonly at: Instant
  /** Whether the session's clock stood still, so that nobody could wait. */
  readonly frozen: boolean
  readonly provider: Provider
  readonly exchange: Exchange
  /** Whether an effect made or changed the answer. Then it is no evidence; what the client does next may be. */
  readonly injected: boolean
  /** What the provider itself answered, whatever became of it then; 0 where an effect came before it. */
  readonly committed: number
  /** Of a call that asked for tokens: those that its answer brought, as the vault knows them. A lost answer's too. */
  readonly issued: readonly Credential[]
  /** Those of them that the answer really holds. */
  readonly brought: readonly Credential[]
}

/** What the judge is told, in the order of commitment. */
export type Happening =
  | Exchanged
  | Sent
  /** The clock was moved; time that no client could wait through. */
  | { readonly kind: 'advanced'; readonly session: Session; readonly from: Instant; readonly to: Instant }
  | Consented
  /** One attempt to deliver a webhook; the last of `delivery.attempts`. */
  | {
      readonly kind: 'delivered'
      readonly session: Session
      readonly provider: Pick<Provider, 'name'>
      readonly at: Instant
      readonly delivery: Delivery
    }

/** The answer of a call that asked for tokens, was refused or met a fault was written, or its client had hung up. */
export interface Sent {
  readonly kind: 'sent'
  readonly session: Session
  readonly provider: Provider
  readonly id: string
  readonly at: Instant
  readonly hungUp: boolean
}

/** A person chose on a consent page, or by the admin API in the person's place. */
export interface Consented {
  readonly kind: 'consented'
  readonly session: Session
  readonly provider: Pick<Provider, 'name'>
  readonly at: Instant
  readonly client: string
  readonly location?: string | undefined
  readonly scopes: readonly string[]
  /** As the app sent it; undefined when it sent none. */
  readonly state?: string | undefined
  readonly redirectUri: string
  readonly allowed: boolean
  /** The vault's id of the code that the callback carries. */
  readonly code?: string | undefined
  /** What of the callback is wrong on purpose. */
  readonly tampered: readonly string[]
}

export interface Judge {
  /** Never throws: a rule that fails is reported as not judged. */
  hear(happening: Happening): Awaitable<unknown>
  report(session: Session): Promise<SessionReport>
}

/** Evidence against a client, in words and ids; never a secret. */
export interface Finding {
  readonly rule: string
  readonly severity: Exclude<Severity, 'off'>
  readonly provider: string
  /** What happened. */
  readonly message: string
  /** Why it matters, and what to do instead. */
  readonly harm: string
  readonly mend: string
  /** Ids in the journal: the first few, and the latest. */
  readonly requests: readonly string[]
  /** The token that the first such call brought, after those that it descends from; empty where it brought none. */
  readonly lineage: readonly Ancestor[]
  /** When it happened first, ISO 8601 by the session's clock. */
  readonly at: string
  /** How often it happened to the same subject. */
  readonly times: number
  /** The provider's page or the RFC that says so. */
  readonly source: string
  /** Stable over runs: rule, provider and subject. What a baseline names. */
  readonly fingerprint: string
  /** Whether a baseline accepts it, so that it fails nothing. */
  readonly known?: true
}

/** A token, code or key in a lineage, by its digest; instants in ISO 8601. */
export interface Ancestor {
  readonly id: string
  readonly kind: Credential['kind']
  readonly issuedAt: string
  readonly spentAt?: string
  readonly revokedAt?: string
}

/** A call that findings name, in short, while the journal keeps it. */
export interface Evidence {
  readonly id: string
  readonly at: string
  readonly provider: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly code: string | null
}

/** What a scenario expects, and what came. */
export interface Expectation {
  /** `POST /oauth/token with grant refresh_token at hoopai: exactly 1`. */
  readonly expected: string
  readonly got: number
  readonly met: boolean
  /** What is wrong, where something is. */
  readonly message?: string
}

export const VERDICTS = ['passed', 'failed', 'inconclusive'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface SessionReport {
  readonly name: string
  /** Of the scenario that plays; null where none does. */
  readonly scenario: string | null
  readonly seed: number
  readonly verdict: Verdict
  /** The reasons for a verdict other than passed, in sentences. */
  readonly reasons: readonly string[]
  /** How many calls came, by provider. */
  readonly calls: { readonly [provider: string]: number }
  /** Rules of the judge that were asked, whatever they found. */
  readonly judged: readonly string[]
  readonly findings: readonly Finding[]
  /** The calls that the findings name. */
  readonly evidence: readonly Evidence[]
  readonly expectations: readonly Expectation[]
  /** Rules of the scenario that met nothing to strike. */
  readonly neverStruck: readonly string[]
  /** Rules of the judge that could not judge, and why. */
  readonly notJudged: readonly { readonly rule: string; readonly why: string }[]
}

export interface Report {
  readonly verdict: Verdict
  /** What is wrong beyond any one session, in sentences. */
  readonly reasons: readonly string[]
  readonly sessions: readonly SessionReport[]
}

/** What fails a session. */
export function faultsOf({ findings, expectations }: Pick<SessionReport, 'findings' | 'expectations'>): string[] {
  const blamed = findings.filter(({ severity, known }) => severity === 'error' && !known)
  return [
    ...blamed.map(({ rule, message }) => `${rule}: ${message}`),
    ...expectations.flatMap(({ message }) => message ?? []),
  ]
}

/** Any fault fails; without one, any doubt leaves it open. */
export function verdictOf(faults: readonly string[], doubts: readonly string[]): Verdict {
  return faults.length > 0 ? 'failed' : doubts.length > 0 ? 'inconclusive' : 'passed'
}

/** Several sessions' reports as one. One that failed fails it, as does any fault; one that is inconclusive leaves it so. */
export function together(sessions: readonly SessionReport[], faults: readonly string[] = []): Report {
  const verdicts = sessions.map(({ verdict }) => verdict)
  const worst = (['failed', 'inconclusive'] as const).find((each) => verdicts.includes(each)) ?? 'passed'
  const none = sessions.length === 0 ? ['no session was judged'] : []
  const verdict = faults.length > 0 ? 'failed' : none.length > 0 ? 'inconclusive' : worst
  return { verdict, reasons: [...faults, ...none], sessions }
}

/** How a report is written for those who read it: tools and people. */
export interface ReportFormat {
  readonly contentType: string
  /** @param version of the program */
  write(report: Report, version: string): Awaitable<string>
}
