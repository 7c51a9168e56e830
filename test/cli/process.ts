/** The program as a process: its streams, signals and exit code. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'

export interface Ran {
  readonly child: ChildProcessWithoutNullStreams
  readonly said: { out: string; err: string }
  readonly exit: Promise<number | null>
}

const folder = mkdtempSync(join(tmpdir(), 'stuntdouble-'))
const running: ChildProcessWithoutNullStreams[] = []

/** A file of this text in a folder of the test file's own, by its path. */
export function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** The path that `write` would give it. */
export function pathOf(name: string): string {
  return join(folder, name)
}

/** Runs the program, in that folder, without any STUNTDOUBLE_ variable but those given. */
export function run(args: readonly string[], env: Record<string, string> = {}): Ran {
  const clean = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('STUNTDOUBLE_') && name !== 'NODE_OPTIONS',
  )
  const child = spawn(process.execPath, [inject('program'), ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(clean), ...env },
  })
  running.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  return { child, said, exit: new Promise((resolve) => child.once('close', resolve)) }
}

export async function end(args: readonly string[], env?: Record<string, string>) {
  const { said, exit } = run(args, env)
  return { code: await exit, ...said }
}

/** Resolves once a stream has said it. */
export function says({ child, said, exit }: Ran, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = pattern.exec(said.out) ?? pattern.exec(said.err)
      if (found) resolve(found)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    look()
    exit.then((code) => reject(new Error(`ended with ${code}: ${said.out}${said.err}`)))
  })
}

/** A running emulator, and its URL. */
export async function serve(args: readonly string[], env?: Record<string, string>) {
  const program = run(['--port', '0', ...args], env)
  const [, url] = await says(program, /ready on (http:\/\/[^\s"]+)/)
  return { ...program, url: url! }
}

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})
