/** Memories of rules are plain JSON with a bound: what is oldest is forgotten first. */

import type { Json } from '../core/http.ts'

/** A map from keys (ids, digests, never bare numbers) to values, oldest first. */
export type Shelf<T extends Json> = { [key: string]: T }

/** So many clients, tokens or calls are kept in view at once. */
const KEPT = 200

/** Puts `value` at the end, as the newest; the oldest beyond `keep` go. */
export function remember<T extends Json>(shelf: Shelf<T>, key: string, value: T, keep = KEPT): void {
  delete shelf[key]
  shelf[key] = value
  let surplus = Object.keys(shelf).length - keep
  if (surplus <= 0) return
  for (const oldest in shelf) {
    delete shelf[oldest]
    if (--surplus === 0) return
  }
}
