/** The credentials of a run by name: `token#3` for what it issued, `unknown#1` for what it was shown and nobody knows. */

import { digest } from '../core/random.ts'
import type { Credential } from '../core/vault.ts'
import { standIn } from './stand-in.ts'

/** What stands in for a credential that cannot be told by another run, and what the vault takes it for. */
export type StandIn = { readonly as: string; readonly means?: Credential | string }

/** So many that were issued are remembered, the newest. Of what is forgotten the vault still knows. */
const REMEMBERED = 200_000

export class Names {
  readonly #names = new Map<string, string>()
  readonly #fixed = new Map<string, string>()
  readonly #values: Map<string, string> | undefined
  readonly #standIns = new Map<string, StandIn>()
  readonly #counts = new Map<string, number>()

  /** @param keeps whether credentials can be asked for by name */
  constructor(keeps: boolean) {
    this.#values = keeps ? new Map() : undefined
  }

  /** What a credential is called; undefined where it was never met. */
  of(credential: string): string | undefined {
    const id = digest(credential)
    return this.#fixed.get(id) ?? this.#names.get(id)
  }

  /** The credential of this name, or what stands in for it; undefined where there is none. */
  credential(name: string): string | undefined {
    return this.#standIns.get(name)?.as ?? this.#values?.get(name)
  }

  standIn(name: string): StandIn | undefined {
    return this.#standIns.get(name)
  }

  /** Calls a credential `kind#n`, unless it has a name. */
  number(credential: string, kind: string): { readonly name: string; readonly isNew: boolean } {
    this.#own(credential)
    const known = this.of(credential)
    if (known !== undefined) return { name: known, isNew: false }
    const name = `${kind}#${this.#next(kind)}`
    this.#names.set(digest(credential), name)
    this.#values?.set(name, credential)
    if (this.#names.size > REMEMBERED) {
      const [id, oldest] = this.#names.entries().next().value!
      this.#names.delete(id)
      this.#values?.delete(oldest)
    }
    return { name, isNew: true }
  }

  /** Calls a credential that is there before any call by where it stands: `hoopr.clients.0.secrets.test`. */
  place(credential: string, place: string): string {
    this.#own(credential)
    const id = digest(credential)
    let name = this.#fixed.get(id)
    if (name === undefined) {
      const n = this.#next(place)
      name = n === 1 ? place : `${place}#${n}`
      this.#fixed.set(id, name)
      this.#values?.set(name, credential)
    }
    return name
  }

  /** Has something stand in for a credential. Undefined where it has nothing to hide. */
  hide(credential: string, kind: string, means?: StandIn['means']): { name: string; standIn: StandIn } | undefined {
    const n = this.#next(kind)
    const as = standIn(credential, n)
    if (as === undefined) return undefined
    const name = `${kind}#${n}`
    const made = means === undefined ? { as } : { as, means }
    this.#fixed.set(digest(credential), name)
    this.adopt(name, made)
    return { name, standIn: made }
  }

  /** Takes over what another run had stand in. */
  adopt(name: string, standIn: StandIn): void {
    this.#standIns.set(name, standIn)
    this.#fixed.set(digest(standIn.as), name)
  }

  /** What a client brought from elsewhere may be the run's own later on: the same seed and instant make the same token. */
  #own(credential: string): void {
    const id = digest(credential)
    const standIn = this.#standIns.get(this.#fixed.get(id) ?? '')
    if (standIn && standIn.as !== credential) this.#fixed.delete(id)
  }

  #next(kind: string): number {
    const n = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, n)
    return n
  }
}
