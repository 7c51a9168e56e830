/** Reads a configuration file: YAML, or JSON, which is YAML too. */

import { readFile } from 'node:fs/promises'
import { FLAGS, type Flag } from './flags.ts'
import { type FileEntry, UsageError } from './settle.ts'

/** Its entries by key, each with its place. Throws UsageError on what is no configuration, or has an unknown key. */
export async function readConfig(file: string): Promise<ReadonlyMap<string, FileEntry>> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`--config: ${error.message}`)
  })
  const { isMap, isScalar, LineCounter, parseDocument } = await import('yaml')
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const place = (offset = 0) => {
    const { line, col } = lineCounter.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [error] = document.errors
  if (error) throw new UsageError(`${place(error.pos[0])}: expected YAML or JSON, got ${error.message}`)
  const root = document.contents
  if (root === null) return new Map()
  if (!isMap(root)) throw new UsageError(`${place(root.range?.[0])}: expected a map of flags`)
  const known = Object.entries<Flag>(FLAGS).flatMap(([name, { notInFile }]) => (notInFile ? [] : [name]))
  const entries = new Map<string, FileEntry>()
  for (const { key, value } of root.items) {
    const name = isScalar(key) ? String(key.value) : ''
    const offset = isScalar(key) ? key.range?.[0] : undefined
    if (!known.includes(name))
      throw new UsageError(`${place(offset)}: expected the name of a flag, got "${name}"; known: ${known.join(', ')}`)
    entries.set(name, { place: place(offset), value: (value as { toJSON?(): unknown } | null)?.toJSON?.() })
  }
  return entries
}
