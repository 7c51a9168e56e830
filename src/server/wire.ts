/** Puts an answer on the wire as a fault of the connection would: cut, broken, in pieces, or not at all. */

import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket, Server as TlsServer } from 'node:tls'
import { LONGEST_TIMER_MS } from '../core/clock.ts'
import type { Reply } from '../core/http.ts'
import type { Held } from './held.ts'

type Body = string | Uint8Array
type Headers = readonly (string | number)[]

/** What a body becomes before its length is told. */
export function brokenBody({ wire }: Reply, body: Body): Body {
  if (wire === 'empty') return ''
  if (wire !== 'malformed' || body.length === 0) return body
  const bytes = Buffer.from(body)
  // No JSON text ends in an opening brace.
  bytes[bytes.length - 1] = 0x7b
  return bytes
}

/** Sends an answer whose head was not written yet, as its fault would have it. */
export function sendBroken(res: ServerResponse, reply: Reply, headers: Headers, body: Body, held: Held): void {
  const { status, wire, drip } = reply
  const { socket } = res
  // Of pipelined calls a later one is without a socket until its turn has come.
  if (!socket) {
    // Node is still at the end of the one before when it says so.
    if (!res.destroyed) res.once('socket', () => setImmediate(() => sendBroken(res, reply, headers, body, held)))
    return
  }
  if (wire === 'reset') reset(socket)
  else if (wire === 'close') socket.destroySoon()
  else {
    res.sendDate = false
    res.writeHead(status, headers as (string | number)[])
    const bytes = Buffer.from(body)
    if (wire === 'truncate') {
      // To a HEAD the headers are all there is.
      res.flushHeaders()
      res.write(bytes.subarray(0, bytes.length >> 1))
      socket.destroySoon()
    } else if (drip) dripFeed(res, bytes, drip, held)
    else res.end(bytes)
  }
}

/** The pieces of a dripping body, and the pause between them: the first goes at once, the last when the time is over. */
export function piecesOf(bytes: Uint8Array, { chunks, overMs }: NonNullable<Reply['drip']>) {
  const count = Math.max(1, Math.min(chunks, bytes.length))
  const cut = (i: number) => Math.floor((i * bytes.length) / count)
  const pieces = Array.from({ length: count }, (_, i) => bytes.subarray(cut(i), cut(i + 1)))
  return { pieces, pauseMs: Math.min(overMs / Math.max(1, count - 1), LONGEST_TIMER_MS) }
}

function dripFeed(res: ServerResponse, bytes: Buffer, drip: NonNullable<Reply['drip']>, held: Held): void {
  const { pieces, pauseMs } = piecesOf(bytes, drip)
  let sent = 0
  const next = () => {
    const piece = pieces[sent++]!
    if (sent === pieces.length) res.end(piece)
    else {
      res.write(piece)
      giveUp = held.hold(pauseMs, next)
    }
  }
  let giveUp = () => {}
  res.once('close', () => giveUp())
  res.flushHeaders()
  next()
}

/** A TLS socket has no reset of its own: the TCP socket below it is reset, once what TLS is writing is written. */
function reset(socket: Socket): void {
  const below = raw.get(socket as TLSSocket) ?? socket
  setImmediate(() => below.resetAndDestroy())
}

const raw = new WeakMap<TLSSocket, Socket>()

/** Remembers which TCP socket a TLS socket of this server lies on. */
export function rememberRaw(server: TlsServer): void {
  const open = new Map<string, Socket>()
  const endsOf = ({ localAddress, remoteAddress, remotePort }: Socket) =>
    `${localAddress} ${remoteAddress} ${remotePort}`
  server.on('connection', (socket: Socket) => {
    const ends = endsOf(socket)
    open.set(ends, socket)
    socket.once('close', () => open.delete(ends))
  })
  server.on('secureConnection', (secure: TLSSocket) => {
    const below = open.get(endsOf(secure))
    if (below) raw.set(secure, below)
  })
}
