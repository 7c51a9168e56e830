/**
 * Tokens, codes and refresh tokens, with their lineage. The vault holds facts (issued, spent, revoked) and no policy:
 * lifetimes, rotation and wording are the provider's. It is keyed by digest, so no token stands in a snapshot.
 */

import { DAY, type Instant } from './clock.ts'
import type { JsonObject } from './http.ts'
import { digest } from './random.ts'
import type { Awaitable, State } from './state.ts'

/**
 * What one token, code or key is good for. `id` is its digest; `family` names the authorization that it and all its
 * successors descend from; `expiresAt` null never expires.
 */
export type Credential = {
  readonly id: string
  readonly kind: 'access' | 'refresh' | 'code' | 'static'
  readonly provider: string
  readonly client: string
  readonly scopes: string[]
  readonly mode?: string
  readonly location?: string
  readonly company?: string
  readonly user?: string
  readonly team?: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant | null
  /** When its client was told that it ends, where its life was cut short. */
  readonly promisedUntil?: Instant
  readonly revokedAt?: Instant
  readonly spentAt?: Instant
  readonly family?: string
  readonly parent?: string
  /** What only the provider reads (redirect_uri, plan, ...). */
  readonly extra?: JsonObject
}

/** How an attempt to spend a single-use credential ended. `again` is a repeat inside the grace window. */
export type Spending =
  | { readonly outcome: 'first' | 'again'; readonly credential: Credential & { readonly spentAt: Instant } }
  | { readonly outcome: 'spent' | 'revoked' | 'expired'; readonly credential: Credential }
  | { readonly outcome: 'unknown' }

/** How many credentials are issued before the first sweep. */
const FIRST_SWEEP = 1024

export class Vault {
  readonly #state: State
  readonly #told: (token: string) => void
  #aliases: Map<string, Credential | string> | undefined
  #issued = 0
  #sweepAt = FIRST_SWEEP

  /** @param told is told of each token that is issued */
  constructor(state: State, told: (token: string) => void = () => {}) {
    this.#state = state
    this.#told = told
  }

  /** Keeps what `token` is good for. A token that is already known stays as it is, so a repeated issue is harmless. */
  async issue(token: string, facts: Omit<Credential, 'id'>): Promise<Credential> {
    const credential: Credential = { id: digest(token), ...facts }
    const until = credential.expiresAt === null ? {} : { until: credential.expiresAt + DAY }
    this.#told(token)
    await this.#sweep(facts.issuedAt)
    return await this.#state.change<Credential, Credential>(key(credential.id), (old) =>
      old ? { result: old } : { result: credential, value: credential, ...until },
    )
  }

  /** What a token is good for, also when it is expired, spent or revoked. Undefined when it was never issued. */
  find(token: string): Awaitable<Credential | undefined> {
    const meant = this.#aliases?.get(token) ?? digest(token)
    return typeof meant === 'string' ? this.#state.get<Credential>(key(meant)) : meant
  }

  /** From here on `token` means the credential of this id, or one that is not kept here: a recording has stand-ins. */
  alias(token: string, meant: Credential | string): void {
    this.#aliases ??= new Map()
    this.#aliases.set(token, meant)
  }

  async byId(id: string): Promise<Credential | undefined> {
    return await this.#state.get<Credential>(key(id))
  }

  /**
   * Spends a single-use credential by one atomic change: of any number of attempts at the same moment one is `first`.
   * @param graceMs how long after that a repeat is answered `again` instead of `spent`
   */
  async spend(id: string, at: Instant, graceMs = 0): Promise<Spending> {
    return await this.#state.change<Credential, Spending>(key(id), (old) => {
      if (!old) return { result: { outcome: 'unknown' } }
      if (old.revokedAt !== undefined) return { result: { outcome: 'revoked', credential: old } }
      if (old.spentAt !== undefined) {
        const credential = { ...old, spentAt: old.spentAt }
        return { result: { outcome: at < old.spentAt + graceMs ? 'again' : 'spent', credential } }
      }
      if (expired(old, at)) return { result: { outcome: 'expired', credential: old } }
      const credential = { ...old, spentAt: at }
      return { result: { outcome: 'first', credential }, value: credential }
    })
  }

  /** Ends a credential's life at `at`. One that never expires, or ended before, is left as it is. */
  async expire(id: string, at: Instant): Promise<void> {
    await this.#amend(id, (old) =>
      old.expiresAt === null || old.expiresAt <= at
        ? old
        : { ...old, expiresAt: at, promisedUntil: old.promisedUntil ?? old.expiresAt },
    )
  }

  /** Lets a credential live until `at` and no longer, also one that never expires. */
  async endAt(id: string, at: Instant): Promise<void> {
    await this.#amend(id, (old) => (old.expiresAt !== null && old.expiresAt <= at ? old : { ...old, expiresAt: at }))
  }

  async revoke(id: string, at: Instant): Promise<void> {
    await this.#amend(id, (old) => (old.revokedAt === undefined ? { ...old, revokedAt: at } : old))
  }

  /** Every credential that `wanted` accepts. Walks them all: for acts of administration, not for calls. */
  async all(wanted: (credential: Credential) => boolean): Promise<Credential[]> {
    const found: Credential[] = []
    for (const each of await this.#state.keys(key(''))) {
      const credential = await this.#state.get<Credential>(each)
      if (credential && wanted(credential)) found.push(credential)
    }
    return found
  }

  /**
   * Forgets what died more than a day ago, whenever as much was issued as the last sweep left. So it costs next to nothing
   * an issue, and what is dead never outweighs what was alive.
   */
  async #sweep(at: Instant): Promise<void> {
    if (++this.#issued < this.#sweepAt) return
    this.#issued = 0
    this.#sweepAt = Math.max(FIRST_SWEEP, await this.#state.sweep(at))
  }

  async #amend(id: string, step: (old: Credential) => Credential): Promise<void> {
    await this.#state.change<Credential, null>(key(id), (old) => {
      if (!old) return { result: null }
      const value = step(old)
      return value === old ? { result: null } : { result: null, value }
    })
  }
}

/** Whether a credential's life has ended at `at`. */
export function expired(credential: Credential, at: Instant): boolean {
  return credential.expiresAt !== null && at >= credential.expiresAt
}

/** Whether a credential is good at `at`: neither revoked, spent nor expired. */
export function live(credential: Credential, at: Instant): boolean {
  return credential.revokedAt === undefined && credential.spentAt === undefined && !expired(credential, at)
}

function key(id: string): string {
  return `credential/${id}`
}
