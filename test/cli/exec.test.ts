/** `stuntdouble exec`: somebody's command against an emulator, under one scenario or several. */

import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { end, pathOf, run, says, write } from './process.ts'

/** A client of Hoopr: `client.mjs N` asks N times, each time with the token that it has; `greedy` takes a new one each time. */
const CLIENT = write(
  'client.mjs',
  `
const { HOOPR_BASE_URL: base, HOOPR_CLIENT_ID: client_id, HOOPR_CLIENT_SECRET: client_secret } = process.env
const [calls, how] = process.argv.slice(2)
const body = JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret })
const json = { 'content-type': 'application/json' }
let token
for (let n = 0; n < calls; n++) {
  if (!token || how === 'greedy')
    token = (await (await fetch(base + '/v1/auth/token', { method: 'POST', headers: json, body })).json()).data.access_token
  const { status } = await fetch(base + '/v1/tracks/midnight-drive', { headers: { authorization: 'Bearer ' + token } })
  console.log(status)
}
`,
)
/** A process that only a SIGKILL ends, and its child, which is as stubborn. */
const STUBBORN = write(
  'stubborn.mjs',
  `
import { spawn } from 'node:child_process'
process.on('SIGTERM', () => {})
const child = process.argv[2] ? undefined : spawn(process.execPath, [process.argv[1], 'child'], { stdio: 'inherit' })
if (child) console.log('child ' + child.pid)
else console.log('stubborn')
setInterval(() => {}, 1000)
`,
)
const ANY = write('any.yaml', 'name: any\n')
const node = process.execPath
const read = (name: string) => readFileSync(pathOf(name), 'utf8')
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a command finds the emulator in its environment; its output is its own, the verdict goes to stderr', async () => {
  const { code, out, err } = await end(['exec', '--report', 'json=alone.json', '--', node, CLIENT, '2'])
  expect([code, out]).toEqual([0, '200\n200\n'])
  expect(err).toBe('stuntdouble: passed: 1 session, 3 calls, nothing found\n')
  const { verdict, sessions } = JSON.parse(read('alone.json'))
  expect([verdict, sessions.length, sessions[0].scenario, sessions[0].calls]).toEqual(['passed', 1, null, { hoopr: 3 }])
})

test.each(['in sequence', '--parallel'])(
  'several scenarios %s: each in an emulator of its own, then a matrix',
  async (how) => {
    const flags = how === '--parallel' ? [how] : []
    const plays = ['token-dies-mid-run', ANY].flatMap((each) => ['--scenario', each])
    const record = `${how.slice(-8)}.jsonl`
    const { code, out, err } = await end(['exec', ...flags, ...plays, '--record', record, '--', node, CLIENT, '3'])
    expect(code).toBe(1)
    expect(out.split('\n').sort()).toEqual(['', '200', '200', '200', '200', '200', '401'])
    expect(err).toContain('error  no-recovery-after-401\n')
    expect(err).toMatch(
      /\nscenario +verdict +command +findings\ntoken-dies-mid-run +failed +exit 0 +1 error\n\S+any\.yaml +passed +exit 0 +-\n/,
    )
    const recorded = ['1-token-dies-mid-run', '2-any'].map((each) => read(record.replace('.jsonl', `-${each}.jsonl`)))
    for (const text of recorded) expect(text).toContain('/v1/tracks/midnight-drive')
  },
)

test.each([
  ['its own code', [node, '-e', 'process.exit(3)'], 3, 'inconclusive: 1 session, 0 calls'],
  ['a code like a shell’s where a signal ended it', [node, '-e', 'process.kill(process.pid, 9)'], 137, 'inconclusive'],
  ['127 where there is none', ['no-such-command'], 127, 'there is no command "no-such-command"\nstuntdouble: failed'],
  ['126 where it is no program', ['/'], 126, 'the command "/" cannot be run: '],
  ['1 where it never called', [node, '-e', '0'], 1, 'no call came: does the client take its base URLs from the env'],
])('a command ends with %s', async (_, argv, code, said) => {
  const ran = await end(['exec', '--', ...argv])
  expect([ran.code, ran.out]).toEqual([code, ''])
  expect(ran.err).toContain(said)
})

