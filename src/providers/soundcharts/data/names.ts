/** Names: search by them, and slugs. */

/** Those whose name holds the term, in any case: exact names first, then names that begin with it, else in their order. */
export function named<T extends { readonly name: string }>(all: readonly T[], term: string): T[] {
  const wanted = term.trim().toLowerCase()
  const rank = ({ name }: T) => {
    const at = name.toLowerCase().indexOf(wanted)
    return at < 0 ? 3 : at > 0 ? 2 : name.length === wanted.length ? 0 : 1
  }
  return all
    .map((item) => ({ item, rank: rank(item) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

/** A name as it stands in addresses: lower case, with hyphens. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}
