/**
 * What is due later, by the session's clock. `advance` runs what falls due, in order, each at its own instant. On a
 * running clock one real timer waits for the next entry; what is due at once is done at once, on a frozen clock too.
 */

import { type Clock, type Instant, iso } from './clock.ts'
import type { Json } from './http.ts'
import type { State } from './state.ts'

/** Work that fell due. `kind` names who performs it. */
export type Due = {
  readonly id: string
  readonly at: Instant
  readonly what: { kind: string; [key: string]: Json | undefined }
}

/** A longer wait is begun anew when it is over: Node's timers hold 31 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export class Agenda {
  readonly #state: State
  readonly #clock: Clock
  readonly #performers = new Map<string, (due: Due) => Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #ended = false

  constructor(state: State, clock: Clock) {
    this.#state = state
    this.#clock = clock
  }

  /** Says who performs work of a kind. It must not throw. */
  on(kind: string, perform: (due: Due) => Promise<void>): void {
    this.#performers.set(kind, perform)
  }

  /** Puts work on the agenda; an equal id replaces what stands there. */
  async add(id: string, at: Instant, what: Due['what']): Promise<void> {
    await this.#state.schedule(id, at, what)
    await this.wake()
  }

  /** Waits for the next entry, if the clock will come to it by itself. Call it when the clock was set running. */
  async wake(): Promise<void> {
    if (this.#ended || this.#running) return
    const next = await this.#state.nextDue()
    if (next === undefined) return
    const wait = next - this.#clock.now()
    if (wait > 0 && this.#clock.frozen) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#catchUp(), Math.min(Math.max(0, wait), LONGEST_TIMER_MS)).unref()
  }

  /** Resolves when nothing is under way and nothing is due by now. */
  async idle(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#catchUp()
  }

  /** Drops what is still to come: its session is over. */
  end(): void {
    this.#ended = true
    clearTimeout(this.#timer)
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
      const due = await this.#take(to)
      if (!due) break
      this.#clock.reach(due.at)
      await this.#performers.get(due.what.kind)?.(due)
      done.push(due)
    }
    this.#clock.reach(to)
    await this.wake()
    return done
  }

  /** Does what is due by now, one after the other; what comes due meanwhile is done too. */
  async #catchUp(): Promise<void> {
    this.#running ??= (async () => {
      for (let due = await this.#take(this.#clock.now()); due; due = await this.#take(this.#clock.now()))
        await this.#performers.get(due.what.kind)?.(due)
    })()
    await this.#running
    this.#running = undefined
    await this.wake()
  }

  async #take(until: Instant): Promise<Due | undefined> {
    return this.#ended ? undefined : ((await this.#state.takeDue(until)) as Due | undefined)
  }
}
