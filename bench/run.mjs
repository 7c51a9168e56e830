// Prints requests a second, start-up and memory of the built program beside a bare node:http server, from one run:
// `run.mjs [ROUNDS]`.

import { ask, at, load, median, program as plain, start, usage } from './server.mjs'

const ROUNDS = Number(process.argv[2] ?? 5)
const ROUND_SECONDS = 4
const SPAWNS = 3 * ROUNDS
/** So many calls before those that count: V8 compiles what runs often, and goes on for some ten thousand. */
const WARM = 50_000

const program = [...plain, '--scenario', at('scenario.yaml')]
const bare = [at('bare.cjs')]

const CREDENTIALS = /-d '(\{.*?\})'/
const emulator = await start(program, { shows: CREDENTIALS })
const credentials = emulator.shown[1]
const token = await takeToken(emulator.url)
const call = { path: '/hoopr/v1/tracks/midnight-drive', headers: { authorization: `Bearer ${token}` } }
const answer = await ask(emulator.url, call)
if (answer.status !== 200) throw new Error(`${call.path} answered ${answer.status}: ${answer.body}`)
const yardstick = await start(bare, { env: { ANSWER: JSON.stringify(answer) } })
const idle = memory()

const starts = []
for (let n = 0; n < SPAWNS; n++)
  starts.push([
    await timeOf(bare, (url) => ask(url, call)),
    await timeOf(plain, takeToken),
    await timeOf(program, takeToken),
  ])

const round = (server) => load(server, call, { duration: ROUND_SECONDS })
for (const server of [emulator, yardstick]) await load(server, call, { amount: WARM })
const rounds = []
for (let n = 0; n < ROUNDS; n++) rounds.push([await round(yardstick), await round(emulator)])
const loaded = memory()
for (const { child } of [emulator, yardstick]) child.kill()

console.log(`
Node ${process.version}; medians of ${ROUNDS} rounds of ${ROUND_SECONDS} s in turn, after ${WARM.toLocaleString('en')} calls each, and of ${SPAWNS} starts in turn

                            bare  stuntdouble   ratio   target`)
print('requests a second', rounds, ({ rate }) => rate, 0, '>= 0.60')
print('CPU per request, µs', rounds, ({ cpuMicros }) => cpuMicros, 1)
print('99 % within, ms', rounds, ({ p99 }) => p99, 1)
print('mean, ms', rounds, ({ mean }) => mean, 2)
print('start to first token, ms', starts, ({ ms }) => ms, 1, '<= 1.35')
print('CPU until then, ms', starts, ({ cpuMs }) => cpuMs, 1)
print(
  'the same with a scenario',
  starts.map(([yardstick, , ours]) => [yardstick, ours]),
  ({ ms }) => ms,
  1,
)
print('memory idle, MB', [idle], (megabytes) => megabytes, 0, '< 90 MB')
print('memory after load, MB', [loaded], (megabytes) => megabytes, 0, '< 90 MB')

function memory() {
  return [yardstick, emulator].map((server) => usage(server).megabytes)
}

function print(name, pairs, pick, digits, target = '') {
  const [plain, ours] = [0, 1].map((side) => median(pairs.map((pair) => pick(pair[side]))))
  const cells = [
    plain.toFixed(digits).padStart(8),
    ours.toFixed(digits).padStart(13),
    (ours / plain).toFixed(2).padStart(8),
  ]
  console.log(`${name.padEnd(24)}${cells.join('')}${target.padStart(9)}`.trimEnd())
}

async function timeOf(command, first) {
  const from = performance.now()
  const server = await start(command)
  await first(server.url)
  const ms = performance.now() - from
  const cpuMs = usage(server).cpuMicros / 1000
  server.child.kill()
  return { ms, cpuMs }
}

async function takeToken(url) {
  const headers = { 'content-type': 'application/json' }
  const { body } = await ask(url, { method: 'POST', path: '/hoopr/v1/auth/token', headers, body: credentials })
  return JSON.parse(body).data.access_token
}
