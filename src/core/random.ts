/**
 * Chance without a stream. A draw is a hash of the seed, its purpose, the names of what it is for and an ordinal among
 * equal askers, so nothing that another call does can change it.
 */

import { hash } from 'node:crypto'
import { memo } from './memo.ts'

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LOWER = '0123456789abcdefghijklmnopqrstuvwxyz'

/** The bytes of one draw, readable in several forms. Equal forms of one draw are equal. */
export class Draw {
  readonly #root: string
  constructor(root: string) {
    this.#root = root
  }

  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string {
    let digits = this.#root
    for (let block = 1; digits.length < length; block++) digits += hash('sha256', `${this.#root}/${block}`)
    return digits.slice(0, length)
  }

  /** `length` characters of 0-9, A-Z and a-z. */
  alphanumeric(length: number): string {
    return this.#letters(length, ALPHANUMERIC)
  }

  /** `length` characters of 0-9 and a-z. */
  lower(length: number): string {
    return this.#letters(length, LOWER)
  }

  /** A version 4 UUID (RFC 9562) in lower case. */
  uuid(): string {
    const h = this.hex(32)
    const variant = '89ab'[Number.parseInt(h[16]!, 16) & 3]
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`
  }

  /** At least 0, below 1. */
  fraction(): number {
    return Number.parseInt(this.#root.slice(0, 12), 16) / 2 ** 48
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.fraction() * list.length)]!
  }

  #letters(length: number, alphabet: string): string {
    const digits = this.hex(length * 4)
    let text = ''
    for (let i = 0; i < length; i++)
      text += alphabet[Number.parseInt(digits.slice(i * 4, i * 4 + 4), 16) % alphabet.length]
    return text
  }
}

/** The draw for `purpose` and `names`. Pass an ordinal as the last name where equal askers must differ. */
export function draw(seed: number, purpose: string, ...names: readonly (string | number)[]): Draw {
  // JSON keeps ('a', 'b c') and ('a b', 'c') apart.
  return new Draw(hash('sha256', JSON.stringify([seed, purpose, ...names])))
}

/** A short name for a secret or a long key: the first 22 characters of its SHA-256 in base64url (132 bits). */
export const digest = memo((text) => hash('sha256', text, 'base64url').slice(0, 22))

/** The 12 hexadecimal digits by which a session's own credentials are recognised. */
export function sessionTag(name: string): string {
  return hash('sha256', `session ${name}`).slice(0, 12)
}
