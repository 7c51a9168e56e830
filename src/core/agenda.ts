/** What is due later, by the session's clock. `advance` runs what falls due, in order, each at its own instant. */

import { type Clock, type Instant, iso } from './clock.ts'
import type { Json } from './http.ts'
import type { State } from './state.ts'

/** Work that fell due. `kind` names who performs it. */
export type Due = {
  readonly id: string
  readonly at: Instant
  readonly what: { kind: string; [key: string]: Json | undefined }
}

export class Agenda {
  readonly #state: State
  readonly #clock: Clock
  readonly #performers = new Map<string, (due: Due) => Promise<void>>()

  constructor(state: State, clock: Clock) {
    this.#state = state
    this.#clock = clock
  }

  /** Says who performs work of a kind. */
  on(kind: string, perform: (due: Due) => Promise<void>): void {
    this.#performers.set(kind, perform)
  }

  /** Puts work on the agenda; an equal id replaces what stands there. */
  async add(id: string, at: Instant, what: Due['what']): Promise<void> {
    await this.#state.schedule(id, at, what)
  }

  /** Moves the clock forward by `ms`. Answers what fell due, in order. Throws RangeError when `ms` is negative. */
  async advance(ms: number): Promise<Due[]> {
    if (!(ms >= 0)) throw new RangeError(`a clock only goes forward: advance by ${ms} ms`)
    return this.#run(this.#clock.now() + ms)
  }

  /** Moves the clock forward to `to`, likewise. Throws RangeError when that lies in the past, and moves nothing then. */
  async advanceTo(to: Instant): Promise<Due[]> {
    const now = this.#clock.now()
    if (to < now) throw new RangeError(`a clock only goes forward: from ${iso(now)} to ${iso(to)}`)
    return this.#run(to)
  }

  /** Stops at each due instant, to finish that work before the next. */
  async #run(to: Instant): Promise<Due[]> {
    const done: Due[] = []
    for (;;) {
      const due = (await this.#state.takeDue(to)) as Due | undefined
      if (!due) break
      this.#clock.reach(due.at)
      await this.#performers.get(due.what.kind)?.(due)
      done.push(due)
    }
    this.#clock.reach(to)
    return done
  }
}
