/** Runs somebody's command as a group of processes, so that all of it can be told to stop, children's children too. */

import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { durationText, LONGEST_TIMER_MS } from '../core/clock.ts'

/** What a group is given to end by itself once it was asked to, in wall time. */
const GRACE_MS = 2000
const LOOK_MS = 20
/** A group of its own has no terminal to take signals from, so they are handed on. Windows knows no groups. */
const GROUPS = process.platform !== 'win32'

export interface CommandOptions {
  readonly env: Readonly<Record<string, string>>
  /** In ms of wall time; left out, it may take as long as it likes. */
  readonly timeoutMs?: number
  /** Whether it reads what the program is given on stdin. */
  readonly reads: boolean
}

/** How a command ended. */
export interface Ended {
  /** As a shell tells it: 127 not found, 126 no program, 124 out of time, 128 and the signal's number. */
  readonly code: number
  /** `exit 3`, `SIGTERM`, `out of time`. */
  readonly words: string
  /** What was wrong with it beyond its own code, in a sentence. */
  readonly fault?: string
}

export interface Command {
  readonly ended: Promise<Ended>
  signal(name: NodeJS.Signals): void
}

/** Starts it, with the program's own streams. `ended` never rejects; by then nothing of its group is left. */
export function runCommand([file = '', ...args]: readonly string[], options: CommandOptions): Command {
  const { env, timeoutMs, reads } = options
  let child: ChildProcess
  try {
    child = spawn(file, args, {
      env: { ...process.env, ...env },
      stdio: [reads ? 'inherit' : 'ignore', 'inherit', 'inherit'],
      detached: GROUPS,
    })
  } catch (error) {
    // Some failures Node throws, others it emits.
    return { ended: Promise.resolve(unstarted(file, error as NodeJS.ErrnoException)), signal: () => {} }
  }
  const tell = groupOf(child)
  let late = false
  const onTime = () => {
    late = true
    void clear(tell)
  }
  const timer = timeoutMs === undefined ? undefined : setTimeout(onTime, Math.min(timeoutMs, LONGEST_TIMER_MS))
  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (error) => resolve(unstarted(file, error)))
    // Not `close`: what it left in the background may hold its streams.
    child.once('exit', (code, signal) => resolve(late ? outOfTime(timeoutMs!) : exited(code, signal)))
  })
  const over = async () => {
    const how = await ended
    clearTimeout(timer)
    await clear(tell)
    return how
  }
  return { ended: over(), signal: tell }
}

/** Signals the whole group; answers whether any of it was there. */
type Tell = (signal: NodeJS.Signals | 0) => boolean

function groupOf({ pid }: ChildProcess): Tell {
  return (signal) => {
    try {
      return pid !== undefined && process.kill(GROUPS ? -pid : pid, signal)
    } catch {
      return false
    }
  }
}

/** Asks a group to end, then ends it. Resolves once none of it is left. */
async function clear(tell: Tell): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!tell(signal)) return
    for (let waited = 0; waited < GRACE_MS; waited += LOOK_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      if (!tell(0)) return
    }
  }
}

function exited(code: number | null, signal: NodeJS.Signals | null): Ended {
  return signal === null ? { code: code!, words: `exit ${code}` } : { code: codeOf(signal), words: signal }
}

/** What a shell answers for a command that a signal ended. */
export function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}

/** The code is that of timeout(1). */
function outOfTime(timeoutMs: number): Ended {
  return { code: 124, words: 'out of time', fault: `the command did not end within ${durationText(timeoutMs)}` }
}

/** The codes are those of env(1) and of every shell. */
function unstarted(file: string, { code, message }: NodeJS.ErrnoException): Ended {
  const missing = code === 'ENOENT'
  const fault = missing ? `there is no command "${file}"` : `the command "${file}" cannot be run: ${message}`
  return { code: missing ? 127 : 126, words: missing ? 'not found' : 'not run', fault }
}
