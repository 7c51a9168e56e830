// What both measurements need: a server in a process of its own, calls to it, load on it, and what it used.

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

export const at = (path) => fileURLToPath(new URL(path, import.meta.url))
/** The built program's command. */
export const program = [at('../dist/bin/cli.cjs'), 'start', '--port', '0']

/** Starts a server in a process of its own and waits for its ready line, and for whatever else it shall show. */
export async function start([file, ...args], { env = {}, shows = /^/ } = {}) {
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
      if (url && shown) resolve({ child, url, shown, screen: () => screen })
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)
    child.once('exit', () => reject(new Error(`${file} ended before it was ready:\n${screen}`)))
  })
}

export function ask(url, { path, body, ...options }) {
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

/** Calls from 16 connections for so many seconds (`duration`), or so often (`amount`). Every answer must be a success. */
export async function load(server, { path, method = 'GET', headers, body }, howLong) {
  const before = usage(server)
  const causes = new Set()
  const { requests, latency, non2xx, errors, timeouts } = await new Promise((resolve, reject) => {
    // A run ends at a tick, by default of a second.
    const ticks = howLong.amount ? { sampleInt: 100 } : {}
    const call = { url: server.url + path, method, headers, body }
    const options = { ...call, connections: 16, timeout: 60, ...ticks, ...howLong }
    const run = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)))
    run.on('reqError', (error) => causes.add(error.code ?? error.message))
  })
  if (non2xx + errors > 0) {
    const { exitCode, signalCode } = server.child
    const ended = exitCode ?? signalCode
    const how = ended === null ? 'it still runs' : `it ended with ${ended}`
    const [why, last] = [[...causes].join(', '), server.screen().slice(-2000)]
    throw new Error(
      `${path}: ${non2xx} refusals, ${errors} calls failed (${why}), ${timeouts} of them timed out; ${how}:\n${last}`,
    )
  }
  const cpuMicros = (usage(server).cpuMicros - before.cpuMicros) / requests.total
  return { rate: requests.average, cpuMicros, p99: latency.p99, mean: latency.average }
}

/** What Linux knows of a process: its resident memory, and the processor time that its threads took. */
export function usage({ child: { pid } }) {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]
  const nanos = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return { megabytes: kilobytes / 1024, cpuMicros: nanos.reduce((sum, each) => sum + each, 0) / 1000 }
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** A program in a process of its own, which says by nothing that it is ready. */
export function spawned([file, ...args], url, { cwd }) {
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let screen = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (screen += text))
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.once('error', (error) => (screen += error.message))
  const end = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return { child, url, screen: () => screen, end }
}

/** Asks again and again until it answers with a success. Throws when the server has ended, or is not there within a minute. */
export async function untilAnswered(server, call) {
  const { child, url } = server
  const last = performance.now() + 60_000
  let answer
  while (performance.now() < last && child.exitCode === null && child.signalCode === null) {
    answer = await ask(url, call).catch(({ code }) => ({ status: code }))
    if (answer.status < 300) return answer
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await server.end()
  throw new Error(`it did not answer: ${answer?.status} ${server.screen().trim().slice(-200)}`)
}
