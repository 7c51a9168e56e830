/** Memory of pure functions, bounded. */

const LIMIT = 5000

/** The value under `key`, made at first use. A memory that is full starts anew. */
export function remember<T>(memory: Map<string, unknown>, key: string, make: () => T, limit = LIMIT): T {
  const known = memory.get(key) as T | undefined
  if (known !== undefined) return known
  const made = make()
  if (memory.size >= limit) memory.clear()
  memory.set(key, made)
  return made
}

/** The one value of a kind that was asked for last, for what is too large to remember more of. */
export function rememberLast<T>(memory: Map<string, unknown>, kind: string, key: string, make: () => T): T {
  const last = memory.get(kind) as { readonly key: string; readonly value: T } | undefined
  if (last?.key === key) return last.value
  const value = make()
  memory.set(kind, { key, value })
  return value
}
