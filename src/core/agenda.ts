/**
 * What is due later, by the session's clock. `advance` runs what falls due, in order, each at its own instant. On a
 * running clock one real timer waits for the next entry; what is due at once is done at once, on a frozen clock too.
 */

import { type Clock, type Instant, iso, LONGEST_TIMER_MS, realTime } from './clock.ts'
import type { Json, JsonObject } from './http.ts'
import { AS_IT_COMES, type Order } from './order.ts'
import type { Session } from './session.ts'
import type { State } from './state.ts'

/** Work that fell due. `kind` names who performs it. */
export type Due = {
  readonly id: string
  readonly at: Instant
  readonly what: { kind: string; [key: string]: Json | undefined }
}

/** Work that was done, and what its performer has to say of it. */
export type Done = Due & { readonly outcome?: JsonObject }

/** Does work that fell due. Answers how it went, or false when there was nothing to do any more. */
export type Perform = (due: Due) => Promise<JsonObject | false> | Promise<void>

/**
 * So long, in wall time, `advance` lets work under way end first, that what follows from it falls due in order. No longer:
 * who works may be waiting for this very advance (a webhook's receiver that moves the clock before it answers).
 */
const PATIENCE_MS = 250

export class Agenda {
  readonly #state: State
  readonly #clock: Clock
  readonly #performers = new Map<string, Perform>()
  /** Every run that is not over yet. */
  readonly #working = new Set<Promise<unknown>>()
  #timer: NodeJS.Timeout | undefined
  #wakes = 0
  #ended = false
  #jumpedMs = 0
  readonly #order: Order
  readonly #session: Session | undefined

  /** @param of the session that it belongs to, and the order that its work is done in */
  constructor(state: State, clock: Clock, of?: { readonly session: Session; readonly order: Order }) {
    this.#state = state
    this.#clock = clock
    this.#session = of?.session
    this.#order = of?.order ?? AS_IT_COMES
  }

  /** Says who performs work of a kind. What it throws is told as the outcome `{error}`. */
  on(kind: string, perform: Perform): void {
    this.#performers.set(kind, perform)
  }

  /** Puts work on the agenda; an equal id replaces what stands there. Work of one instant is done by rising id. */
  async add(id: string, at: Instant, what: Due['what']): Promise<void> {
    await this.#state.schedule(id, at, what)
    await this.wake()
  }

  /** Waits for the next entry, if the clock will come to it by itself. Call it when the clock was set running. */
  async wake(): Promise<void> {
    const turn = ++this.#wakes
    const next = await this.#state.nextDue()
    // Who works wakes again at the end; who woke later has seen more.
    if (this.#ended || this.#working.size > 0 || turn !== this.#wakes) return
    clearTimeout(this.#timer)
    if (next === undefined) return
    const wait = Math.max(0, next - this.#clock.now())
    if (wait > 0 && this.#clock.frozen) return
    // A longer wait is begun anew when it is over.
    this.#timer = setTimeout(() => void this.#fallDue().catch(() => {}), Math.min(wait, LONGEST_TIMER_MS)).unref()
  }

  /** Resolves when nothing is under way and nothing is due by now. Never, when what is under way waits for it. */
  async idle(): Promise<void> {
    do await Promise.allSettled(this.#working.size > 0 ? this.#working : [this.#fallDue()])
    while (this.#working.size > 0)
  }

  /** Does what is due by now, one after the other; what comes due meanwhile is done too. */
  catchUp(): Promise<Done[]> {
    return this.#work(() => this.#clock.now())
  }

  /** Drops what is still to come: its session is over. */
  end(): void {
    this.#ended = true
    clearTimeout(this.#timer)
  }

  /**
   * Moves the clock forward by `ms`, and by what it jumps on the way. Answers what fell due, in order. Throws RangeError
   * when `ms` is negative.
   */
  async advance(ms: number): Promise<Done[]> {
    if (!(ms >= 0)) throw new RangeError(`a clock only goes forward: advance by ${ms} ms`)
    return this.#move(() => {
      const to = this.#clock.now() + ms - this.#jumpedMs
      return () => to + this.#jumpedMs
    })
  }

  /** Moves the clock forward to `to`, likewise. Throws RangeError when that lies in the past, and moves nothing then. */
  async advanceTo(to: Instant): Promise<Done[]> {
    const now = this.#clock.now()
    if (to < now) throw new RangeError(`a clock only goes forward: from ${iso(now)} to ${iso(to)}`)
    return this.#move(() => () => to)
  }

  /** Work on the agenda itself moves the clock: time that does not pass, and that an `advance` under way has left to go. */
  async jump(ms: number): Promise<void> {
    const from = this.#clock.now()
    this.#clock.advance(ms)
    this.#jumpedMs += ms
    await this.#tell(from, this.#clock.now())
  }

  /** Stops at each due instant, to finish that work before the next. Work may move the clock further. */
  async #move(target: () => () => Instant): Promise<Done[]> {
    const until = realTime() + PATIENCE_MS
    while (this.#working.size > 0 && (await this.#order.outside({ ends: true }, () => this.#endsBy(until))));
    const to = target()
    // Nobody waits for it here: what falls due would be done out of its order.
    const told = this.#tell(this.#clock.now(), to())
    const done = await this.#work(
      () => Math.max(to(), this.#clock.now()),
      () => this.#clock.reach(to()),
    )
    await told
    return done
  }

  /** The judge hears that the clock is moved by hand. */
  async #tell(from: Instant, to: Instant): Promise<void> {
    const session = this.#session
    await session?.judge?.hear({ kind: 'advanced', session, from, to })
  }

  /** Whether all that is under way ended before its time, in wall time, was over. */
  async #endsBy(until: Instant): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), Math.max(0, until - realTime()))
    })
    const ended = Promise.allSettled(this.#working).then(() => true)
    return Promise.race([ended, over]).finally(() => clearTimeout(timer))
  }

  /** Catches up in a turn of its own, unless somebody is at work: who works sees to what follows. */
  #fallDue(): Promise<void> {
    return this.#order.turn(async (turn) => {
      if (this.#ended || this.#working.size > 0) return
      if (this.#session) turn.due(this.#session)
      await this.catchUp()
    })
  }

  /** Does what is due by an instant, then what else is to be done; at last looks out for what comes next. */
  async #work(until: () => Instant, then: () => void = () => {}): Promise<Done[]> {
    const run = this.#doAll(until, then)
    this.#working.add(run)
    try {
      return await run
    } finally {
      this.#working.delete(run)
      await this.wake()
    }
  }

  async #doAll(until: () => Instant, then: () => void): Promise<Done[]> {
    const done: Done[] = []
    for (let due = await this.#take(until()); due; due = await this.#take(until())) {
      this.#clock.reach(due.at)
      const outcome = await this.#perform(due)
      if (outcome !== false) done.push(outcome ? { ...due, outcome } : due)
    }
    then()
    return done
  }

  async #perform(due: Due): Promise<JsonObject | false | undefined> {
    try {
      return (await this.#performers.get(due.what.kind)?.(due)) ?? undefined
    } catch (error) {
      return { error: String(error) }
    }
  }

  async #take(until: Instant): Promise<Due | undefined> {
    return this.#ended ? undefined : ((await this.#state.takeDue(until)) as Due | undefined)
  }
}
