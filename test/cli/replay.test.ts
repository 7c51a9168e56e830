/** `start --record FILE`, and `replay FILE`. */

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'stuntdouble-record-'))
afterAll(() => rmSync(folder, { recursive: true }))

const PROGRAM = [inject('program')]

/** A run of the program with these, a scenario of its own among them, in which three calls are made. */
async function recorded(args: readonly string[], env: NodeJS.ProcessEnv, signal: 'SIGTERM' | 'SIGKILL') {
  const scenario = join(folder, 'second.yaml')
  writeFileSync(scenario, 'rules: [{ id: second, call: filters.list, skip: 1, times: 1, do: { status: 418 } }]\n')
  const child = spawn(process.execPath, [...PROGRAM, '--port', '0', '--scenario', scenario, ...args], {
    env: { ...process.env, ...env },
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => resolve(/ready on (\S+)/.exec(String(chunk))![1]!))
    ended.then(() => reject(new Error('it ended')))
  })
  const mint = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"provider":"hoopr"}' }
  const { token } = (await (await fetch(`${url}/__admin/tokens`, mint)).json()) as { token: string }
  for (const status of [200, 418, 200])
    expect(await fetch(`${url}/hoopr/v1/filters`, { headers: { authorization: `Bearer ${token}` } })).toMatchObject({
      status,
    })
  child.kill(signal)
  await ended
  // What it played need not be there any more.
  rmSync(scenario)
}

function replay(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...PROGRAM, 'replay', ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('a run is carried home and replayed; the first difference is shown', async () => {
  const file = join(folder, 'run.jsonl')
  await recorded(['--record', file], {}, 'SIGTERM')
  const { status, stdout, stderr } = replay(file, '--json')
  expect([status, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toEqual({ equal: true, turns: 4, calls: 3, acts: 1, notes: [], deviation: null })
  const other = join(folder, 'other.jsonl')
  writeFileSync(other, readFileSync(file, 'utf8').replace('"status":418,', '"status":200,'))
  const { at } = JSON.parse(readFileSync(file, 'utf8').split('\n')[3]!) as { at: string }
  expect(replay(other)).toEqual({
    status: 1,
    stdout: '',
    stderr: [
      `${other}: turn 3 is different: GET /hoopr/v1/filters in session default at ${at}`,
      '  status',
      '  recorded  200',
      '  replayed  418\n',
    ].join('\n'),
  })
}, 90_000)

test('a run that was killed is replayed as far as it came', async () => {
  const file = join(folder, 'killed.jsonl')
  await recorded([], { STUNTDOUBLE_RECORD: file }, 'SIGKILL')
  expect(replay(file)).toEqual({
    status: 0,
    stdout: '',
    stderr: [
      `${file}: note: the recording breaks off after turn 4: the run was ended by force, or the file was cut`,
      `${file}: 3 calls and 1 act replayed, and every answer is the same\n`,
    ].join('\n'),
  })
}, 90_000)

test.each([
  ['another file', 'package.json', 'it is no manifest of a run'],
  ['none', 'nowhere.jsonl', "ENOENT: no such file or directory, open 'nowhere.jsonl'"],
])('%s is refused in a sentence', (_what, file, why) => {
  expect(replay(file)).toEqual({ status: 2, stdout: '', stderr: `stuntdouble: ${file} cannot be replayed: ${why}\n` })
})

test('a place that holds something else is refused at the start', () => {
  const start = spawnSync(process.execPath, [...PROGRAM, '--port', '0', '--record', 'package.json'], {
    encoding: 'utf8',
  })
  expect([start.status, start.stderr]).toEqual([
    2,
    'stuntdouble: record: package.json is there already and is no manifest, so it is not overwritten\n',
  ])
})

test('a scenario that is saved while the run is recorded takes its place in the recording', async () => {
  const [file, scenario] = [join(folder, 'watched.jsonl'), join(folder, 'watched.yaml')]
  const answering = (status: number) => `rules: [{ call: filters.list, do: { status: ${status} } }]\n`
  writeFileSync(scenario, answering(418))
  const child = spawn(process.execPath, [
    ...[...PROGRAM, '--port', '0', '--scenario', scenario, '--watch', '--record', file],
  ])
  const ended = new Promise((resolve) => child.once('close', resolve))
  const url = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk) => resolve(/ready on (\S+)/.exec(String(chunk))![1]!))
  })
  const ask = async () => (await fetch(`${url}/hoopr/v1/filters`)).status
  expect(await ask()).toBe(418)
  writeFileSync(scenario, answering(451))
  await expect.poll(ask, { timeout: 10_000 }).toBe(451)
  child.kill('SIGTERM')
  await ended
  expect(readFileSync(file, 'utf8')).toContain('"play":{')
  expect(replay(file)).toMatchObject({ status: 0 })
})
