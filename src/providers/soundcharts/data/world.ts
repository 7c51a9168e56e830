/**
 * What the catalogue follows from: a session's seed, and the fixture files that lie over the built-in ones. Two sessions of
 * one seed and the same files read one world; nothing of it belongs to a session.
 */

import type { Json } from '../../../core/http.ts'
import type { Session } from '../../../core/session.ts'
import { remember } from './memo.ts'

type Files = Readonly<Record<string, Json>>

export interface World {
  readonly seed: number
  readonly files: Files
  /** Values of pure functions, made at first use (`remember`). */
  readonly memory: Map<string, unknown>
}

/** So many worlds are kept, of each set of files. */
const KEPT = 16
const NONE: Files = {}
const worlds = new WeakMap<Files, Map<string, unknown>>()

/** The world that a session reads. */
export function worldOf({ seed, options }: Session): World {
  const files = options.fixtures?.soundcharts ?? NONE
  let known = worlds.get(files)
  if (!known) worlds.set(files, (known = new Map()))
  return remember(known, String(seed), () => makeWorld(seed, files), KEPT)
}

export function makeWorld(seed: number, files: Files = NONE): World {
  return { seed, files, memory: new Map() }
}

/** The fixture file of this name: the user's, laid over the built-in one entry by entry. */
export function fileOf<T>({ files, memory }: World, name: string, builtIn: T): T {
  const file = files[name]
  return file === undefined ? builtIn : remember(memory, `file/${name}`, () => ({ ...builtIn, ...(file as T) }))
}
