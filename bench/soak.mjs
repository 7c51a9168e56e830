// Calls without end, until ten million are answered: `soak.mjs [CALLS]`. Ends with the memory that it had after the first
// hundred thousand, prints both, and fails where the last is a tenth above the first. In one process and without sockets,
// so that ten million take minutes. Each round of a hundred calls is what a client does in three minutes of the session's
// clock: a token, calls with it, paths that there are not, a token that nobody issued; and now and then a session comes
// and goes.

import { startEmulator } from '../dist/lib/index.js'

const CALLS = Number(process.argv[2] ?? 10_000_000)
const FIRST = 100_000
const PAUSE_MS = 50
/** By the session's clock: a token lives for twenty rounds, and is forgotten a day later. */
const ROUND_MS = 180_000
const MORE = 1.1

if (!(CALLS >= FIRST)) throw new Error(`soak.mjs CALLS: expected ${FIRST} or more, got ${process.argv[2]}`)
if (!globalThis.gc) {
  const { spawnSync } = await import('node:child_process')
  const { status } = spawnSync(process.execPath, ['--expose-gc', ...process.argv.slice(1)], { stdio: 'inherit' })
  process.exit(status ?? 1)
}

const emulator = await startEmulator({ settings: { hoopr: { limits: 'off' } } })
const { sessions, providers } = emulator.stage
const hoopr = providers.find(({ name }) => name === 'hoopr')
const origin = emulator.url
const [{ clientId, secrets }] = (await hoopr.credentials(sessions.default, '')).clients

let calls = 0
const refused = new Map()
const began = performance.now()
let first
let told = 0
for (let round = 0; calls < CALLS; round++) {
  await visit(origin, round)
  sessions.default.clock.advance(ROUND_MS)
  if (round % 50 === 0) {
    const { name } = sessions.create({ settings: { hoopr: { limits: 'off' } } })
    await visit(`${origin}/s/${name}`, round)
    sessions.drop(name)
  }
  if (first === undefined && calls >= FIRST) first = await memory()
  if (calls >= told + CALLS / 10) {
    told = calls
    console.log(`${String(calls).padStart(10)} calls ${JSON.stringify(await memory())} ${rate()} a second`)
  }
}
const last = await memory()
await emulator.close()
const ratio = Object.fromEntries(Object.keys(last).map((each) => [each, (last[each] / first[each]).toFixed(2)]))
console.log(`
Node ${process.version}, ${calls} calls at ${rate()} a second, answers by status ${JSON.stringify(Object.fromEntries(refused))}
memory, MB after the first ${FIRST}: ${JSON.stringify(first)}
memory, MB at the end:           ${JSON.stringify(last)}
ratio                            ${JSON.stringify(ratio)}, target <= ${MORE} of the heap`)
process.exit(last.heap / first.heap > MORE ? 1 : 0)

function rate() {
  return Math.round((calls / (performance.now() - began)) * 1000)
}

/** A hundred calls of one client. */
async function visit(base, round) {
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test })
  const answer = await call(`${base}/hoopr/v1/auth/token`, { method: 'POST', headers: json, body })
  const { data } = await answer.json()
  const headers = { authorization: `Bearer ${data.access_token}` }
  for (let n = 0; n < 90; n++) await call(`${base}/hoopr/v1/tracks/midnight-drive?page=${round}-${n % 7}`, { headers })
  for (let n = 0; n < 8; n++) await call(`${base}/hoopr/v1/nowhere/${round}/${n}`, { headers })
  await call(`${base}/hoopr/v1/tracks/midnight-drive`, { headers: { authorization: `Bearer unknown-${round}` } })
}

async function call(url, init) {
  const response = await emulator.handler(new Request(url, init))
  calls++
  refused.set(response.status, (refused.get(response.status) ?? 0) + 1)
  return response
}

/** Of the JavaScript heap after a collection, and of the process. */
async function memory() {
  for (let n = 0; n < 3; n++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    globalThis.gc()
  }
  const { heapUsed, rss } = process.memoryUsage()
  return { heap: megabytes(heapUsed), resident: megabytes(rss) }
}

function megabytes(bytes) {
  return Number((bytes / 1048576).toFixed(1))
}
