/** What is due later, by the session's clock. `advance` runs what falls due, in order, each at its own instant. */

import type { Clock, Instant } from './clock.ts'
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

  /**
   * Moves the clock to `to`, stopping at each due instant to finish that work before the next.
   * Answers what fell due, in order. Throws RangeError when `to` lies in the past, and moves nothing then.
   */
  async advanceTo(to: Instant): Promise<Due[]> {
    if (to < this.#clock.now()) throw new RangeError('a clock only goes forward')
    const done: Due[] = []
    for (;;) {
      const due = (await this.#state.takeDue(to)) as Due | undefined
      if (!due) break
      if (due.at > this.#clock.now()) this.#clock.set(due.at)
      await this.#performers.get(due.what.kind)?.(due)
      done.push(due)
    }
    this.#clock.set(Math.max(to, this.#clock.now()))
    return done
  }
}
