/** Holds the tokens of one process: one renewal at a time, a little before the end where the end is known. */

import { Stopped } from './advice.ts'
import type { World } from './world.ts'

export interface Tokens {
  readonly access: string
  readonly refresh?: string
  /** Undefined when nobody said which. */
  readonly scopes?: readonly string[] | undefined
  /** When to renew, in ms; undefined when it is not known how long the token lives. */
  readonly renewAt?: number | undefined
  /** When it ends, by what was said. */
  readonly endsAt?: number | undefined
}

/** Where the tokens lie. Several processes may share one. */
export class Store {
  tokens: Tokens | undefined
  /** How many processes are renewing. */
  busy = 0
  #waiting: (() => void)[] = []

  save(tokens: Tokens): Tokens {
    this.tokens = tokens
    for (const resolve of this.#waiting.splice(0)) resolve()
    return tokens
  }

  /** Tokens that another process got with the refresh token that this one was refused for. */
  async other(refresh: string): Promise<Tokens | undefined> {
    if (this.tokens?.refresh === refresh && this.busy > 1)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return this.tokens?.refresh === refresh ? undefined : this.tokens
  }
}

/** Gets tokens. `patiently` waits where it is told to; else the first refusal throws Waiting. */
export type Acquire = (patiently: boolean) => Promise<Tokens>

/** The token endpoint wants to be asked later. */
export class Waiting extends Error {
  readonly seconds: number
  constructor(seconds: number) {
    super('later')
    this.seconds = seconds
  }
}

export class Keeper {
  readonly #world: World
  readonly #store: Store
  readonly #acquire: Acquire
  #renewing: Promise<Tokens> | undefined
  #dead: string | undefined
  #notBefore = 0

  constructor(world: World, store: Store, acquire: Acquire) {
    this.#world = world
    this.#store = store
    this.#acquire = acquire
  }

  async tokens(): Promise<Tokens> {
    const { tokens: held } = this.#store
    if (!held || held.access === this.#dead) return this.#renew(true)
    const now = await this.#world.now()
    if (now < (held.renewAt ?? Infinity)) return held
    const alive = now < (held.endsAt ?? 0)
    if (alive && now < this.#notBefore) return held
    try {
      return await this.#renew(!alive)
    } catch (error) {
      if (!(error instanceof Waiting)) throw error
      // The one in hand is good for a while.
      this.#notBefore = now + error.seconds * 1000
      return held
    }
  }

  /** Says that the provider refused this one. */
  refused(access: string): void {
    this.#dead = access
  }

  #renew(patiently: boolean): Promise<Tokens> {
    this.#renewing ??= this.#get(patiently).finally(() => (this.#renewing = undefined))
    return this.#renewing
  }

  async #get(patiently: boolean): Promise<Tokens> {
    this.#store.busy++
    try {
      return this.#store.save(await this.#acquire(patiently))
    } finally {
      this.#store.busy--
    }
  }
}

/** Reads what every token answer has, whatever else it has. `early` is how many seconds before the end to renew. */
export async function readTokens(
  world: World,
  // biome-ignore lint/suspicious/noExplicitAny: what a provider answers
  { access_token, token_type, expires_in, scope, refresh_token }: any,
  early: number,
): Promise<Tokens> {
  if (typeof access_token !== 'string' || access_token === '') throw new Stopped('no token in the answer')
  if (String(token_type ?? 'bearer').toLowerCase() !== 'bearer') throw new Stopped(`a token of type ${token_type}`)
  const seconds = Number(expires_in)
  const now = await world.now()
  const known = expires_in !== null && expires_in !== undefined && seconds > 0
  const ends = known ? { endsAt: now + seconds * 1000 } : {}
  return {
    access: access_token,
    ...(typeof refresh_token === 'string' ? { refresh: refresh_token } : {}),
    ...(typeof scope === 'string' ? { scopes: scope.split(' ') } : {}),
    ...ends,
    ...(known ? { renewAt: ends.endsAt! - Math.min(early, seconds / 10) * 1000 } : {}),
  }
}
