/** The ten ready scenarios that the libraries are graded under, and what a program does in each. */

import type { Json, SessionOptions } from '../../../src/index.ts'
import type { Worker } from './client.ts'
import type { Place } from './place.ts'

export interface Part {
  readonly scenario: string
  readonly at: readonly Place['provider'][]
  /** Calls, one after the other. */
  work(worker: Worker): readonly (() => Promise<unknown>)[]
  /** Whether all but the first go side by side. */
  readonly parallel?: boolean
  readonly settings?: SessionOptions['settings']
  /** What is laid over the scenario so that no result depends on how fast the machine is. */
  readonly rules?: readonly Json[]
  /** What the person is asked for. Default: to read contacts. */
  readonly scope?: string
}

const EVERYWHERE = ['hoopai', 'soundcharts', 'hoopr'] as const
const reads = (count: number): Part['work'] => {
  return ({ read }) => Array.from({ length: count }, (_, n) => () => read(n + 1))
}

/** The first stages nothing: who is not served there, need not be asked about the others. */
export const PARTS: readonly [Part, ...Part[]] = [
  { scenario: 'plain-flow', at: EVERYWHERE, work: reads(3) },
  { scenario: 'expired-access-token', at: EVERYWHERE, work: reads(3) },
  {
    scenario: 'expiry-under-ten-calls',
    at: EVERYWHERE,
    work: reads(11),
    parallel: true,
    // All ten have met the 401 by the time that a new token comes.
    rules: [{ id: 'slow-renewal', call: 'POST /**/token', skip: 1, do: { delay: '1s' } }],
  },
  { scenario: 'refresh-answer-lost', at: ['hoopai'], work: reads(3) },
  // A program that reads again and again what it may not, would ask for it.
  { scenario: 'insufficient-scope', at: EVERYWHERE, work: reads(1) },
  { scenario: 'retry-after-seconds', at: EVERYWHERE, work: reads(3) },
  {
    scenario: 'burst-limit',
    at: EVERYWHERE,
    work: reads(3),
    settings: {
      hoopai: { limits: { burst: '100 per 5s' } },
      soundcharts: { limits: { rate: '1000 per 5s' } },
      hoopr: { limits: { api: '100 per 5s' } },
    },
  },
  { scenario: 'provider-outage', at: EVERYWHERE, work: reads(3) },
  { scenario: 'truncated-answer', at: EVERYWHERE, work: reads(3) },
  {
    scenario: 'write-answer-lost',
    at: ['hoopai'],
    work: ({ read, write }) => [write, () => read(1)],
    scope: 'contacts.readonly contacts.write',
  },
]

/** A library that pauses at all pauses longer than this, one that does not is faster on any machine. */
const CONDUCT = { 'no-backoff': { severity: 'error', firstMs: 300 } }

/** What is played: the ready scenario under its own name, with what is laid over it. */
export function scenarioOf({ scenario, rules = [] }: Part): Json {
  return { name: scenario, extends: [scenario], conduct: CONDUCT, rules: [...rules] }
}
