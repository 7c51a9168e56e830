/** The ready-made scenarios that come with the program. */

import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Two levels up from this file, whether it lies in src/scenario or was bundled into dist/lib or dist/bin. */
const FOLDER = new URL('../../scenarios/', import.meta.url)

/** Their names, sorted. */
export function readyNames(): string[] {
  const names = existsSync(FOLDER) ? readdirSync(FOLDER) : []
  return names.flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -'.yaml'.length)] : [])).sort()
}

/** The path of a ready scenario's file; undefined when none has this name. */
export function readyFile(name: string): string | undefined {
  return readyNames().includes(name) ? fileURLToPath(new URL(`${name}.yaml`, FOLDER)) : undefined
}
