/** The sockets: one server a port, provider calls served in front of Express, everything else by it. */

import http, { IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import type https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Express } from 'express'
import { destination, serve } from './dispatch.ts'
import { HEADER_LIMIT } from './http.ts'
import type { Stage } from './stage.ts'
import { rememberRaw } from './wire.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  readonly tls?: { readonly cert: string; readonly key: string }
}

export interface Listener {
  readonly port: number
  /** Takes no new connection, lets calls under way end, then resolves. */
  close(): Promise<void>
}

/** Listens on one port. Rejects with Node's error (EADDRINUSE, EACCES, ...) when it can't. */
export async function listen(stage: Stage, { host, port, tls }: ListenOptions): Promise<Listener> {
  const { Incoming, Outgoing, application } = lateExpress(stage)
  // Connections that have asked nothing yet. Node takes them for busy when it closes; browsers keep some in store.
  const silent = new Set<Socket>()
  const listener: RequestListener = (req, res) => {
    silent.delete(req.socket)
    const to = destination(stage, req)
    const served = to ? serve(stage, to, req, res) : application().then((app) => app(req as never, res as never))
    served.catch((error: Error) => {
      // A client that went away is no failure.
      if (!req.destroyed || req.complete) stage.log('error', 'failed', { message: error.message })
      if (!res.headersSent && !res.destroyed) res.writeHead(500).end()
      else res.destroy()
    })
  }
  const options = {
    IncomingMessage: Incoming,
    ServerResponse: Outgoing,
    // Node would refuse a long header before any handler sees it; up to here the provider's own words do.
    maxHeaderSize: 4 * HEADER_LIMIT,
    // Node's default of 5 s makes stray resets that look like faults.
    keepAliveTimeout: 72_000,
    requestTimeout: 0,
  }
  const server = tls
    ? (await import('node:https')).createServer({ ...options, ...tls }, listener)
    : http.createServer(options, listener)
  if (tls) rememberRaw(server as https.Server)
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        // A connection kept alive is closed as soon as its call under way is answered.
        const sweep = setInterval(() => server.closeIdleConnections(), 20)
        server.close(() => {
          clearInterval(sweep)
          resolve()
        })
        for (const socket of silent) socket.destroy()
      }),
  }
}

/**
 * Express, loaded at the first request that needs it. It would set the prototype of every request and response, which is
 * its largest cost by far, so the server is given classes of its own that become Express's: then there is nothing to set.
 */
function lateExpress(stage: Stage) {
  class Incoming extends IncomingMessage {}
  class Outgoing extends ServerResponse {}
  let app: Promise<Express> | undefined
  const load = async () => {
    const { createApp } = await import('./app.ts')
    const made = createApp(stage)
    for (const [own, name] of [
      [Incoming, 'request'],
      [Outgoing, 'response'],
    ] as const) {
      Object.setPrototypeOf(own.prototype, made[name])
      Object.defineProperty(own.prototype, 'app', { value: made, writable: true, configurable: true, enumerable: true })
      made[name] = own.prototype as never
    }
    return made
  }
  return { Incoming, Outgoing, application: () => (app ??= load()) }
}
