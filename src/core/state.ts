/**
 * All state of a session, behind one small port: atomic, awaitable verbs on serialisable values. It has no clock of its
 * own; instants are passed in, and a value past its time is still found until it is swept.
 */

import type { Instant } from './clock.ts'
import type { Json } from './http.ts'

export type Awaitable<T> = T | Promise<T>
export type Key = string

/**
 * What a step makes of the old value: no `value` keeps it, null removes it. `until` is when it may be swept; `order` is
 * where an entry of a collection stands from now on.
 */
export interface Change<T, R> {
  readonly result: R
  readonly value?: T | null
  readonly until?: Instant
  readonly order?: number
}

/** One fixed window of a budget. It opens with its first charge and lasts `perMs`. */
export interface Window {
  readonly key: Key
  readonly limit: number
  readonly perMs: number
  /** How much to spend: 0 only looks, `all` spends what is left. */
  readonly take: number | 'all'
}

/** How a window stands after a charge. `used` never exceeds `limit` unless the limit was lowered meanwhile. */
export interface Standing {
  readonly key: Key
  readonly openedAt: Instant
  readonly resetAt: Instant
  readonly limit: number
  readonly used: number
  /** What this charge took; 0 when any window of the same charge refused. */
  readonly taken: number
  readonly refused: boolean
}

/** A record of an ordered collection. Records are sorted by `order`, then by `id`. */
export interface Entry<T extends Json = Json> {
  readonly id: string
  readonly order: number
  readonly value: T
}

/** A place in an ordered collection, whether or not a record stands there. */
export type Place = Pick<Entry, 'order' | 'id'>

export interface State {
  get<T extends Json>(key: Key): Awaitable<T | undefined>
  /** Atomic on one key. `step` is pure and synchronous, and may run twice. */
  change<T extends Json, R>(key: Key, step: (old: T | undefined) => Change<T, R>): Awaitable<R>
  /** Adds to an ordinal and answers it: 1, 2, 3. `by` 0 only reads. */
  count(key: Key, by?: number): Awaitable<number>
  /** Charges every window or none. Answers in the order asked. */
  charge(windows: readonly Window[], at: Instant): Awaitable<Standing[]>
  /** Gives back what a charge took, only into the windows that it charged. */
  giveBack(standings: readonly Standing[]): Awaitable<void>
  /** Creates a collection with these entries, unless it was created before. */
  found<T extends Json>(collection: Key, entries: () => readonly Entry<T>[]): Awaitable<void>
  /** Adds an entry, or answers false when its id is taken. */
  insert<T extends Json>(collection: Key, entry: Entry<T>): Awaitable<boolean>
  find<T extends Json>(collection: Key, id: string): Awaitable<T | undefined>
  /** As `change`, on one entry of a collection; never creates one. */
  amend<T extends Json, R>(collection: Key, id: string, step: (old: T | undefined) => Change<T, R>): Awaitable<R>
  /**
   * A page of so many entries, `up` unless told otherwise: from an index, or from the first entry beyond a place. `from`
   * is the index of its first entry in that direction. `limit` may be Infinity. Its cost does not grow with the collection.
   */
  page<T extends Json>(
    collection: Key,
    from: number | Place,
    limit: number,
    direction?: 'up' | 'down',
  ): Awaitable<{ total: number; from: number; entries: Entry<T>[] }>
  /** Appends to a log that keeps its newest `keep` entries. */
  append<T extends Json>(log: Key, entry: T, keep: number): Awaitable<void>
  /** The log, oldest first. */
  tail<T extends Json>(log: Key): Awaitable<T[]>
  clear(log: Key): Awaitable<void>
  /** Puts `what` on the agenda; an equal id replaces. */
  schedule(id: string, at: Instant, what: Json): Awaitable<void>
  /** The first entry due by `until`, taken off the agenda: each is given to one caller only. */
  takeDue(until: Instant): Awaitable<{ id: string; at: Instant; what: Json } | undefined>
  /** When the first entry is due; undefined when the agenda is empty. */
  nextDue(): Awaitable<Instant | undefined>
  /** Keys of single values that start with `prefix`, for acts of administration. */
  keys(prefix: string): Awaitable<Key[]>
  /** Forgets single values and windows whose time passed before `before`, and answers how many values are left. */
  sweep(before: Instant): Awaitable<number>
  dump(): Awaitable<Json>
  load(dump: Json): Awaitable<void>
}
