/** Reports of what is over: sessions that were dropped or begun anew, and scenarios that another took the place of. */

import { type Report, type SessionReport, together, VERDICTS, type Verdict } from './judge.ts'
import type { Session } from './session.ts'
import type { Sessions } from './sessions.ts'

/** So many reports are kept. */
const KEPT = 500

export class Past {
  readonly #keep: number
  #reports: SessionReport[] = []
  readonly #surplus: Record<Verdict, number> = { passed: 0, failed: 0, inconclusive: 0 }

  constructor(keep = KEPT) {
    this.#keep = keep
  }

  /**
   * Keeps the report of a session, right before it is dropped, begun anew or plays another scenario. Where no call came it
   * tells nothing, unless a scenario was waiting for one in a session that ends.
   */
  async keep(session: Session, { ends = false } = {}): Promise<void> {
    const report = await session.judge?.report(session)
    if (!report) return
    if (!wasCalled(report) && !(ends && waited(report))) return
    this.#reports.push(report)
    if (this.#reports.length <= this.#keep) return
    // Those that passed have the least to tell.
    const least = this.#reports.findIndex(({ verdict }) => verdict === 'passed')
    const [gone] = this.#reports.splice(Math.max(least, 0), 1)
    this.#surplus[gone!.verdict]++
  }

  /** The oldest first. */
  get reports(): readonly SessionReport[] {
    return this.#reports
  }

  /** What is to be said of the reports that were not kept; of those that passed, nothing. */
  get faults(): string[] {
    return VERDICTS.flatMap((verdict) => {
      const n = this.#surplus[verdict]
      return verdict === 'passed' || n === 0 ? [] : [`${n} more reports, ${verdict}, were not kept: ${this.#keep} are`]
    })
  }
}

/**
 * The verdict on all: on what is over and on every session there is. Sessions that nobody called do not count, unless a
 * scenario waited there for a call; and `default` does not then either, as soon as anything else counts.
 */
export async function reportAll(sessions: Sessions): Promise<Report> {
  const { past } = sessions
  const live = await Promise.all(sessions.list().map(async (session) => (await session.judge?.report(session)) ?? []))
  const counted = [...past.reports, ...live.flat()].filter((report) => wasCalled(report) || waited(report))
  const initial = live.flat().filter(({ name }) => name === 'default')
  return together(counted.length > 0 ? counted : initial, past.faults)
}

function wasCalled({ calls }: SessionReport): boolean {
  return Object.keys(calls).length > 0
}

function waited({ name, scenario }: SessionReport): boolean {
  return name !== 'default' && scenario !== null
}
