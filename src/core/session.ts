/** Everything that one test owns: clock, seed, state, settings, scenario and journal. Nothing mutable lives outside. */

import { Agenda } from './agenda.ts'
import { Clock, type ClockReading, type Instant } from './clock.ts'
import type { Json } from './http.ts'
import { Journal } from './journal.ts'
import type { Judge } from './judge.ts'
import { Limiter } from './limiter.ts'
import { MemoryState } from './memory.ts'
import { AS_IT_COMES, type Order } from './order.ts'
import { type Headers, type Letter, Outbox, type Post } from './outbox.ts'
import type { Provider } from './provider.ts'
import { type Draw, draw, sessionTag } from './random.ts'
import type { Redactor } from './redact.ts'
import type { Later, Script } from './script.ts'
import { resolveSettings, type SettingValues } from './settings.ts'
import type { Awaitable, State } from './state.ts'
import { Vault } from './vault.ts'

export interface SessionOptions {
  readonly name?: string
  /** Default: the scenario's, else 1. The same seed and the same calls give the same bytes. */
  readonly seed?: number
  /** Where the clock stands. Default: where the scenario says, else it runs from real time. */
  readonly frozenAt?: Instant
  /** By provider. */
  readonly settings?: Readonly<Record<string, SettingValues>>
  /** Whether its credentials are its own instead of the demo constants; it is then found by them. Default false. */
  readonly ownCredentials?: boolean
  readonly script?: Script | undefined
  /** Where another session of the same options stood, which this one goes on from. Its state is loaded apart. */
  readonly resume?: Resume | undefined
  /** Where its state lives. Default: this process's memory. */
  readonly openState?: () => State
  /** Files that are laid over the built-in fixtures, checked, by provider and then by name. */
  readonly fixtures?: Fixtures | undefined
  /** Sends its webhooks. Default: none are sent. */
  readonly post?: Post | undefined
  /** Signs them. Default: they are not signed. */
  readonly seal?: Seal | undefined
  /** Puts what changes it into one order with all else. Default: things happen as they come. */
  readonly order?: Order | undefined
  /** Judges its clients. Default: nobody does. */
  readonly judge?: Judge | undefined
  /** What its journal hides. Default: the secrets of the provider that was called. */
  readonly redactor?: Redactor | undefined
}

/** Where a session stood. */
export interface Resume {
  readonly clock: ClockReading
  readonly playing: Playing
  /** What it played then, if that is not what it was made with. */
  readonly script?: Script | undefined
}

/** The headers that sign a session's webhook. */
export type Seal = (letter: Letter, session: Session) => Awaitable<Headers>

/** By provider, then by the file's name without `.json`. */
export type Fixtures = Readonly<Record<string, Readonly<Record<string, Json>>>>

/** One playing of a scenario. Its counts stand in the state under `ordinal`, so that each playing starts from zero. */
export interface Playing {
  readonly ordinal: number
  readonly startedAt: Instant
  /** What the rules draw from: the session's seed, or the scenario's own when it is played in a live session. */
  readonly seed: number
}

export class Session {
  readonly name: string
  readonly seed: number
  readonly ownCredentials: boolean
  readonly clock: Clock
  readonly options: SessionOptions
  // Made at first use: thousands of sessions may wait for theirs.
  #state?: State
  #vault?: Vault
  #limiter?: Limiter
  #journal?: Journal
  #agenda?: Agenda
  #outbox?: Outbox
  #ended = false
  #script: Script | undefined
  #playing: Playing
  #tag?: string
  #settings: Map<Provider, SettingValues> | undefined
  #held = 0
  #begun = 0
  #derived: Map<string, unknown> | undefined

  constructor(options: SessionOptions = {}) {
    this.options = options
    this.name = options.name ?? 'default'
    this.seed = options.seed ?? options.script?.seed ?? 1
    this.ownCredentials = options.ownCredentials ?? false
    this.clock = new Clock(options.frozenAt ?? options.script?.clock ?? null, options.order?.now)
    this.#script = options.resume?.script ?? options.script
    if (options.resume) this.clock.restore(options.resume.clock)
    this.#playing = options.resume?.playing ?? { ordinal: 1, startedAt: this.clock.now(), seed: this.seed }
    // The jumps of a play that goes on stand in its state.
    if (!options.resume) this.#planJumps()
  }

