// Prints stuntdouble beside other mocks, each doing the nearest that it can: `peers.mjs [CALLS]`, after how many calls the
// memory is looked at (100,000 unless told). They are installed in a folder of the system's temporary ones, never here.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { packages, peers, RESOURCE, TOKEN } from './peers/cards.mjs'
import { freePort, load, median, spawned, untilAnswered, usage } from './server.mjs'

const CALLS = Number(process.argv[2] ?? 100_000)
const STARTS = 3
const ROUNDS = 3
const ROUND = { duration: 1 }
const folder = join(tmpdir(), 'stuntdouble-peers')

mkdirSync(folder, { recursive: true })
if (!existsSync(join(folder, 'node_modules'))) {
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--no-save']
  execFileSync('npm', ['install', ...options, ...packages], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

const rows = []
const skipped = []
for (const peer of peers) {
  try {
    const row = await measure(peer)
    rows.push({ peer, ...row })
    // It takes ten minutes: what was measured is told as it comes.
    console.error(`${peer.name} ${JSON.stringify(row)}`)
  } catch (error) {
    skipped.push(`${peer.name} was skipped: ${error.message.split('\n')[0]}`)
  }
}
const [own] = rows
console.log(`
Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB; medians of ${STARTS} starts, and of ${ROUNDS} rounds of ${ROUND.duration} s
from 16 connections; in brackets, so many times stuntdouble's. Memory is that of the process, idle and after ${CALLS.toLocaleString('en')} calls.

                              start to first   memory, MB            tokens       resource
                                  answer, ms   idle   after        a second       a second`)
for (const { peer, version, ms, idle, after, tokens, resources } of rows) {
  const cells = [
    beside(ms, own.ms, 7, 17),
    idle.toFixed(0).padStart(7),
    after.toFixed(0).padStart(8),
    beside(tokens, own.tokens, 8, 16),
    beside(resources, own.resources, 8, 15),
  ]
  console.log(`${`${peer.name} ${version}`.padEnd(27)}${cells.join('')}`)
}
const tokensOf = (name) => rows.find(({ peer }) => peer.name === name)?.tokens
const [hs256, rs256, theirs] = ['stuntdouble', 'the same, as HoopAI', 'oauth2-mock-server'].map(tokensOf)
if (theirs)
  console.log(
    `\nBeside oauth2-mock-server's RS256: HS256 ${(hs256 / theirs).toFixed(1)} times (target >= 8), RS256 ${(rs256 / theirs).toFixed(2)} times (target >= 1.2)`,
  )
console.log(`\nWhat each does\n${rows.map(({ peer }) => `  ${peer.name}: ${peer.does}`).join('\n')}`)
if (skipped.length > 0) console.log(`\n${skipped.join('\n')}`)

function beside(figure, ours, width, all) {
  const text = figure === undefined ? 'none' : figure.toFixed(0)
  return `${text.padStart(width)}${figure === undefined ? '' : ` (${(figure / ours).toFixed(2)})`.padStart(8)}`.padStart(
    all,
  )
}

async function measure({ pack, make, ready, token, resource }) {
  const where = pack ? join(folder, 'node_modules', pack) : new URL('..', import.meta.url).pathname
  const { version } = JSON.parse(readFileSync(join(where, 'package.json'), 'utf8'))
  const opening = token ? TOKEN : RESOURCE
  const open = async () => {
    const port = await freePort()
    const { command, call = {} } = await make({ folder, where, port })
    const wanted = { ...opening, ...call[token ? 'token' : 'resource'] }
    const from = performance.now()
    const server = spawned(command, `http://127.0.0.1:${port}`, { cwd: folder })
    const answer = await untilAnswered(server, wanted)
    return { server, call, answer, ms: performance.now() - from }
  }
  const times = []
  for (let n = 0; n < STARTS; n++) {
    const { server, ms } = await open()
    times.push(ms)
    await server.end()
  }
  const { server, call: first, answer } = await open()
  try {
    const call = (await ready?.(server.url)) ?? first
    const idle = usage(server).megabytes
    const bearer = token && JSON.parse(answer.body)
    const { access_token } = bearer?.data ?? bearer ?? {}
    const asked = { ...RESOURCE, ...call.resource }
    asked.headers = { ...asked.headers, authorization: `Bearer ${call.bearer ?? access_token ?? 'any'}` }
    const rate = async (wanted) => {
      await load(server, wanted, ROUND)
      const rates = []
      for (let n = 0; n < ROUNDS; n++) rates.push((await load(server, wanted, ROUND)).rate)
      return median(rates)
    }
    const tokens = token ? await rate({ ...TOKEN, ...call.token }) : undefined
    const resources = resource === false ? undefined : await rate(asked)
    await load(server, resource === false ? { ...TOKEN, ...call.token } : asked, { amount: CALLS })
    return { version, ms: median(times), idle, after: usage(server).megabytes, tokens, resources }
  } finally {
    await server.end()
  }
}
