/** Finds a scenario: among the ready ones, as a file, or as what it was handed over as. */

import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Json } from '../core/http.ts'
import { nearestFirst } from '../core/nearest.ts'
import type { Looked, ScenarioForm } from '../core/script.ts'
import { type Path, ScenarioError, show } from './problems.ts'
import { readyFile, readyNames } from './ready.ts'
import { fromObject, fromYaml, type Source } from './text.ts'

type FileSource = Source & { readonly path: string }

/** Rejects with ScenarioError when there is none, or it is no YAML. */
export async function open(source: string | Json, from: ScenarioForm, looked?: Looked): Promise<Source> {
  if (from === 'object' || typeof source !== 'string') return fromObject(source)
  if (from === 'yaml' || (from === 'name' && source.includes('\n'))) return fromYaml(source)
  const ready = await openReady(source, looked)
  if (ready) return ready
  if (from === 'name') return openFile(source, source, looked)
  throw missing(source, 'the name of a ready scenario', show(source))
}

/** @param label what messages call it */
export async function openFile(file: string, label = file, looked?: Looked): Promise<FileSource> {
  await looked?.(resolve(file))
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw missing(file, "a file's path or the name of a ready scenario", `${show(file)} (${code})`)
  }
  return { ...(await fromYaml(text, label)), path: resolve(file) }
}

/**
 * What a scenario extends by this name: a ready one, or a file beside its own. What is no file itself may name ready ones
 * only: it may come from elsewhere.
 */
export async function openBase(
  { file, path, place }: Source,
  name: string,
  at: Path,
  looked?: Looked,
): Promise<FileSource> {
  const ready = await openReady(name, looked)
  if (ready) return ready
  if (path !== undefined) {
    const beside = resolve(dirname(path), name)
    const found = await openFile(beside, join(dirname(file), name), looked).catch((error: ScenarioError) => {
      // It is there, and no YAML.
      if (error.problems[0]?.line !== undefined) throw error
    })
    if (found) return found
  }
  const expected = `the name of a ready scenario${path === undefined ? '' : ', or a file beside this one'}`
  throw new ScenarioError([place({ path: at, expected, got: show(name), known: nearestFirst(name, readyNames()) })])
}

async function openReady(name: string, looked?: Looked): Promise<FileSource | undefined> {
  const file = readyFile(name)
  return file === undefined ? undefined : openFile(file, `scenarios/${name}.yaml`, looked)
}

function missing(file: string, expected: string, got: string): ScenarioError {
  return new ScenarioError([{ file, path: '', expected, got, known: nearestFirst(file, readyNames()) }])
}