  get state(): State {
    return (this.#state ??= this.options.openState?.() ?? new MemoryState())
  }

  get vault(): Vault {
    return (this.#vault ??= new Vault(this.state, this.options.order?.issued))
  }

  get limiter(): Limiter {
    return (this.#limiter ??= new Limiter(this.state))
  }

  get journal(): Journal {
    return (this.#journal ??= new Journal(this.state))
  }

  get agenda(): Agenda {
    if (!this.#agenda) {
      const agenda = new Agenda(this.state, this.clock, { session: this, order: this.options.order ?? AS_IT_COMES })
      agenda.on('jump', async ({ what }) => {
        // Of a scenario that plays no more.
        if (what.playing !== this.#playing.ordinal) return false
        await agenda.jump(Number(what.ms))
        return {}
      })
      this.#agenda = agenda
      this.#agenda.on('webhook', (due) => this.outbox.attempt(due))
      if (this.#ended) this.#agenda.end()
    }
    return this.#agenda
  }

  get judge(): Judge | undefined {
    return this.options.judge
  }

  get outbox(): Outbox {
    const { post, seal, order, redactor } = this.options
    return (this.#outbox ??= new Outbox(this.state, this.clock, this.agenda, {
      post,
      seal: seal && ((letter) => seal(letter, this)),
      order,
      redactor,
      attempted: (delivery, at) =>
        this.judge?.hear({ kind: 'delivered', session: this, provider: { name: delivery.provider }, at, delivery }),
    }))
  }

  /** How many calls have begun. It tells what came before what, on a clock that stands still too. */
  get begun(): number {
    return this.#begun
  }

  /** A call begins; answers which one of all it is. */
  begin(): number {
    return ++this.#begun
  }

  /** Nothing is done any more once it is over: it was dropped, or begun anew. */
  end(): void {
    this.#ended = true
    this.#agenda?.end()
    this.#outbox?.end()
  }

  /** The 12 hex digits at a fixed place in every credential of its own. */
  get tag(): string {
    return (this.#tag ??= sessionTag(this.name))
  }

  get script(): Script | undefined {
    return this.#script
  }

  get playing(): Playing {
    return this.#playing
  }

  /** Plays a scenario from here on, or none: tokens, data, windows and clock stay. */
  play(script: Script | undefined): void {
    this.#script = script
    const { ordinal } = this.#playing
    this.#playing = { ordinal: ordinal + 1, startedAt: this.clock.now(), seed: script?.seed ?? this.seed }
    this.#settings = undefined
    this.#planJumps()
  }

  /** The clock jumps where the scenario's schedule says so. */
  #planJumps(): void {
    const { ordinal, startedAt } = this.#playing
    for (const [i, later] of (this.#script?.schedule ?? []).entries())
      if ('advanceMs' in later)
        void this.agenda.add(`jump ${ordinal}/${i}`, startedAt + later.atMs, {
          kind: 'jump',
          playing: ordinal,
          ms: later.advanceMs,
        })
  }

  /** Which of the schedule's settings hold by now. */
  #scheduled(): readonly Later[] {
    const elapsedMs = this.clock.now() - this.#playing.startedAt
    const held = this.#script!.schedule!.filter((later) => 'settings' in later && later.atMs <= elapsedMs)
    if (held.length !== this.#held) {
      this.#held = held.length
      this.#settings = undefined
    }
    return held
  }

  /** A provider's switches: its defaults, under the session's, under the scenario's, under its schedule's. */
  settings(provider: Provider): SettingValues {
    const scheduled = this.#script?.schedule?.length ? this.#scheduled() : []
    const known = (this.#settings ??= new Map())
    let values = known.get(provider)
    if (!values) {
      const { name } = provider
      values = resolveSettings(
        provider.settings,
        provider.profiles,
        this.options.settings?.[name],
        this.#script?.settings[name],
        ...scheduled.map((later) => ('settings' in later ? later.settings[name] : undefined)),
      )
      known.set(provider, values)
    }
    return values
  }

  /** A fixture file that the user laid over the built-in one of this name; undefined without one. */
  fixture<T>(provider: string, name: string): T | undefined {
    return this.options.fixtures?.[provider]?.[name] as T | undefined
  }

  /** Chance that depends on the session's seed and on these names only. */
  draw(purpose: string, ...names: readonly (string | number)[]): Draw {
    return draw(this.seed, purpose, ...names)
  }

  /** Lets go of what is derived or resolved: it is made again when it is wanted. */
  forget(): void {
    this.#derived = undefined
    this.#settings = undefined
  }

  /** A value that follows from name, seed and settings: made once, never part of the state. */
  derived<T>(key: string, make: () => T): T {
    const known = (this.#derived ??= new Map())
    if (!known.has(key)) known.set(key, make())
    return known.get(key) as T
  }
}
