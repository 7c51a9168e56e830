/** From a request to the provider and the session that it belongs to, and through `answer` back to the client. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { answer } from '../core/answer.ts'
import type { Provider } from '../core/provider.ts'
import { decode, findEndpoint } from '../core/routes.ts'
import { namesOf } from './admin/route.ts'
import { send, toCall } from './http.ts'
import type { Stage } from './stage.ts'

/** Where a request's URL leads: the provider, the rest of the path, and the session that a prefix names. */
export interface Destination {
  readonly provider: Provider
  readonly path: string
  readonly search: string
  /** What stood before the provider's path, less a session's prefix. */
  readonly mount: string
  readonly sessionName?: string | undefined
}

/** Finds the provider by `Host`, by local port or by path prefix; undefined when the request is none of theirs. */
export function destination(stage: Stage, req: IncomingMessage): Destination | undefined {
  const url = targetOf(req)
  const query = url.indexOf('?')
  const search = query < 0 ? '' : url.slice(query + 1)
  let path = query < 0 ? url : url.slice(0, query)
  let sessionName: string | undefined
  if (path.startsWith('/s/')) {
    const end = path.indexOf('/', 3)
    sessionName = decode(path.slice(3, end < 0 ? undefined : end))
    path = end < 0 ? '/' : path.slice(end)
  }
  if (path.startsWith('/__admin')) return undefined
  const own = providerOf(stage, req.headers.host ?? '') ?? stage.portOf.get(req.socket.localPort ?? 0)
  if (own) return { provider: own, path, search, mount: '', sessionName }
  const end = path.indexOf('/', 1)
  const name = path.slice(1, end < 0 ? undefined : end)
  const provider = stage.providers.find((each) => each.name === name)
  return provider && { provider, path: end < 0 ? '/' : path.slice(end), search, mount: `/${name}`, sessionName }
}

/** Serves a provider's call; the whole way, from socket to socket. */
export async function serve(stage: Stage, to: Destination, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { sessions } = stage
  const { provider } = to
  const part = await toCall(req, to)
  const named = to.sessionName ?? part.headers['x-stuntdouble-session']
  const own = named === undefined ? sessions.byTag(() => provider.tags(part)) : undefined
  const session = named === undefined ? (own ?? sessions.default) : sessions.get(named)
  if (!session) return refuseSession(stage, named!, res)
  const prefix = session === sessions.default ? '' : `/s/${session.name}`
  const foundBy =
    to.sessionName !== undefined ? 'prefix' : named !== undefined ? 'header' : own ? 'credentials' : 'default'
  const call = Object.assign(part, {
    at: session.clock.now(),
    base: origin(stage, req) + prefix + to.mount,
    foundBy,
  } as const)
  const reply = await answer(findEndpoint(provider, call.method, call.path), call, session)
  stage.log('debug', 'call', () => ({
    session: session.name,
    provider: provider.name,
    method: call.method,
    path: stage.redactor.text(call.path),
    status: reply.status,
  }))
  const { request: id } = reply
  const { judge } = session
  if (id === undefined || !judge) return send(req, res, call, reply)
  send(req, res, call, reply, (hungUp) => {
    void judge.hear({ kind: 'sent', session, provider, id, at: session.clock.now(), hungUp })
  })
}

/** Scheme and host as the client wrote them. A proxy that ends TLS hides the scheme, so there the public URL has it. */
export function origin({ publicUrl }: Stage, req: IncomingMessage): string {
  if (publicUrl !== undefined && new URL(publicUrl).host === req.headers.host) return publicUrl
  const scheme = (req.socket as Partial<TLSSocket>).encrypted ? 'https' : 'http'
  return `${scheme}://${req.headers.host ?? addressOf(req.socket)}`
}

/** Path and query. A client that takes the emulator for a proxy sends a whole URL (RFC 9112 3.2.2). */
function targetOf({ url = '/' }: IncomingMessage): string {
  return url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, '')
}

function addressOf({ localAddress = '', localPort }: IncomingMessage['socket']): string {
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`
}

function providerOf({ byHost }: Stage, host: string): Provider | undefined {
  const colon = host.lastIndexOf(':')
  return byHost.get((colon > host.indexOf(']') ? host.slice(0, colon) : host).toLowerCase())
}

function refuseSession({ sessions, redactor }: Stage, name: string, res: ServerResponse): void {
  const known = namesOf(sessions.list().slice(0, 20))
  const error = {
    code: 'unknown_session',
    message: 'No session has this name.',
    expected: 'the name of a session',
    got: redactor.text(name),
    known,
  }
  const body = JSON.stringify({ error })
  res.writeHead(404, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
}
