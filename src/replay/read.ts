/** Reads a manifest line by line, and says what is wrong with one that cannot be replayed. */

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { isObject, type Json } from '../core/http.ts'
import { type EndLine, FORMAT, type HeaderLine, KIND, ManifestError, type TurnLine } from './lines.ts'

export interface Manifest {
  readonly header: HeaderLine
  /** In order, to be read once. Rejects with ManifestError where the file is damaged. */
  readonly turns: AsyncGenerator<TurnLine, void>
  /** What is odd about it, in sentences; complete once the turns were read. */
  readonly notes: readonly string[]
}

/** Rejects with ManifestError on a file that is none, or that a newer program wrote, and with Node's error on none. */
export async function readManifest(file: string): Promise<Manifest> {
  const lines = linesOf(file)
  const first = await lines.next()
  const header = first.done ? undefined : first.value.value
  if (!isObject(header) || header.kind !== KIND) throw new ManifestError('it is no manifest of a run')
  if (Number(header.format) > FORMAT)
    throw new ManifestError(
      `it was recorded by stuntdouble ${String(header.version)}, which is newer and writes format ${String(header.format)}`,
    )
  if (typeof header.real !== 'number' || !Array.isArray(header.providers))
    throw new ManifestError('it is damaged: its first line lacks what the run was made of')
  const notes: string[] = []
  return { header: header as unknown as HeaderLine, turns: turnsOf(lines, notes), notes }
}

async function* turnsOf(lines: AsyncGenerator<Line, void>, notes: string[]): AsyncGenerator<TurnLine, void> {
  let turns = 0
  for await (const { value, n, last } of lines) {
    if (value === undefined && last) break
    if (isEnd(value) && value.end === turns) return
    if (!isTurn(value) || value.turn !== turns + 1)
      throw new ManifestError(`it is damaged: line ${n} is no turn ${turns + 1}`)
    turns++
    yield value
  }
  notes.push(`the recording breaks off after turn ${turns}: the run was ended by force, or the file was cut`)
}

interface Line {
  /** Undefined where it is no JSON. */
  readonly value: Json | undefined
  readonly n: number
  readonly last: boolean
}

async function* linesOf(file: string): AsyncGenerator<Line, void> {
  const input = createReadStream(file)
  // Its error would else be lost between two lines.
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  failed.catch(() => {})
  const texts = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  let n = 0
  let next = await Promise.race([texts.next(), failed])
  while (!next.done) {
    const text: string = next.value
    next = await Promise.race([texts.next(), failed])
    yield { value: parsed(text), n: ++n, last: next.done === true }
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function isEnd(value: Json | undefined): value is Json & EndLine {
  return isObject(value) && typeof value.end === 'number'
}

const BEGINNINGS = ['call', 'act', 'due', 'play', 'back'] as const

function isTurn(value: Json | undefined): value is Json & TurnLine {
  if (!isObject(value) || typeof value.turn !== 'number' || typeof value.real !== 'number') return false
  return BEGINNINGS.filter((each) => value[each] !== undefined).length === 1
}
