/** What was probably meant. */

/** `known` with what is most like `got` first. */
export function nearestFirst(got: string, known: readonly string[]): string[] {
  const distances = new Map(known.map((each) => [each, distance(got.toLowerCase(), each.toLowerCase())]))
  return [...distances.keys()].sort((a, b) => distances.get(a)! - distances.get(b)!)
}

/** Letters to insert, drop or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
