/** What is wrong with a scenario file: where, what was expected there, what was found and what is known. */

/** One thing that is wrong. `line` and `column` count from 1 and are left out where there is no text to point at. */
export interface Problem {
  /** As it was given; `scenario` for a text or an object that came without a name. */
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** `rules[0].do.error`; empty for the whole. */
  readonly path: string
  readonly expected: string
  readonly got: string
  /** What would have been right, nearest to `got` first. */
  readonly known?: readonly string[]
}

/** A problem that is not yet placed in its file. `on` says which half of a key and its value is at fault. */
export interface Fault {
  readonly path: Path
  readonly on?: 'key' | 'value'
  readonly expected: string
  readonly got: string
  readonly known?: readonly string[]
}

export type Path = readonly (string | number)[]

/** A scenario that cannot be played. Its message has one line a problem. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'))
    this.problems = problems
  }
}

const SHOWN = 12

/** `scenarios/a.yaml:7:5: expected a duration such as "2s" or "1h30m", got -5; known: ...`. */
export function describeProblem({ file, line, column, path, expected, got, known = [] }: Problem): string {
  const at = line === undefined ? (path ? ` at ${path}` : '') : `:${line}:${column}`
  const more = known.length > SHOWN ? ` and ${known.length - SHOWN} more` : ''
  const help = known.length > 0 ? `; known: ${known.slice(0, SHOWN).join(', ')}${more}` : ''
  return `${file}${at}: expected ${expected}, got ${got}${help}`
}

/** `rules[0].do`. */
export function describePath(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

/** A value as a message shows it: short, on one line. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

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
