/** `--state FILE`: the session `default` across restarts. */

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'stuntdouble-state-'))
const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** The program with this state, until it is ready or has ended. */
async function run(file: string, args: readonly string[] = []) {
  const child = spawn(process.execPath, [inject('program'), '--port', '0', '--state', file, ...args])
  running.push(child)
  let [out, err] = ['', '']
  child.stderr.on('data', (chunk) => (err += chunk))
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  const url = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk) => {
      out += chunk
      const [, at] = /ready on (\S+)\n/.exec(out) ?? []
      if (at) resolve(at)
    })
    exit.then(() => resolve(''))
  })
  const end = (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    child.kill(signal)
    return exit
  }
  const admin = async (path: string, body?: object, method = body ? 'POST' : 'GET') => {
    const headers = { 'content-type': 'application/json' }
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
    // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
    return (await (await fetch(`${url}/__admin${path}`, init)).json()) as any
  }
  const filters = async (token: string) =>
    (await fetch(`${url}/hoopr/v1/filters`, { headers: { authorization: `Bearer ${token}` } })).status
  return { url, end, exit, admin, filters, said: () => err }
}

test('tokens, journal, clock and rule counts are there again after a restart', async () => {
  const file = join(folder, 'kept.json')
  const scenario = join(folder, 'third.yaml')
  writeFileSync(
    scenario,
    'clock: 2026-01-01T00:00:00Z\nrules: [{ id: third, call: filters.list, skip: 2, times: 1, do: { status: 418 } }]\n',
  )
  const first = await run(file, ['--scenario', scenario, '--seed', '5'])
  // There at once, and for nobody else's eyes.
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const { token } = await first.admin('/tokens', { provider: 'hoopr' })
  expect([await first.filters(token), await first.filters(token)]).toEqual([200, 200])
  await first.admin('/clock', { advance: '10m' })
  expect(await first.end()).toBe(0)
  expect(readFileSync(file, 'utf8')).not.toContain(token)
  const second = await run(file, ['--scenario', scenario, '--seed', '5'])
  expect(await second.admin('/sessions/default')).toMatchObject({
    seed: 5,
    scenario: 'third',
    clock: { now: '2026-01-01T00:10:00.000Z', frozen: true },
  })
  expect([await second.filters(token), await second.filters(token)]).toEqual([418, 200])
  expect(await second.admin('/requests/count')).toEqual({ count: 4 })
  await second.end()
  const third = await run(file, ['--seed', '6'])
  expect([await third.exit, third.said()]).toEqual([
    2,
    `stuntdouble: --seed: expected 5, which the session in ${file} was made with, got 6\n`,
  ])
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

test('what happened a moment before a crash is there too', async () => {
  const file = join(folder, 'crashed.json')
  const first = await run(file)
  const { token } = await first.admin('/tokens', { provider: 'hoopr' })
  const saved = async () => {
    for (const until = Date.now() + 5000; Date.now() < until; ) {
      if (JSON.parse(readFileSync(file, 'utf8')).state.cells.length > 0) return true
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return false
  }
  expect(await saved()).toBe(true)
  await first.end('SIGKILL')
  const second = await run(file)
  expect(await second.filters(token)).toBe(200)
  await second.end()
})

test.each([
  ['no JSON', '{"kind":"stuntdouble snap', 'it is damaged: it is no JSON'],
  ['another document', '{"hello":1}', 'it is no snapshot of a session'],
  [
    'a newer one',
    '{"kind":"stuntdouble snapshot","format":2,"version":"9.0.0"}',
    'it was taken by stuntdouble 9.0.0, which is newer and writes format 2',
  ],
  ['a damaged one', '{"kind":"stuntdouble snapshot","format":1,"state":{}}', 'it is damaged: its digest does not fit'],
])('%s is refused in a sentence, and left as it is', async (what, text, why) => {
  const file = join(folder, `${what}.json`)
  writeFileSync(file, text)
  const { exit, said } = await run(file)
  expect(await exit).toBe(2)
  expect(said()).toContain(`stuntdouble: --state: ${file} cannot be restored, and is left as it is: ${why}`)
  expect(said().trim().split('\n')).toHaveLength(1)
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('a place where nothing can be written is said at the start', async () => {
  const { exit, said } = await run(join(folder, 'nowhere', 'state.json'))
  expect(await exit).toBe(2)
  expect(said()).toContain('stuntdouble: --state: ENOENT')
  expect(existsSync(join(folder, 'nowhere'))).toBe(false)
})