test('a command that hangs is ended in time, with all that it started', async () => {
  const program = run(['exec', '--timeout', '1500ms', '--', node, STUBBORN])
  const [, pid] = await says(program, /child (\d+)/)
  expect(await program.exit).toBe(124)
  expect(alive(Number(pid))).toBe(false)
  expect(program.said.err).toContain('the command did not end within 1s500ms\nstuntdouble: failed')
})

test('what a command leaves in the background ends with it, even while it holds the output', async () => {
  const { code, out } = await end(['exec', '--', 'sh', '-c', `${node} ${STUBBORN} child & echo left $!; exit 5`])
  expect(code).toBe(5)
  expect(alive(Number(/left (\d+)/.exec(out)![1]))).toBe(false)
})

test('a signal goes on to the command, whose code counts; no further scenario begins, and the report is written', async () => {
  const script = "process.on('SIGTERM', () => process.exit(7)); console.log('up'); setInterval(() => {}, 1000)"
  const plays = ['--scenario', ANY, '--scenario', ANY]
  const program = run(['exec', ...plays, '--report', 'markdown=cut.md', '--', node, '-e', script])
  await says(program, /up/)
  program.child.kill('SIGTERM')
  expect(await program.exit).toBe(7)
  expect(program.said.out).toBe('up\n')
  expect(read('cut.md')).toContain('| default, playing any | inconclusive |')
})

test('known findings pass by a baseline; what is new fails, and so does an entry that is found no longer', async () => {
  const greedy = ['exec', '--baseline', 'known.yaml', '--', node, CLIENT, '8', 'greedy']
  const none = await end(greedy)
  expect([none.code, none.out]).toEqual([2, ''])
  expect(none.err).toMatch(/--baseline: ENOENT.*; --write-baseline makes one\n$/)

  const written = await end(['exec', '--write-baseline', ...greedy.slice(1)])
  expect(written.err).toContain('  known  token-not-cached: ')
  expect(written.code).toBe(0)
  expect(read('known.yaml')).toMatch(/^# Findings that are accepted[\s\S]*\n- fingerprint: token-not-cached\/hoopr\//)

  const again = await end(greedy)
  expect([again.code, again.err]).toEqual([0, expect.stringContaining(', 1 known\n')])

  const better = await end([...greedy.slice(0, -1), 'modest'])
  expect(better.code).toBe(1)
  expect(better.err).toMatch(
    /known\.yaml accepts token-not-cached\/hoopr\/\S+, which is found no longer: take the entry out\n/,
  )

  // A client that never called shows nothing: what was accepted stays.
  await end(['exec', '--baseline', 'known.yaml', '--write-baseline', '--', node, '-e', '0'])
  expect(read('known.yaml')).toContain('- fingerprint: token-not-cached/hoopr/')

  // What was not played shows nothing.
  write('known.yaml', '- { fingerprint: a/b/c, scenario: elsewhere, why: it is slow }\n')
  const other = await end(greedy)
  expect([other.code, other.err]).toEqual([1, expect.not.stringContaining('found no longer')])
  await end(['exec', '--write-baseline', ...greedy.slice(1)])
  expect(read('known.yaml')).toContain('- fingerprint: a/b/c\n  scenario: elsewhere\n  why: it is slow\n')
})

test.each([
  [[], 'expected a command to run, such as `stuntdouble exec -- npm test`'],
  [['--write-baseline', '--', 'touch', 'ran'], '--write-baseline: expected --baseline with the file to write'],
  [['--scenario', ANY, '--scenario', 'no-such', '--', 'touch', 'ran'], 'got "no-such"'],
  [
    ['--parallel', '--port', '4601', '--scenario', ANY, '--scenario', ANY, '--', 'touch', 'ran'],
    '--parallel: expected --port 0',
  ],
  [
    ['--baseline', write('odd.yaml', '- fingerprint: 3\n  rul: x\n'), '--', 'touch', 'ran'],
    'odd.yaml:2:3: expected a key of a finding, got "rul"; known: rule, ',
  ],
  [['--baseline', write('map.yaml', 'a: 1\n'), '--', 'touch', 'ran'], 'map.yaml:1:1: expected a list of findings'],
])('%j is wrong usage, and nothing was run', async (args, message) => {
  const { code, err, out } = await end(['exec', ...args])
  expect(err).toContain(message)
  expect([code, out, existsSync(pathOf('ran'))]).toEqual([2, '', false])
})
