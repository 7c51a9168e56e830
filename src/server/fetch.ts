/** The emulator as a function from a Request to a Response: calls of providers, in process, without a socket. */

import { STATUS_CODES } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { LONGEST_TIMER_MS } from '../core/clock.ts'
import type { Call, Reply } from '../core/http.ts'
import { answerAt, locate, unknownPath } from './dispatch.ts'
import { BODY_LIMIT, HEADER_LIMIT, headerSize, written } from './http.ts'
import type { Stage } from './stage.ts'
import { piecesOf } from './wire.ts'

/**
 * Answers what is asked of a provider, found by the URL's host or by its path. Faults of the connection reject, or break
 * the body, as they do with Node's own `fetch`; delays pass in wall time, and the request's signal ends them.
 */
export type FetchHandler = (request: Request) => Promise<Response>

/** @param session whose calls these are, where neither path nor header names one. Default: as for calls over a socket */
export function fetchHandler(stage: Stage, session?: string): FetchHandler {
  return async (request) => {
    const { signal } = request
    signal.throwIfAborted()
    const { protocol, host: where, pathname, search } = new URL(request.url)
    const headers: Record<string, string> = { host: where, ...Object.fromEntries(request.headers) }
    const { host = where } = headers
    const found = locate(stage, pathname + search, host)
    if (!found) return Response.json({ error: unknownPath(stage, pathname) }, { status: 404 })
    const sessionName = found.sessionName ?? (headers['x-stuntdouble-session'] === undefined ? session : undefined)
    const to = { ...found, sessionName }
    const call = await toCall(request, { ...to, headers })
    const { at, reply, sent } = await answerAt(stage, to, call, `${protocol}//${host}`)
    let whole = false
    try {
      await pause(reply.delayMs ?? 0, signal)
      if (reply.wire === 'reset') throw failed('fetch failed', Object.assign(new Error('read ECONNRESET'), RESET))
      if (reply.wire === 'close') throw failed('fetch failed', closed())
      const response = toResponse(request, written(at, reply), reply)
      whole = reply.wire !== 'truncate'
      return response
    } finally {
      sent?.(!whole)
    }
  }
}

/** Statuses that a Response has no body with. */
const NO_BODY = [204, 205, 304]
const RESET = { code: 'ECONNRESET', errno: -104, syscall: 'read' }

interface Target {
  readonly path: string
  readonly search: string
  readonly headers: Readonly<Record<string, string>>
}

async function toCall(request: Request, { path, search, headers }: Target): Promise<Call> {
  const large = headerSize(request.url, Object.entries(headers).flat()) > HEADER_LIMIT
  const body = Buffer.from(await request.arrayBuffer())
  const oversize = large ? 'headers' : body.length > BODY_LIMIT ? 'body' : undefined
  return {
    method: request.method,
    path,
    query: new URLSearchParams(search),
    headers,
    body: oversize ? Buffer.alloc(0) : body,
    at: 0,
    base: '',
    address: '127.0.0.1',
    oversize,
  }
}

function toResponse({ method, signal }: Request, { headers: lines, body }: ReturnType<typeof written>, reply: Reply) {
  const { status } = reply
  const headers = new Headers()
  for (let i = 0; i < lines.length; i += 2) headers.append(String(lines[i]), String(lines[i + 1]))
  const none = body.length === 0 || method === 'HEAD' || NO_BODY.includes(status)
  const content = none ? null : bodyOf(Buffer.from(body), reply, signal)
  return new Response(content, { status, statusText: STATUS_CODES[status] ?? 'unknown', headers })
}

/** The whole body; in pieces where it drips; or the half of it that came before the connection ended. */
function bodyOf(bytes: Uint8Array<ArrayBuffer>, { wire, drip }: Reply, signal: AbortSignal) {
  if (wire !== 'truncate' && !drip) return bytes
  const { pieces, pauseMs } = drip
    ? piecesOf(bytes, drip)
    : { pieces: [bytes.subarray(0, bytes.length >> 1)], pauseMs: 0 }
  let sent = 0
  return new ReadableStream({
    async pull(controller) {
      if (sent > 0 && sent < pieces.length) await pause(pauseMs, signal)
      const piece = pieces[sent++]
      if (piece?.length) controller.enqueue(piece)
      else if (wire === 'truncate') controller.error(failed('terminated', closed()))
      else controller.close()
    },
  })
}

/** Not unreferenced as the server's timers are: nothing else keeps the process alive for the one who waits. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await setTimeout(Math.min(ms, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {})
  signal.throwIfAborted()
}

/** What undici throws, and the cause that it names when the other side ends a connection. */
function failed(message: string, cause: Error): TypeError {
  return new TypeError(message, { cause })
}

function closed(): Error {
  return Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' })
}
