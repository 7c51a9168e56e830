// Calls without end, until ten million are answered: `tsx soak.ts [CALLS]`. Ends with the memory that it had after the first
// hundred thousand, prints both, and fails where the last is a tenth above the first. In one process, without sockets and
// from the sources, so that ten million take minutes: from `locate` to the bytes of the answer it is the way of every call.
// Each round of a hundred calls is what a client does in three minutes of the session's clock: a token, calls with it, paths
// that there are not, a token that nobody issued; and now and then a session comes and goes.

import { spawnSync } from 'node:child_process'
import type { Call, JsonObject } from '../src/core/http.ts'
import { openStage } from '../src/open.ts'
import { answerAt, locate } from '../src/server/dispatch.ts'
import { written } from '../src/server/http.ts'

const CALLS = Number(process.argv[2] ?? 10_000_000)
const FIRST = 100_000
const PAUSE_MS = 50
/** By the session's clock: a token lives for twenty rounds, and is forgotten a day later. */
const ROUND_MS = 180_000
const MORE = 1.1
const HOST = '127.0.0.1:4600'

if (!(CALLS >= FIRST)) throw new Error(`soak.ts CALLS: expected ${FIRST} or more, got ${process.argv[2]}`)
const { gc } = globalThis
if (!gc) {
  const again = ['--expose-gc', ...process.execArgv, ...process.argv.slice(1)]
  process.exit(spawnSync(process.execPath, again, { stdio: 'inherit' }).status ?? 1)
}

const settings = { hoopr: { limits: 'off' } }
const stage = await openStage({ settings })
const { sessions } = stage
const hoopr = stage.providers.find(({ name }) => name === 'hoopr')!
const { clients } = (await hoopr.credentials(sessions.default, '')) as unknown as { clients: [Client] }
const [{ clientId, secrets }] = clients

let calls = 0
const statuses = new Map<number, number>()
const began = performance.now()
let first: Memory | undefined
let told = 0
for (let round = 0; calls < CALLS; round++) {
  await visit('', round)
  sessions.default.clock.advance(ROUND_MS)
  if (round % 50 === 0) {
    const { name } = sessions.create({ settings })
    await visit(`/s/${name}`, round)
    sessions.drop(name)
  }
  if (first === undefined && calls >= FIRST) first = await memory()
  if (calls >= told + CALLS / 10) {
    told = calls
    console.log(`${String(calls).padStart(10)} calls ${JSON.stringify(await memory())} ${rate()} a second`)
  }
}
const last = await memory()
sessions.end()
const ratio = { heap: (last.heap / first!.heap).toFixed(2), resident: (last.resident / first!.resident).toFixed(2) }
console.log(`
Node ${process.version}, ${calls} calls at ${rate()} a second, answers by status ${JSON.stringify(Object.fromEntries(statuses))}
memory, MB after the first ${FIRST}: ${JSON.stringify(first)}
memory, MB at the end:           ${JSON.stringify(last)}
ratio                            ${JSON.stringify(ratio)}, target <= ${MORE} of the heap`)
process.exit(last.heap / first!.heap > MORE ? 1 : 0)

function rate() {
  return Math.round((calls / (performance.now() - began)) * 1000)
}

interface Client {
  readonly clientId: string
  readonly secrets: { readonly test: string }
}

/** A hundred calls of one client. */
async function visit(base: string, round: number): Promise<void> {
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test })
  const answer = await call('POST', `${base}/hoopr/v1/auth/token`, json, body)
  const { access_token } = (JSON.parse(answer) as { data: JsonObject }).data
  const headers = { authorization: `Bearer ${access_token}` }
  for (let n = 0; n < 90; n++)
    await call('GET', `${base}/hoopr/v1/tracks/midnight-drive?page=${round}-${n % 7}`, headers)
  for (let n = 0; n < 8; n++) await call('GET', `${base}/hoopr/v1/nowhere/${round}/${n}`, headers)
  await call('GET', `${base}/hoopr/v1/tracks/midnight-drive`, { authorization: `Bearer unknown-${round}` })
}

async function call(method: string, url: string, headers: Call['headers'], body = ''): Promise<string> {
  const to = locate(stage, url, HOST)!
  const asked: Call = {
    method,
    path: to.path,
    query: new URLSearchParams(to.search),
    headers: { host: HOST, ...headers },
    body: Buffer.from(body),
    at: 0,
    base: '',
    address: '127.0.0.1',
  }
  const { at, reply, sent } = await answerAt(stage, to, asked, `http://${HOST}`)
  const text = String(written(at, reply).body)
  sent?.(false)
  calls++
  statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
  return text
}

type Memory = Record<'heap' | 'resident', number>

/** Of the JavaScript heap after a collection, and of the process. */
async function memory(): Promise<Memory> {
  for (let n = 0; n < 3; n++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    await gc!()
  }
  const { heapUsed, rss } = process.memoryUsage()
  return { heap: megabytes(heapUsed), resident: megabytes(rss) }
}

function megabytes(bytes: number): number {
  return Number((bytes / 1048576).toFixed(1))
}
