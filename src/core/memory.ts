/** State in this process's memory: the default. */

import type { Instant } from './clock.ts'
import type { Json } from './http.ts'
import type { Change, Entry, Key, Place, Standing, State, Window } from './state.ts'

interface Cell {
  value: Json
  until?: Instant | undefined
}
interface OpenWindow {
  openedAt: Instant
  resetAt: Instant
  used: number
}
interface Collection {
  byId: Map<string, Entry>
  /** Made at the first page after a change of membership. */
  sorted?: Entry[] | undefined
}
interface Due {
  id: string
  at: Instant
  what: Json
}

/** So many windows are not worth looking through. */
const FEW = 1024

/** Its maps are made at first use, so an idle session weighs next to nothing. */
export class MemoryState implements State {
  #cells?: Map<Key, Cell>
  #counts?: Map<Key, number>
  #windows?: Map<Key, OpenWindow>
  #pruneAt = FEW
  #collections?: Map<Key, Collection>
  #logs?: Map<Key, Ring>
  #agenda?: Due[]

  get<T extends Json>(key: Key): T | undefined {
    return this.#cells?.get(key)?.value as T | undefined
  }

  change<T extends Json, R>(key: Key, step: (old: T | undefined) => Change<T, R>): R {
    const cells = (this.#cells ??= new Map())
    const old = cells.get(key)
    const { result, value, until } = step(old?.value as T | undefined)
    if (value === null) cells.delete(key)
    else if (value !== undefined) cells.set(key, { value, until: until ?? old?.until })
    return result
  }

  count(key: Key, by = 1): number {
    const counts = (this.#counts ??= new Map())
    const next = (counts.get(key) ?? 0) + by
    if (by !== 0) counts.set(key, next)
    return next
  }

  charge(windows: readonly Window[], at: Instant): Standing[] {
    const open = (this.#windows ??= new Map())
    const found = windows.map((window) => {
      const old = open.get(window.key)
      return old && at < old.resetAt ? old : { openedAt: at, resetAt: at + window.perMs, used: 0 }
    })
    const fits = windows.every(({ take, limit }, i) => take === 'all' || take === 0 || found[i]!.used + take <= limit)
    if (open.size > this.#pruneAt) this.#prune(at)
    return windows.map(({ key, limit, take }, i) => {
      const window = found[i]!
      const wanted = take === 'all' ? Math.max(0, limit - window.used) : take
      const taken = fits ? wanted : 0
      if (taken > 0) {
        window.used += taken
        open.set(key, window)
      }
      const { openedAt, resetAt, used } = window
      return { key, openedAt, resetAt, limit, used, taken, refused: !fits && used + wanted > limit }
    })
  }

  /** A window that is over counts as none, so it is dropped: each time that their number has doubled. */
  #prune(at: Instant): void {
    for (const [key, { resetAt }] of this.#windows ?? []) if (resetAt <= at) this.#windows!.delete(key)
    this.#pruneAt = Math.max(FEW, 2 * this.#windows!.size)
  }

  giveBack(standings: readonly Standing[]): void {
    for (const { key, openedAt, taken } of standings) {
      const window = this.#windows?.get(key)
      if (window?.openedAt === openedAt) window.used = Math.max(0, window.used - taken)
    }
  }

  found<T extends Json>(collection: Key, entries: () => readonly Entry<T>[]): void {
    const collections = (this.#collections ??= new Map())
    if (!collections.has(collection))
      collections.set(collection, { byId: new Map(entries().map((entry) => [entry.id, entry])) })
  }

  insert<T extends Json>(collection: Key, entry: Entry<T>): boolean {
    this.found(collection, () => [])
    const target = this.#collections!.get(collection)!
    if (target.byId.has(entry.id)) return false
    target.byId.set(entry.id, entry)
    const { sorted } = target
    if (sorted) sorted.splice(insertionIndex(sorted, entry), 0, entry)
    return true
  }

  find<T extends Json>(collection: Key, id: string): T | undefined {
    return this.#collections?.get(collection)?.byId.get(id)?.value as T | undefined
  }

  amend<T extends Json, R>(collection: Key, id: string, step: (old: T | undefined) => Change<T, R>): R {
    const target = this.#collections?.get(collection)
    const old = target?.byId.get(id)
    const { result, value, order = old?.order } = step(old?.value as T | undefined)
    if (!target || !old || value === undefined) return result
    const { byId, sorted } = target
    const entry = value === null ? undefined : { ...old, order: order!, value }
    if (entry) byId.set(id, entry)
    else byId.delete(id)
    if (!sorted) return result
    const at = insertionIndex(sorted, old)
    if (entry?.order === old.order) {
      sorted[at] = entry
    } else {
      sorted.splice(at, 1)
      if (entry) sorted.splice(insertionIndex(sorted, entry), 0, entry)
    }
    return result
  }

  page<T extends Json>(collection: Key, from: number | Place, limit: number, direction: 'up' | 'down' = 'up') {
    const target = this.#collections?.get(collection)
    if (!target) return { total: 0, from: 0, entries: [] }
    const sorted = (target.sorted ??= [...target.byId.values()].sort(compareEntries))
    const total = sorted.length
    const up = direction === 'up'
    const start = typeof from === 'number' ? from : beyond(sorted, from, up)
    const entries = up
      ? sorted.slice(start, start + limit)
      : sorted.slice(Math.max(0, total - start - limit), Math.max(0, total - start)).reverse()
    return { total, from: start, entries: entries as Entry<T>[] }
  }

  append<T extends Json>(log: Key, entry: T, keep: number): void {
    const logs = (this.#logs ??= new Map())
    let ring = logs.get(log)
    if (!ring) logs.set(log, (ring = new Ring(keep)))
    ring.push(entry)
  }

  tail<T extends Json>(log: Key): T[] {
    return (this.#logs?.get(log)?.toArray() ?? []) as T[]
  }

  clear(log: Key): void {
    this.#logs?.delete(log)
  }

  schedule(id: string, at: Instant, what: Json): void {
    const rest = (this.#agenda ?? []).filter((due) => due.id !== id)
    this.#agenda = [...rest, { id, at, what }].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  }

  takeDue(until: Instant): Due | undefined {
    return this.#agenda?.[0] && this.#agenda[0].at <= until ? this.#agenda.shift() : undefined
  }

  nextDue(): Instant | undefined {
    return this.#agenda?.[0]?.at
  }

  keys(prefix: string): Key[] {
    return [...(this.#cells?.keys() ?? [])].filter((key) => key.startsWith(prefix))
  }

  sweep(before: Instant): number {
    for (const [key, { until }] of this.#cells ?? [])
      if (until !== undefined && until < before) this.#cells!.delete(key)
    for (const [key, { resetAt }] of this.#windows ?? []) if (resetAt < before) this.#windows!.delete(key)
    return this.#cells?.size ?? 0
  }

  dump(): Json {
    const collections = [...(this.#collections ?? [])].map(([key, { byId }]) => [key, [...byId.values()]])
    const logs = [...(this.#logs ?? [])].map(([key, ring]) => [key, ring.keep, ring.toArray()])
    return structuredClone({
      cells: [...(this.#cells ?? [])],
      counts: [...(this.#counts ?? [])],
      windows: [...(this.#windows ?? [])],
      collections,
      logs,
      agenda: this.#agenda ?? [],
    }) as unknown as Json
  }

  load(dump: Json): void {
    const { cells, counts, windows, collections, logs, agenda } = structuredClone(dump) as unknown as Dump
    this.#cells = new Map(cells)
    this.#counts = new Map(counts)
    this.#windows = new Map(windows)
    this.#collections = new Map(
      collections.map(([key, entries]) => [key, { byId: new Map(entries.map((entry) => [entry.id, entry])) }]),
    )
    this.#logs = new Map(
      logs.map(([key, keep, entries]) => {
        const ring = new Ring(keep)
        for (const entry of entries) ring.push(entry)
        return [key, ring]
      }),
    )
    this.#agenda = agenda
  }
}

interface Dump {
  cells: [Key, Cell][]
  counts: [Key, number][]
  windows: [Key, OpenWindow][]
  collections: [Key, Entry[]][]
  logs: [Key, number, Json[]][]
  agenda: Due[]
}

/** The newest `keep` entries, in constant time each. */
class Ring {
  #entries: Json[] = []
  #next = 0
  readonly keep: number
  constructor(keep: number) {
    this.keep = keep
  }

  push(entry: Json): void {
    this.#entries[this.#next] = entry
    this.#next = (this.#next + 1) % this.keep
  }

  toArray(): Json[] {
    return this.#entries.length < this.keep
      ? [...this.#entries]
      : [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)]
  }
}

function compareEntries(a: Place, b: Place): number {
  return a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** The index, in the direction asked, of the first entry beyond a place. */
function beyond(sorted: readonly Entry[], place: Place, up: boolean): number {
  const at = insertionIndex(sorted, place)
  if (!up) return sorted.length - at
  return at < sorted.length && compareEntries(sorted[at]!, place) === 0 ? at + 1 : at
}

/** Where `entry` stands, or would stand, in a sorted list. */
function insertionIndex(sorted: readonly Entry[], entry: Place): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareEntries(sorted[middle]!, entry) < 0) low = middle + 1
    else high = middle
  }
  return low
}
