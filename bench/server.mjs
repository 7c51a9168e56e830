// What both measurements need: a server in a process of its own, calls to it, load on it, and what it used.

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import http from 'node:http'
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
      if (url && shown) resolve({ child, url, shown })
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
export async function load(server, { path, headers }, howLong) {
  const before = usage(server)
  const { requests, non2xx, errors, timeouts } = await autocannon({
    url: server.url + path,
    headers,
    connections: 16,
    ...howLong,
  })
  if (non2xx + errors + timeouts > 0) throw new Error(`${non2xx} answers were refusals, ${errors} calls failed`)
  return { rate: requests.average, cpuMicros: (usage(server).cpuMicros - before.cpuMicros) / requests.total }
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
