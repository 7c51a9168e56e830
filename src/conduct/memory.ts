/** Memories of rules are plain JSON with a bound: what is oldest is forgotten first. */

import type { Json } from '../core/http.ts'

/** A map from keys (ids, digests, never bare numbers) to values, oldest first. */
export type Shelf<T extends Json> = { [key: string]: T }

/** So many clients, tokens or calls are kept in view at once, and up to a quarter more. */
const KEPT = 200

/** How many keys a shelf has at most: only what is forgotten here is counted, and a true count is dear. */
const sizes = new WeakMap<Shelf<Json>, number>()

/** Puts `value` at the end, as the newest. Those beyond a quarter more than `keep` go together, the oldest. */
export function remember<T extends Json>(shelf: Shelf<T>, key: string, value: T, keep = KEPT): void {
  delete shelf[key]
  shelf[key] = value
  const most = keep + (keep >> 2)
  let size = (sizes.get(shelf) ?? Object.keys(shelf).length - 1) + 1
  if (size > most) {
    const keys = Object.keys(shelf)
    const surplus = keys.length > most ? keys.length - keep : 0
    for (const oldest of keys.slice(0, surplus)) delete shelf[oldest]
    size = keys.length - surplus
  }
  sizes.set(shelf, size)
}

/** Whether nothing stands on a shelf: most calls are ordinary ones, and most shelves wait for what is not. */
export function isEmpty(shelf: Shelf<Json>): boolean {
  for (const _ in shelf) return false
  return true
}
