/** What is wrong with a scenario file: where, what was expected there, what was found and what is known. */

import type { Path } from '../core/describe.ts'

export { describePath, type Path, show } from '../core/describe.ts'

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
