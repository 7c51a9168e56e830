/** Plays one client library in one ready scenario at one provider, and says what the judge found. */

import type { Emulator, Finding, SessionHandle, Verdict } from '../../../src/index.ts'
import type { RealClient, Worker } from './client.ts'
import { type Part, scenarioOf } from './parts.ts'
import { type Place, placeIn } from './place.ts'

export interface Result {
  readonly verdict: Verdict
  readonly findings: readonly Pick<Finding, 'rule' | 'severity'>[]
  /** Expectations of the scenario that were not met. */
  readonly unmet: readonly string[]
  /** How many of the program's calls were served. */
  readonly served: 'all' | 'some' | 'none'
  /** What it threw for the first call that was not. */
  readonly said?: string
  /** Where it got no further than a token, or came to no end. */
  readonly gaveUp?: {
    readonly said: string
    /** The last answer that it got. */
    readonly last?: { readonly call: string; readonly status: number }
  }
}

/** After so long without an end, a client has given up. The longest waits add up to half of it. */
const PATIENCE_MS = 60_000

/** On a running clock, since waiting is judged. Never rejects for what the client does. */
export async function play(
  emulator: Emulator,
  client: RealClient,
  part: Part,
  provider: Place['provider'],
  patienceMs = PATIENCE_MS,
): Promise<Result> {
  const { scope = 'contacts.readonly', settings = {} } = part
  await using session = await emulator.session({ scenario: scenarioOf(part), settings })
  let worker: Worker | undefined
  const outcomes: PromiseSettledResult<unknown>[] = []
  const run = async () => {
    worker = await client.start(placeIn(session, provider, scope))
    for (const calls of inTurn(part, worker)) {
      outcomes.push(...(await Promise.allSettled(calls.map(async (call) => call()))))
    }
  }
  const stopped = await within(patienceMs, run()).then(
    () => undefined,
    (error: unknown) => ({ said: wordsOf(error) }),
  )
  const { verdict, findings, expectations } = (await session.report()).sessions[0]!
  const last = stopped && (await lastOf(session))
  await worker?.close?.().catch(() => {})
  const refused = outcomes.find((each) => each.status === 'rejected')
  const served = outcomes.filter(({ status }) => status === 'fulfilled').length
  return {
    verdict,
    findings: findings.map(({ rule, severity }) => ({ rule, severity })),
    unmet: expectations.filter(({ met }) => !met).map(({ expected }) => expected),
    served: served === 0 ? 'none' : refused || stopped ? 'some' : 'all',
    ...(refused ? { said: wordsOf(refused.reason) } : {}),
    ...(stopped ? { gaveUp: { ...stopped, ...(last ? { last } : {}) } } : {}),
  }
}

/** The calls of a part: those of one turn go side by side. */
function inTurn({ work, parallel = false }: Part, worker: Worker) {
  const [first, ...rest] = work(worker)
  return [[first!], ...(parallel ? [rest] : rest.map((call) => [call]))]
}

async function lastOf(session: SessionHandle) {
  const [latest] = await session.requests()
  return latest && { call: `${latest.method} ${latest.path}`, status: latest.status }
}

async function within<T>(ms: number, running: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`came to no end within ${ms / 1000} s`)), ms)
  })
  return Promise.race([running, late]).finally(() => clearTimeout(timer))
}

/** What was thrown, in one line that is the same in every run: addresses have ports, and name session and location. */
function wordsOf(error: unknown): string {
  const { message = String(error), cause } = (error ?? {}) as { message?: string; cause?: unknown }
  const reason = cause instanceof Error && !message.includes(cause.message) ? `: ${cause.message}` : ''
  const address = /https?:\/\/[^/\s]+(?:\/s\/[^/\s]+\/\w+)?/g
  return `${message}${reason}`
    .replace(address, '')
    .replace(/\?\S*=\S*/g, '')
    .split('\n')[0]!
}
