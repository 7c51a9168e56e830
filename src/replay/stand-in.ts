/** What stands in for a credential that only its owner may know. */

import { draw } from '../core/random.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const KINDS = ['0123456789', LETTERS.slice(0, 6), LETTERS.slice(6), 'ABCDEF', LETTERS.slice(6).toUpperCase()]
const PLAIN = /^[-._~:/+=@ ]$/
/** What a credential's kind is told by (`hpr_test_`, `pit-`): no secret, and some providers go by it. */
const PREFIX = /^(?=.{16})(?:[a-z]{2,5}[-_]){1,2}/i

/** What is shorter may stand anywhere by accident: Soundcharts' public key is its name. */
export const SHORTEST = 12

/** What stands in for a secret of any make: letters that mean the same in JSON, YAML and URLs, or digits for digits. */
export function plainStandIn(secret: string, n: number, length: number): string {
  const signs = /^\d+$/.test(secret) ? '123456789' : 'ghijkmopqrstvwxyz'
  const drawn = draw(0, 'secret', n).hex(2 * length)
  return drawn.replace(/../g, (byte) => signs[Number.parseInt(byte, 16) % signs.length]!)
}

/**
 * A text of the same length and the same make: digits for digits, hexadecimal letters for such. It follows from the
 * ordinal and the make alone, so nothing can be learned from it. Undefined where a text has nothing to hide.
 */
export function standIn(credential: string, n: number): string | undefined {
  const [prefix = ''] = PREFIX.exec(credential) ?? []
  for (let attempt = 0; attempt < 100; attempt++) {
    const drawn = draw(0, 'stand-in', n, attempt).hex(2 * credential.length)
    const signs = [...credential.slice(prefix.length)].map((sign, i) => {
      const kind = KINDS.find((each) => each.includes(sign))
      if (!kind) return PLAIN.test(sign) ? sign : '-'
      return kind[Number.parseInt(drawn.slice(2 * i, 2 * i + 2), 16) % kind.length]!
    })
    const text = prefix + signs.join('')
    if (text !== credential) return text
  }
  return undefined
}
