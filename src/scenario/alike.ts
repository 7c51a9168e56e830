/** Sorts what is alike into lists, in the order that it came. */
export function alike<K, T>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const lists = new Map<K, T[]>()
  for (const item of list) {
    const key = keyOf(item)
    const known = lists.get(key)
    if (known) known.push(item)
    else lists.set(key, [item])
  }
  return lists
}
