/** Writes down what happens, turn by turn, without a credential. */

import { type Instant, iso, realTime } from '../core/clock.ts'
import type { Json, JsonObject } from '../core/http.ts'
import type { Order, Turn } from '../core/order.ts'
import type { Session } from '../core/session.ts'
import type { Sessions } from '../core/sessions.ts'
import { sealed } from '../core/snapshot.ts'
import { actLine, callLine } from './conceal.ts'
import type { Ledger } from './ledger.ts'
import type { StandIns, TurnLine } from './lines.ts'
import { recognise } from './recognise.ts'
import { restored } from './restored.ts'
import { actOf, callOf } from './reveal.ts'
import { unhidden } from './secrets.ts'

type Draft = { -readonly [K in keyof TurnLine]: TurnLine[K] }

export class Recording implements Order {
  readonly #ledger: Ledger
  readonly #write: (line: TurnLine) => void
  #sessions: Pick<Sessions, 'get'> | undefined
  #turns = 0
  #waits = 0
  #closing = false
  /** The turn that somebody has. */
  #draft: Draft | undefined
  /** Resolves when the one who waited last has had its turn. */
  #free: Promise<void>
  #release!: () => void

  /** It begins with a turn in which all is made ready; `open` ends that. `write` is handed each turn's line at its end. */
  constructor(ledger: Ledger, write: (line: TurnLine) => void) {
    this.#ledger = ledger
    this.#write = write
    this.#free = new Promise((resolve) => (this.#release = resolve))
    this.#draft = { turn: 0, real: realTime() }
  }

  /** From here on things happen. */
  open(sessions: Pick<Sessions, 'get'>): void {
    this.#sessions = sessions
    this.#give()
  }

  /** From here on calls and acts alone are turns. */
  closing(): void {
    this.#closing = true
  }

  /** So many there were. */
  get turns(): number {
    return this.#turns
  }

  readonly now = (): Instant => this.#draft?.real ?? realTime()

  readonly issued = (token: string): void => void this.#ledger.issue(token, 'token')

  async turn<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    await this.#take()
    try {
      return await work(this.#newTurn())
    } finally {
      this.#give()
    }
  }

  async outside<T extends Json>(what: JsonObject, wait: () => Promise<T>): Promise<T> {
    const n = ++this.#waits
    this.#draft!.outside = { n, ...(what as Record<string, Json>) }
    this.#give()
    const result = await wait()
    await this.#take()
    Object.assign(this.#draft!, { back: n, result })
    return result
  }

  async #take(): Promise<void> {
    const before = this.#free
    let release!: () => void
    this.#free = new Promise((resolve) => (release = resolve))
    await before
    this.#release = release
    this.#ledger.begin()
    this.#draft = { turn: this.#turns + 1, real: realTime() }
  }

  #give(): void {
    const { call, act, due, play, back } = this.#draft!
    if (call ?? act ?? (this.#closing ? undefined : (due ?? back ?? play)) !== undefined) {
      this.#turns++
      const { issued } = this.#ledger
      this.#write({ ...this.#draft!, ...(Object.keys(issued).length > 0 ? { issued } : {}) })
    }
    this.#draft = undefined
    this.#release()
  }

  #newTurn(): Turn {
    const ledger = this.#ledger
    let of: { session: Session; act: boolean } | undefined
    let sent: ReadonlyMap<string, string> = new Map()
    const happens = (session: Session, what: Partial<Draft>) => {
      Object.assign(this.#draft!, { session: session.name, at: iso(session.clock.now()), ...what })
      of = { session, act: 'act' in what }
    }
    return {
      call: async (session, endpoint, call) => {
        await ledger.meet(session, [endpoint.provider])
        const asked = { endpoint, call }
        const found = await recognise(ledger, session, (how) => callLine(endpoint, call, how), asked)
        happens(session, { call: found.line, ...named(found.standIns) })
        sent = found.sent
        return callOf(found.line, call.at, found.credentialOf)
      },
      act: async (session, act) => {
        await ledger.meet(session)
        const hidden = await ledger.secrets.hideInAct(act)
        for (const [mark, name] of hidden.names) ledger.show(mark, name)
        const { line, standIns, credentialOf } = await recognise(ledger, session, (how) => actLine(hidden.value, how))
        happens(session, { act: line, ...named({ ...hidden.standIns, ...standIns }) })
        const asked = actOf(line, credentialOf)
        if (hidden.names.size === 0) return asked
        if (act.yaml) return { ...asked, body: act.body! }
        const body = unhidden(asked.body!, hidden.secrets)
        return { ...asked, body: line.sealed ? sealed(body) : body }
      },
      due: (session) => happens(session, { due: true }),
      play: (session, scenario) => {
        const { written, standIns } = ledger.secrets.write(scenario)
        happens(session, { play: written, ...named(standIns) })
      },
      answered: async (reply) => {
        if (!of) return reply
        this.#draft!.answer = await ledger.answer(reply, of, this.#sessions!)
        return sent.size > 0 ? restored(reply, sent) : reply
      },
    }
  }
}

function named(standIns: StandIns): { standIns?: StandIns } {
  return Object.keys(standIns).length > 0 ? { standIns } : {}
}
