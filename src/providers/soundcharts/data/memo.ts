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
