/**
 * For every rule of the judge a client that breaks it and one that does not. Add yours to a file beside this one, by the
 * rule's id, and the file to CASES; `npm run docs` then writes docs/conduct.md anew.
 */

import { consent } from './consent.ts'
import { type ClockKind, type Kit, type ProviderName, type Stand, stand } from './kit.ts'
import { refresh } from './refresh.ts'
import { renewal } from './renewal.ts'
import { tokenEndpoint } from './token-endpoint.ts'

export interface Case extends Omit<Stand, 'clock'> {
  /** The providers where the rule applies. */
  readonly at: readonly ProviderName[]
  /** What a frozen clock cannot stage, beside waiting. */
  readonly runs?: true
  /** Is caught by this rule and no other. */
  bad(kit: Kit): Promise<void>
  /** Is caught by none. */
  good(kit: Kit): Promise<void>
}

/** Of each rule at least one. */
export type Cases = Readonly<Record<string, readonly Case[]>>

export const CASES: Cases = { ...renewal, ...refresh, ...tokenEndpoint, ...consent }

/** The rules that the judge is to have; `test/clients/conduct/matrix.test.ts` says which are not yet written. */
export const WANTED = [
  ...['refresh-stampede', 'rotated-token-reused', 'rotated-token-dropped', 'refresh-loop-after-rejection'],
  ...['refresh-too-early', 'expired-token-sent', 'no-recovery-after-401', 'same-token-after-401', 'refresh-on-403'],
  ...['refresh-on-429', 'token-not-cached', 'token-endpoint-hammered', 'limit-headers-ignored', 'retry-after-ignored'],
  ...['no-backoff', 'retry-storm', 'unsafe-retry', 'code-replayed', 'state-missing', 'state-not-checked'],
  ...['redirect-uri-mismatch', 'secret-in-url', 'token-in-url', 'credentials-misplaced', 'legacy-key-with-token'],
  ...['live-secret-in-test-run', 'version-header', 'content-type', 'stream-url-outlived', 'catalogue-refetched'],
  ...['paging-stopped-early', 'webhook-unverified', 'webhook-replayed', 'webhook-slow', 'unused-scope'],
  ...['ignored-parameter', 'call-from-browser'],
] as const

export interface Row {
  readonly rule: string
  readonly provider: ProviderName
  /** The ready scenario's name, `one of its own`, or null. */
  readonly scenario: string | null
  /** Ids of the rules that found something. */
  readonly bad: readonly string[]
  readonly good: readonly string[]
}

/** Every rule at each of its providers, with what both clients were caught by. */
export async function playAll(clock: ClockKind = 'running', cases: Cases = CASES): Promise<Row[]> {
  const rows: Row[] = []
  for (const [rule, each] of Object.entries(cases))
    for (const one of each)
      for (const provider of one.at) {
        if (clock === 'frozen' && one.runs) continue
        const { scenario } = one
        const bad = await play(one, provider, clock, 'bad')
        const good = await play(one, provider, clock, 'good')
        rows.push({ rule, provider, scenario: scenario === undefined ? null : nameOf(scenario), bad, good })
      }
  return rows
}

async function play(one: Case, provider: ProviderName, clock: ClockKind, which: 'bad' | 'good'): Promise<string[]> {
  const { kit, found } = await stand(provider, { ...one, clock })
  await one[which](kit)
  return found()
}

function nameOf(scenario: NonNullable<Case['scenario']>): string {
  return typeof scenario === 'string' ? scenario : 'one of its own'
}
