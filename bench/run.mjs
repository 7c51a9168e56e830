// Prints requests a second, start-up and memory of the built program beside a bare node:http server, from one run.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

const ROUNDS = 5
const ROUND_SECONDS = 4
const SPAWNS = 15

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const plain = [at('../dist/bin/cli.cjs'), 'start', '--port', '0']
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

await load(emulator)
await load(yardstick)
const rounds = []
for (let n = 0; n < ROUNDS; n++) rounds.push([await load(yardstick), await load(emulator)])
const loaded = memory()
for (const { child } of [emulator, yardstick]) child.kill()

console.log(`
Node ${process.version}; medians of ${ROUNDS} rounds of ${ROUND_SECONDS} s in turn, and of ${SPAWNS} starts in turn

                            bare  stuntdouble   ratio   target`)
print('requests a second', rounds, ({ rate }) => rate, 0, '>= 0.35')
print('CPU per request, µs', rounds, ({ cpuMicros }) => cpuMicros, 1)
print('start to first token, ms', starts, (ms) => ms, 1, '< 2.00')
print(
  'the same with a scenario',
  starts.map(([yardstick, , ours]) => [yardstick, ours]),
  (ms) => ms,
  1,
  '< 2.00',
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

/** Starts a server in a process of its own and waits for its ready line, and for whatever else it shall show. */
async function start([file, ...args], { env = {}, shows = /^/ } = {}) {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let screen = ''
  return await new Promise((resolve, reject) => {
    const read = (text) => {
      screen += text
      const [, url] = /ready on (http:\/\/\S+)/.exec(screen) ?? []
      const shown = shows.exec(screen)
      if (url && shown) resolve({ child, url, shown })
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)
    child.once('exit', () => reject(new Error(`${file} ended before it was ready:\n${screen}`)))
  })
}

async function timeOf(command, first) {
  const from = performance.now()
  const server = await start(command)
  await first(server.url)
  const ms = performance.now() - from
  server.child.kill()
  return ms
}

async function takeToken(url) {
  const headers = { 'content-type': 'application/json' }
  const { body } = await ask(url, { method: 'POST', path: '/hoopr/v1/auth/token', headers, body: credentials })
  return JSON.parse(body).data.access_token
}

function ask(url, { path, body, ...options }) {
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, { agent: false, ...options }, async (response) => {
      const chunks = await response.toArray()
      resolve({ status: response.statusCode, headers: sent(response.headers), body: Buffer.concat(chunks).toString() })
    })
    request.once('error', reject).end(body)
  })
}

/** The headers that the program itself wrote, without those that Node adds to every answer. */
function sent({ connection, 'keep-alive': _, ...headers }) {
  return headers
}

async function load(server) {
  const before = usage(server)
  const { requests, non2xx, errors, timeouts } = await autocannon({
    url: server.url + call.path,
    headers: call.headers,
    connections: 16,
    duration: ROUND_SECONDS,
  })
  if (non2xx + errors + timeouts > 0) throw new Error(`${non2xx} answers were refusals, ${errors} calls failed`)
  return { rate: requests.average, cpuMicros: (usage(server).cpuMicros - before.cpuMicros) / requests.total }
}

/** What Linux knows of a process: its resident memory, and the processor time that it took. */
function usage({ child: { pid } }) {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13)
  return { megabytes: kilobytes / 1024, cpuMicros: (Number(user) + Number(system)) * 10_000 }
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
