/** A recorded run: an emulator with a file, and what became of it. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'stuntdouble-replay-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A file's place in a folder of its own, for as long as the tests of a file run. */
export function placeFor(name = 'run.jsonl'): string {
  return join(mkdtempSync(join(folder, 'test-')), name)
}

/** Records what is done with an emulator, and answers the file. */
export async function record(options: EmulatorOptions, run: (emulator: Emulator) => Promise<unknown>): Promise<string> {
  const file = placeFor()
  await using emulator = await startEmulator({ ...options, record: file })
  await run(emulator)
  return file
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into lines of every kind
export function linesOf(file: string): any[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Another file with these lines changed. */
// biome-ignore lint/suspicious/noExplicitAny: likewise
export function rewritten(file: string, change: (lines: any[]) => void): string {
  const lines = linesOf(file)
  change(lines)
  const other = placeFor()
  writeFileSync(other, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
  return other
}

/** Asks the admin API. */
export function adminOf(emulator: Emulator) {
  return async (target: string, body?: object | string, type = 'application/json') => {
    const [method, path] = target.split(' ')
    const response = await fetch(`${emulator.url}/__admin${path}`, {
      method: method!,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': type } }),
    })
    // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
    return (await response.json()) as any
  }
}
