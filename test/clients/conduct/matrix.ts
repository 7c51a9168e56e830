/**
 * For every rule of the judge a client that breaks it and one that does not: those on tokens and consents stand beside this
 * file, the others in test/conduct/clients. `npm run docs` writes what they were caught by to docs/conduct.md.
 */

import type { Case as CourtCase } from '../../conduct/clients/case.ts'
import { credentials } from '../../conduct/clients/credentials.ts'
import { limits } from '../../conduct/clients/limits.ts'
import { reads } from '../../conduct/clients/reads.ts'
import { webhooks } from '../../conduct/clients/webhooks.ts'
import { court } from '../../conduct/court.ts'
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

export const COURT: readonly CourtCase[] = [...limits, ...credentials, ...reads, ...webhooks]
export const CASES: Cases = { ...renewal, ...refresh, ...tokenEndpoint, ...consent }

/** The rules that the judge is to have. */
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

/** Likewise, of the rules whose clients are written with the court itself. */
export async function playCourt(cases = COURT): Promise<Row[]> {
  const rows: Row[] = []
  // One after the other: a webhook's receiver that waits for the others' work would seem slow.
  for (const one of cases) {
    const { rule, provider, scenario, settings, running = false } = one
    const found = async (which: 'bad' | 'good') => {
      const options = { running, ...(scenario ? { scenario } : {}), ...(settings ? { settings } : {}) }
      const judged = await court(provider, options)
      await one[which](judged)
      return [...new Set(await judged.found())]
    }
    const [bad, good] = [await found('bad'), await found('good')]
    rows.push({ rule, provider, scenario: scenario === undefined ? null : nameOf(scenario), bad, good })
  }
  return rows
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
