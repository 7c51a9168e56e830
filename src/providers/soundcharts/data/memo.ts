/** Memory of pure functions: bounded, and shared by all sessions of equal seed. */

/** The value under `key`, made at first use. A memory that is full starts anew. */
export function remember<T>(memory: Map<string, T>, limit: number, key: string, make: () => T): T {
  const known = memory.get(key)
  if (known !== undefined) return known
  if (memory.size >= limit) memory.clear()
  const made = make()
  memory.set(key, made)
  return made
}
