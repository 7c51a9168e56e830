/** Scenario files as text: YAML 1.2 read into plain values, with the place of every key and value kept. */

import type { Document, LineCounter, Node, Pair } from 'yaml'
import type { Json } from '../core/http.ts'
import { YAML } from '../core/yaml.ts'
import type { Fault, Path, Problem } from './problems.ts'
import { describePath, ScenarioError } from './problems.ts'

/** A scenario that was read but not yet understood. */
export interface Source {
  /** What messages call it. */
  readonly file: string
  /** Where it lies, if it does. */
  readonly path?: string
  readonly value: Json
  /** Says where in the file a fault lies. */
  place(fault: Fault): Problem
}

/** A scenario that never was a text. */
export function fromObject(value: Json, file = 'scenario'): Source {
  // A copy: what the caller does to its object later is not part of the play.
  return { file, value: JSON.parse(JSON.stringify(value)) as Json, place: (fault) => problem(file, fault) }
}

/** At most so many aliases, standing for at most so many nodes: a few lines of them can else unfold to gigabytes. */
const ALIASES = 100

/** Reads YAML. Throws ScenarioError on what is none. */
export async function fromYaml(text: string, file = 'scenario'): Promise<Source> {
  const { isAlias, isMap, isSeq, LineCounter, parseDocument, visit } = await import('yaml')
  const lines = new LineCounter()
  const refuse = (got: string, offset = 0): never => {
    const { line, col } = lines.linePos(offset)
    throw new ScenarioError([{ file, line, column: col, path: '', expected: 'valid YAML', got }])
  }
  try {
    const document = parseDocument(text, { ...YAML, lineCounter: lines })
    const [error] = [...document.errors, ...document.warnings]
    if (error) refuse(error.message, error.pos[0])
    let aliases = 0
    visit(document, {
      Alias(_, alias) {
        if (++aliases > ALIASES) refuse(`more than ${ALIASES} aliases`, alias.range?.[0])
        if (!alias.resolve(document)) refuse(`an alias of nothing: ${alias.source}`, alias.range?.[0])
      },
    })
    const value = document.toJS({ maxAliasCount: ALIASES }) as Json
    return {
      file,
      value,
      place: (fault) => ({ ...problem(file, fault), ...position({ isAlias, isMap, isSeq }, document, lines, fault) }),
    }
  } catch (thrown) {
    // Excessive aliases, or nesting deeper than the stack.
    if (thrown instanceof ScenarioError) throw thrown
    return refuse((thrown as Error).message)
  }
}

/** What the value at `path` is. */
export function valueAt(value: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => (at as Record<string, Json> | null | undefined)?.[key], value)
}

function problem(file: string, { path, expected, got, known }: Fault): Problem {
  return { file, path: describePath(path), expected, got, ...(known && known.length > 0 ? { known } : {}) }
}

type Kinds = Pick<typeof import('yaml'), 'isAlias' | 'isMap' | 'isSeq'>

/** Of the key or value at the path, or of the nearest thing around it that there is. */
function position({ isAlias, isMap, isSeq }: Kinds, document: Document, lines: LineCounter, { path, on }: Fault) {
  let node: Node | null = document.contents
  let found: Node | null = node
  for (const [depth, key] of path.entries()) {
    const around: Node | undefined = isAlias(node) ? node.resolve(document) : (node ?? undefined)
    let next: Node | null | undefined
    if (isSeq(around)) next = around.items[Number(key)] as Node | undefined
    else if (isMap(around)) {
      const pair = around.items.find((each) => nameOf(each) === String(key)) as Pair<Node, Node | null> | undefined
      next = on === 'key' && depth === path.length - 1 ? pair?.key : (pair?.value ?? pair?.key)
    }
    if (!next) break
    node = found = next
  }
  const { line, col } = lines.linePos(found?.range?.[0] ?? 0)
  return { line, column: col }
}

function nameOf({ key }: Pair): string {
  return String((key as { value?: unknown } | null)?.value ?? '')
}
