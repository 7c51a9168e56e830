/** What was probably meant. */

/** `known` with what is most like `got` first. */
export function nearestFirst(got: string, known: readonly string[]): string[] {
  const distances = new Map(known.map((each) => [each, distance(got.toLowerCase(), each.toLowerCase())]))
  return [...distances.keys()].sort((a, b) => distances.get(a)! - distances.get(b)!)
}

/** Routes, those first that a call most likely meant: segment by segment, a parameter standing for any. */
export function nearestRoutes<R extends { readonly method: string; readonly path: string }>(
  method: string,
  path: string,
  routes: readonly R[],
): R[] {
  const parts = path.slice(1).split('/').map(measured)
  const far = new Map(routes.map((route) => [route, (route.method === method ? 0 : 0.5) + apart(parts, route.path)]))
  return [...routes].sort((a, b) => far.get(a)! - far.get(b)!)
}

type Part = { readonly missing: number; differs(step: string): number }

/** What it costs to make one of the other: segments put in, left out or changed, a parameter for nothing. */
function apart(parts: readonly Part[], path: string): number {
  const steps = path.slice(1).split('/')
  let row = [0]
  for (const step of steps) row.push(row.at(-1)! + missing(step))
  for (const part of parts) {
    const next = [row[0]! + part.missing]
    for (const [j, step] of steps.entries())
      next.push(Math.min(row[j + 1]! + part.missing, next[j]! + missing(step), row[j]! + part.differs(step)))
    row = next
  }
  return row.at(-1)!
}

/** A segment that is measured once against each of the few words that routes are made of. */
function measured(text: string): Part {
  const known = new Map<string, number>()
  const measure = (step: string) => {
    if (step.startsWith(':') && text !== '') return 0
    return text === step ? 0 : distance(text.toLowerCase(), step.toLowerCase()) / Math.max(text.length, step.length)
  }
  return {
    missing: missing(text),
    differs(step) {
      let far = known.get(step)
      if (far === undefined) known.set(step, (far = measure(step)))
      return far
    },
  }
}

/** A final slash too many or too few is no great matter. */
function missing(segment: string): number {
  return segment === '' ? 0.1 : 0.6
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
