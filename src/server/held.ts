/** Answers that wait in wall time, because a scenario delays them or sends them in pieces. */

import { LONGEST_TIMER_MS } from '../core/clock.ts'

/** Those of one emulator. When it is told to stop they go at once, and none waits any more: nobody need wait for the stop. */
export class Held {
  readonly #waiting = new Set<() => void>()
  #released = false

  /** Calls `go` after so many ms, or once they are released; answers what gives it up. */
  hold(ms: number, go: () => void): () => void {
    if (this.#released) {
      const now = setImmediate(go)
      return () => clearImmediate(now)
    }
    const give = () => {
      clearTimeout(timer)
      this.#waiting.delete(now)
    }
    const now = () => {
      give()
      go()
    }
    const timer = setTimeout(now, Math.min(ms, LONGEST_TIMER_MS)).unref()
    this.#waiting.add(now)
    return give
  }

  release(): void {
    this.#released = true
    for (const now of this.#waiting) now()
  }
}
