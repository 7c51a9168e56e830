/**
 * A list whose places change hands: who holds a slot at a turn, and when somebody holds one, both in closed form. So a list
 * tells the same of its members as they tell of it, without either being stored. Turns are counted from 0 (days, weeks).
 *
 * The slots are taken in turn by all works but the recorded ones, in an order that the list's salt decides, each for `stay`
 * turns. Recorded works are residents: each comes into some lists, takes a slot and stays for good.
 */

import { draw } from '../../../core/random.ts'
import { type Pool, type PoolKind, poolOf } from './pools.ts'
import { mix } from './series.ts'
import type { World } from './world.ts'

/** How a list is made. Lists of equal `name` are equal. */
export interface Plan {
  readonly name: string
  readonly kind: PoolKind
  readonly slots: number
  /** In turns. */
  readonly stay: number
  /** Whether a recorded work has a slot from which turn on; undefined: never. */
  readonly resident: (index: number) => number | undefined
}

/** One time in a slot, from turn `since` up to and including `until`. */
export interface Stay {
  readonly index: number
  readonly slot: number
  readonly since: number
  /** Infinity for a resident. */
  readonly until: number
}

export interface Lineup {
  readonly slots: number
  /** Who holds a slot at a turn. */
  holder(slot: number, turn: number): Stay
  /** Every time that a work holds a slot between two turns, both included, earliest first. */
  stays(index: number, from: number, to: number): Stay[]
  /** Where a slot stands at a turn, from 1. Neighbours change places from turn to turn. */
  position(slot: number, turn: number): number
  slotAt(position: number, turn: number): number
}

/** Slots change places within blocks of so many. */
const BLOCK = 8

export function lineup(world: World, plan: Plan): Lineup {
  const { slots, stay } = plan
  const pool = poolOf(world, plan.kind)
  const salt = draw(world.seed, 'soundcharts lineup', plan.name).integer(0, 2 ** 31)
  const residents = residentsOf(pool, plan)
  const others = orderOf(pool.members.length - pool.recorded, salt)
  /** So many stays fit one after another before the first comes again. */
  const rounds = Math.max(1, Math.floor(others.length / slots))
  const offset = (slot: number) => mix(slot, salt) % stay
  /** A resident ends what another has begun in its slot. */
  const stayIn = (slot: number, round: number, index: number): Stay | undefined => {
    const since = Math.max(0, round * stay - offset(slot))
    const until = Math.min((round + 1) * stay - offset(slot), residents[slot]?.since ?? Number.POSITIVE_INFINITY) - 1
    return since <= until ? { index, slot, since, until } : undefined
  }

  const holder = (slot: number, turn: number): Stay => {
    const resident = residents[slot]
    if (resident && resident.since <= turn) return resident
    const round = Math.floor((turn + offset(slot)) / stay)
    const number = pool.recorded + others.at(slot + slots * (round % rounds))
    return stayIn(slot, round, pool.members[number]!)!
  }

  const stays = (index: number, from: number, to: number): Stay[] => {
    const number = pool.numbers.get(index)
    if (number === undefined) return []
    if (number < pool.recorded) return residents.filter((each) => each.index === index && each.since <= to)
    const at = others.placeOf(number - pool.recorded)
    if (at >= slots * rounds) return []
    const slot = at % slots
    const first = Math.floor((Math.max(0, from) + offset(slot)) / stay)
    const last = Math.floor((to + offset(slot)) / stay)
    const wait = (((Math.floor(at / slots) - first) % rounds) + rounds) % rounds
    const found: Stay[] = []
    for (let round = first + wait; round <= last; round += rounds) {
      const one = stayIn(slot, round, index)
      if (one && one.until >= from) found.push(one)
    }
    return found
  }

  /** The block that a place is in, and by how much that block is turned. Both ways use it. */
  const moved = (place: number, turn: number, sign: 1 | -1): number => {
    const start = turn % 2 === 0 ? 0 : -BLOCK / 2
    const block = Math.floor((place - start) / BLOCK)
    const first = Math.max(0, start + block * BLOCK)
    const size = Math.min(slots, start + (block + 1) * BLOCK) - first
    const by = mix(block + turn * 64, salt) % size
    return first + ((place - first + (sign === 1 ? by : size - by)) % size)
  }

  return {
    slots,
    holder,
    stays,
    position: (slot, turn) => moved(slot, turn, 1) + 1,
    slotAt: (position, turn) => moved(position - 1, turn, -1),
  }
}

/** The best position of a stay between its begin and `turn`, and the first turn at which it was reached. */
export function peakOf(list: Lineup, { slot, since }: Stay, turn: number): { position: number; turn: number } {
  let peak = { position: list.position(slot, since), turn: since }
  for (let at = since + 1; at <= turn && peak.position > 1; at++) {
    const position = list.position(slot, at)
    if (position < peak.position) peak = { position, turn: at }
  }
  return peak
}

/** The residents of a list, at most a quarter of it. */
function residentsOf(pool: Pool, { slots, resident }: Plan): Stay[] {
  return pool.members
    .slice(0, pool.recorded)
    .flatMap((index) => {
      const since = resident(index)
      return since === undefined ? [] : [{ index, since: Math.max(0, since), until: Number.POSITIVE_INFINITY }]
    })
    .slice(0, Math.floor(slots / 4))
    .map((each, slot) => ({ ...each, slot }))
}

/** Numbers below `length` in an order of their own: `at` says which stands at a place, `placeOf` where a number stands. */
function orderOf(length: number, salt: number) {
  let step = 1 + (mix(1, salt) % Math.max(1, length - 1))
  while (gcd(step, length) !== 1) step++
  const start = mix(2, salt) % length
  const back = inverse(step % length, length)
  return {
    length,
    at: (place: number) => (start + step * (place % length)) % length,
    placeOf: (number: number) => (((number - start + length) % length) * back) % length,
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** The number that times `a` is 1 modulo `m`, by the extended Euclidean algorithm. */
function inverse(a: number, m: number): number {
  let [r, next, x, nextX] = [m, a, 0, 1]
  while (next !== 0) {
    const quotient = Math.floor(r / next)
    ;[r, next] = [next, r - quotient * next]
    ;[x, nextX] = [nextX, x - quotient * nextX]
  }
  return ((x % m) + m) % m
}
