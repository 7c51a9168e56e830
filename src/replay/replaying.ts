/** The order of a recording, once more: nothing happens by itself, and whoever waits for the outside is told what came. */

import type { Instant } from '../core/clock.ts'
import type { Json, JsonObject } from '../core/http.ts'
import type { Order } from '../core/order.ts'
import type { Ledger } from './ledger.ts'
import type { AnswerLine } from './lines.ts'

/** How a turn ended: with an answer, with nothing, or with somebody who waits for the outside. */
export interface Ended {
  readonly answer?: AnswerLine
  readonly outside?: JsonObject
  /** The emulator itself failed. */
  readonly crash?: string
}

export class Replaying implements Order {
  readonly #ledger: Ledger
  #real: Instant
  #waits = 0
  readonly #waiting = new Map<number, (result: Json) => void>()
  #end: (ended: Ended) => void = () => {}

  constructor(ledger: Ledger, real: Instant) {
    this.#ledger = ledger
    this.#real = real
  }

  readonly now = (): Instant => this.#real

  readonly issued = (token: string): void => void this.#ledger.issue(token, 'token')

  /** The agenda's timers ask for turns of their own. Here each has its place in the manifest. */
  async turn(): Promise<never> {
    throw new Error('nothing happens by itself in a replay')
  }

  outside<T extends Json>(what: JsonObject): Promise<T> {
    const n = ++this.#waits
    const result = new Promise<T>((resolve) => this.#waiting.set(n, resolve as (result: Json) => void))
    this.#end({ outside: { n, ...what } })
    return result
  }

  /** Real time is so late now, and the next turn may begin. */
  set(real: Instant): void {
    this.#real = real
    this.#ledger.begin()
  }

  /** A turn in which some work begins. */
  begin(work: () => Promise<AnswerLine | undefined>): Promise<Ended> {
    return this.#run(() => {
      work().then(
        (answer) => this.#end(answer ? { answer } : {}),
        (error) => this.#end({ crash: String(error) }),
      )
    })
  }

  /** A turn in which work goes on that waited. Undefined where none does. */
  goOn(n: number, result: Json): Promise<Ended> | undefined {
    const resolve = this.#waiting.get(n)
    if (!resolve) return undefined
    this.#waiting.delete(n)
    return this.#run(() => resolve(result))
  }

  #run(start: () => void): Promise<Ended> {
    return new Promise((resolve) => {
      this.#end = resolve
      start()
    })
  }
}
