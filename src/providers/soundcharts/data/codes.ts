/**
 * Uuids and platform codes that lead back to what they name: each holds its record's index, scrambled by the seed, among
 * drawn characters. So a record is found by any of its codes without an index of all records.
 */

import { type Draw, draw } from '../../../core/random.ts'

/** Records of a kind are numbered below 2^20. */
const BITS = 20
const MASK = 2 ** BITS - 1
const FACTOR = 0x9e375
/** FACTOR times this is 1 modulo 2^20. */
const INVERSE = inverse(FACTOR)
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'

/** What the codes of one platform look like: `<prefix>+<base>x<length>`. */
interface Shape {
  readonly prefix: string
  readonly base: number
  readonly length: number
  /** How many characters hold the index. */
  readonly held: number
}

const shapes = new Map<string, Shape>()

/** The uuid of record `index` of a kind (version 4, lower case). */
export function uuidAt(seed: number, kind: string, index: number): string {
  const uuid = draw(seed, 'soundcharts uuid', kind, index).uuid()
  return uuid.slice(0, -5) + scramble(seed, kind, index).toString(16).padStart(5, '0')
}

/** The record that a uuid names; undefined when it is of another kind or seed. */
export function indexOfUuid(seed: number, kind: string, uuid: string): number | undefined {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)) return undefined
  const index = unscramble(seed, kind, Number.parseInt(uuid.slice(-5), 16))
  return uuidAt(seed, kind, index) === uuid ? index : undefined
}

/** The code of record `index`, of a platform whose codes have this shape. */
export function codeAt(seed: number, kind: string, shape: string, index: number): string {
  const { prefix, base, length, held } = read(shape)
  const drawn = draw(seed, 'soundcharts code', kind, shape, index)
  return prefix + inBase(scramble(seed, kind + shape, index), base, held) + filling(drawn, base, length - held)
}

/** The record that a code names; undefined when it names none. */
export function indexOfCode(seed: number, kind: string, shape: string, code: string): number | undefined {
  const { prefix, base, length, held } = read(shape)
  if (!code.startsWith(prefix) || code.length !== prefix.length + length) return undefined
  let number = 0
  for (const digit of code.slice(prefix.length, prefix.length + held)) {
    const value = DIGITS.indexOf(digit)
    if (value < 0 || value >= base) return undefined
    number = number * base + value
  }
  if (number > MASK) return undefined
  const index = unscramble(seed, kind + shape, number)
  return codeAt(seed, kind, shape, index) === code ? index : undefined
}

/** Where a picture of an entity is served: three drawn digits, then its uuid. */
export function imageUrl(kind: string, digits: string, uuid: string): string {
  return `https://assets.soundcharts.com/${kind}/${[...digits].join('/')}/${uuid}.jpg`
}

function read(shape: string): Shape {
  let known = shapes.get(shape)
  if (!known) {
    const [, prefix = '', base, length] = /^(?:(.+)\+)?(\d+)x(\d+)$/.exec(shape) ?? []
    known = { prefix, base: Number(base), length: Number(length), held: Math.ceil(BITS / Math.log2(Number(base))) }
    shapes.set(shape, known)
  }
  return known
}

function inBase(number: number, base: number, length: number): string {
  let text = ''
  for (let rest = number; text.length < length; rest = Math.floor(rest / base)) text = DIGITS[rest % base]! + text
  return text
}

function filling(drawn: Draw, base: number, length: number): string {
  const hex = drawn.hex(length * 4)
  let text = ''
  for (let i = 0; i < length; i++) text += DIGITS[Number.parseInt(hex.slice(i * 4, i * 4 + 4), 16) % base]!
  return text
}

function scramble(seed: number, kind: string, index: number): number {
  return (Math.imul(index, FACTOR) + salt(seed, kind)) & MASK
}

function unscramble(seed: number, kind: string, number: number): number {
  return Math.imul(number - salt(seed, kind), INVERSE) & MASK
}

function salt(seed: number, kind: string): number {
  return draw(seed, 'soundcharts salt', kind).integer(0, MASK)
}

/** The inverse of an odd number modulo 2^20, by Newton's iteration. */
function inverse(odd: number): number {
  let x = odd
  for (let i = 0; i < 5; i++) x = Math.imul(x, 2 - Math.imul(odd, x)) & MASK
  return x
}
