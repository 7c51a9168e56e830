/** Plays a scenario file anew when it, or a file that it extends, changes; a bad one changes nothing. */

import { stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { AS_IT_COMES } from '../core/order.ts'
import type { Script } from '../core/script.ts'
import type { Stage } from '../server/stage.ts'

/** So often files are looked at, in wall time. They are read once two looks in a row found the same. */
const LOOK_MS = 100

/** What files were when they were looked at, by path. */
type Stamps = ReadonlyMap<string, string>

/**
 * Watches until it is stopped; what it finds plays in the session `default`. Files are looked at by the clock: events, and
 * chokidar 4 that builds on them, lose a file whose folder was replaced or, of several, one that was deleted, and some
 * mounts of containers send none.
 */
export async function watchScenario(stage: Stage, file: string): Promise<{ stop(): void }> {
  const own = resolve(file)
  let stamps: Stamps = new Map()
  const changed = new Set<string>()
  let due = false
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const stop = () => {
    stopped = true
    clearTimeout(timer)
  }
  const later = () => {
    if (!stopped) timer = setTimeout(look, LOOK_MS).unref()
  }

  async function look(): Promise<void> {
    const found = await stampsOf(stamps.keys())
    const fresh = differing(stamps, found)
    for (const path of fresh) changed.add(path)
    stamps = found
    if (fresh.length > 0) due = true
    else if (due) await read()
    later()
  }

  /** Reads all of it, and plays it in one step unless a file changed meanwhile: the next look sees that. */
  async function read(): Promise<void> {
    due = false
    const before = new Map([[own, await stampOf(own)]])
    const looked = async (path: string) => {
      if (!before.has(path)) before.set(path, await stampOf(path))
    }
    const result = await stage.readScenario(file, 'name', looked).catch((error: Error) => error)
    stamps = before
    if (stopped || differing(before, await stampsOf(before.keys())).length > 0) return
    await tell(stage, result, { file, which: [...changed].map((path) => (path === own ? file : relative('', path))) })
    changed.clear()
  }

  // It may have changed since it was first read, and what it extends is to be known.
  await read()
  later()
  return { stop }
}

/** Plays what was read, or says why not. `which` files changed; none, when nobody knows of any. */
async function tell(
  stage: Stage,
  result: Script | Error,
  { file, which }: { file: string; which: readonly string[] },
): Promise<void> {
  const { log, sessions } = stage
  if (result instanceof Error) {
    log('error', 'scenario', { message: `${result.message}\nthe last good scenario keeps playing` })
    return
  }
  const { name: scenario, written, clock } = result
  const before = sessions.default.script
  const same = JSON.stringify(written) === JSON.stringify(before?.written)
  if (same && which.length === 0) return
  if (!same) await play(stage, result)
  const names = which.length > 0 ? which : [file]
  const becomes = same ? 'says what plays already' : `${names.includes(file) ? '' : `${file} `}plays from here on`
  log('info', 'scenario', { message: `${names.join(', ')} changed and ${becomes}`, scenario })
  if (clock !== undefined && clock !== before?.clock)
    log('warn', 'scenario', { message: 'its clock takes effect only at a reset of the session' })
}

/** In a turn of its own, where things have turns. */
async function play({ sessions, order = AS_IT_COMES }: Stage, script: Script): Promise<void> {
  await order.turn(async (turn) => {
    turn.play(sessions.default, script.written ?? null)
    await sessions.past.keep(sessions.default)
    sessions.default.play(script)
  })
}

/** The paths whose stamps are others now. */
function differing(before: Stamps, now: Stamps): string[] {
  return [...now.keys()].filter((path) => now.get(path) !== before.get(path))
}

async function stampsOf(paths: Iterable<string>): Promise<Stamps> {
  return new Map(await Promise.all([...paths].map(async (path) => [path, await stampOf(path)] as const)))
}

/** What a file is now. One that is not there is something, too. */
async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
    return [ino, size, mtimeNs, ctimeNs].join(' ')
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}
