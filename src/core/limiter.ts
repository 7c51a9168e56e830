/** Budgets and the fixed windows that they are counted in, several at once. It returns how they stand; it never throws. */

import type { Instant } from './clock.ts'
import { digest } from './random.ts'
import type { Standing, State, Window } from './state.ts'

/** How a budget stands after a call, in the provider's documented numbers. Instants are the session's. */
export interface Quota {
  readonly budget: string
  readonly limit: number
  readonly windowMs: number
  readonly remaining: number
  readonly used: number
  readonly resetAt: Instant
  readonly refused: boolean
  readonly standing: Standing
}

/** A budget made ready for one caller. */
export interface Allowance {
  readonly budget: string
  /** What the headers speak of. */
  readonly limit: number
  /** What is refused beyond; Infinity where nothing is. */
  readonly enforced: number
  readonly key: string
  readonly perMs: number
}

export class Limiter {
  readonly #state: State
  constructor(state: State) {
    this.#state = state
  }

  /** Takes one from every allowance or, when one of them refuses, from none. */
  charge(allowances: readonly Allowance[], at: Instant): Promise<Quota[]> {
    return this.#charge(allowances, 1, at)
  }

  /** How they stand, taking nothing. */
  look(allowances: readonly Allowance[], at: Instant): Promise<Quota[]> {
    return this.#charge(allowances, 0, at)
  }

  /** Spends what is left until the windows reset. */
  exhaust(allowances: readonly Allowance[], at: Instant): Promise<Quota[]> {
    return this.#charge(allowances, 'all', at)
  }

  /** Gives back what these quotas took, and answers how they stand then. */
  async giveBack(quotas: readonly Quota[]): Promise<Quota[]> {
    await this.#state.giveBack(quotas.map(({ standing }) => standing))
    return quotas.map((quota) => {
      const used = quota.used - quota.standing.taken
      return { ...quota, used, remaining: Math.max(0, quota.limit - used), standing: { ...quota.standing, taken: 0 } }
    })
  }

  async #charge(allowances: readonly Allowance[], take: Window['take'], at: Instant): Promise<Quota[]> {
    if (allowances.length === 0) return []
    const windows = allowances.map(({ key, enforced, limit, perMs }) => ({
      // What a client calls itself may be of any length.
      key: `window/${key.length > 100 ? digest(key) : key}`,
      // An unlimited budget still has its documented limit to exhaust.
      limit: take === 'all' && enforced === Number.POSITIVE_INFINITY ? limit : enforced,
      perMs,
      take,
    }))
    const standings = await this.#state.charge(windows, at)
    return standings.map((standing, i) => {
      const { budget, limit, perMs } = allowances[i]!
      const { used, resetAt, refused } = standing
      return { budget, limit, windowMs: perMs, used, remaining: Math.max(0, limit - used), resetAt, refused, standing }
    })
  }
}
