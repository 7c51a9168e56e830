/** Between Node's sockets and plain data: a request becomes a Call, a Reply becomes bytes. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpDate, type Instant } from '../core/clock.ts'
import type { Call, Reply } from '../core/http.ts'
import { jsonText } from '../core/text.ts'
import type { Held } from './held.ts'
import { brokenBody, sendBroken } from './wire.ts'

/** More of a body than this is refused unread. */
export const BODY_LIMIT = 5 * 1024 * 1024
/** More of a header than this is refused in the provider's words; Node itself would refuse it without any. */
export const HEADER_LIMIT = 16 * 1024

const NO_BODY = Buffer.alloc(0)

export interface Address {
  /** Under the provider's prefix, with its slash. */
  readonly path: string
  readonly search: string
}

/** The call, still without its instant and its base: they depend on the session that it turns out to belong to. */
export async function toCall(req: IncomingMessage, { path, search }: Address, limit = BODY_LIMIT): Promise<Call> {
  const oversize = headerSize(req.url ?? '', req.rawHeaders) > HEADER_LIMIT ? 'headers' : undefined
  const body = oversize ? NO_BODY : await readBody(req, limit)
  return {
    method: req.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers: req.headers as Call['headers'],
    body: body ?? NO_BODY,
    at: 0,
    base: '',
    address: req.socket.remoteAddress ?? '',
    port: req.socket.remotePort,
    oversize: body ? oversize : 'body',
  }
}

/** What a reply comes to: its body, and a flat list of header names and values, which Node writes as it stands. */
export function written(at: Instant, reply: Reply): { headers: (string | number)[]; body: string | Uint8Array } {
  const body = reply.wire ? brokenBody(reply, bodyOf(reply)) : bodyOf(reply)
  const headers: (string | number)[] = []
  for (const name in reply.headers) headers.push(name, reply.headers[name]!)
  headers.push('date', httpDate(at))
  if (reply.status !== 204 && reply.status !== 304) headers.push('content-length', Buffer.byteLength(body))
  if (reply.fault !== undefined) headers.push('x-stuntdouble-fault', reply.fault)
  return { headers, body }
}

/** Sends a reply with exactly its own headers, a length and the session's date. `sent` is told when that is over. */
export function send(
  req: IncomingMessage,
  res: ServerResponse,
  call: Pick<Call, 'at' | 'oversize'>,
  reply: Reply,
  held: Held,
  sent?: ((hungUp: boolean) => void) | undefined,
): void {
  if (sent) res.once('close', () => sent(!res.writableFinished))
  const { headers, body } = written(call.at, reply)
  if (call.oversize) headers.push('connection', 'close')
  const deliver = () => {
    if (reply.wire || reply.drip) return sendBroken(res, reply, headers, body, held)
    res.sendDate = false
    res.writeHead(reply.status, headers)
    if (call.oversize && !req.complete) {
      // The rest of the body is let run out, so that the client reads the refusal and not a reset.
      res.write(body)
      req.once('end', () => res.end()).once('close', () => res.end())
      req.resume()
    } else if (req.method === 'HEAD') res.end()
    else res.end(body)
  }
  if (!reply.delayMs) {
    // Written once all that came in this turn of the loop is served: a client that sleeps is woken once for all of its
    // answers. Sixteen connections get half as many calls again by it.
    setImmediate(deliver)
    return
  }
  res.once('close', held.hold(reply.delayMs, deliver))
}

/** Text stays text: Node then writes head and body in one piece, which bytes would cost a second one. */
function bodyOf({ json, text, bytes }: Reply): string | Uint8Array {
  return json === undefined ? (text ?? bytes ?? '') : jsonText(json)
}

/** Characters of a request's URL, and of its headers' names and values. */
export function headerSize(url: string, headers: readonly string[]): number {
  let size = url.length
  for (const part of headers) size += part.length
  return size
}

/** The whole body, or undefined when it is over the limit. Events, since async iteration costs three times as much. */
function readBody(req: IncomingMessage, limit: number): Buffer | undefined | Promise<Buffer | undefined> {
  const { 'content-length': length, 'transfer-encoding': encoding } = req.headers
  if (encoding === undefined && (length === undefined || length === '0')) return NO_BODY
  if (Number(length) > limit) return undefined
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else {
        req.off('data', take)
        resolve(undefined)
      }
    }
    req.on('data', take)
    req.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    req.once('error', reject)
    req.once('close', () => {
      if (!req.complete) reject(new Error('the client closed the connection before its body ended'))
    })
  })
}
