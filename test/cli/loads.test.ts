/** What the built program loads, and when: nothing before it is needed. */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { type Ran, run, says, serve, write } from './process.ts'

const TOLD = { NODE_DEBUG: 'module' }
const START = ['base', 'cli', 'core', 'rolldown-runtime', 'start']

/** The names of its own files that it has loaded by now. */
function loadedBy({ said }: Ran): string[] {
  return [...said.err.matchAll(/^MODULE \d+: load ".*?([^\\/"]+)\.cjs" for module/gm)].map(([, name]) => name!).sort()
}

test('a start loads no Commander, no Express, no YAML, and of a provider only its card until it is called', async () => {
  const program = await serve([], TOLD)
  const [, body] = await says(program, /curl -s .* -d '(.*)'\n/)
  expect(loadedBy(program)).toEqual(START)
  const headers = { 'content-type': 'application/json' }
  const token = await fetch(`${program.url}/hoopr/v1/auth/token`, { method: 'POST', headers, body: body! })
  expect(token.status).toBe(200)
  expect(loadedBy(program)).toEqual([...START, 'hoopr'].sort())
  for (const provider of ['hoopai', 'soundcharts'])
    expect((await fetch(`${program.url}/${provider}/nowhere`)).ok).toBe(false)
  expect(loadedBy(program)).toEqual([...START, 'hoopai', 'hoopr', 'soundcharts'].sort())
})

test('what a first token waits for is ASCII, which Node keeps in half the memory', () => {
  const read = (name: string) => readFileSync(join(dirname(inject('program')), `${name}.cjs`), 'utf8')
  const other = ['core', 'hoopr'].flatMap((name) => read(name).match(/.*[^\n -~\t].*/g) ?? [])
  expect(other).toEqual([])
})

test('a scenario loads of the providers those that it names', async () => {
  const one = 'rules:\n  - { provider: hoopr, call: GET /v1/tracks/*, do: [expire, { delay: 1s }] }\n'
  const program = await serve(['--scenario', write('one.yaml', one)], TOLD)
  await says(program, /curl -s /)
  const loaded = loadedBy(program)
  expect(loaded).toEqual(expect.arrayContaining([...START, 'yaml', 'hoopr']))
  for (const other of ['hoopai', 'soundcharts', 'app']) expect(loaded).not.toContain(other)
})

test('a health check loads no emulator', async () => {
  const program = run(['health', '--port', '1'], TOLD)
  expect(await program.exit).toBe(1)
  expect(loadedBy(program)).toEqual(['base', 'cli', 'health', 'remote', 'rolldown-runtime', 'verbs'])
})
