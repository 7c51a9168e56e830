/** From a request to the provider and the session that it belongs to, and through `answer` back to the client. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { answer } from '../core/answer.ts'
import type { Instant } from '../core/clock.ts'
import type { Call, JsonObject, Reply } from '../core/http.ts'
import type { Turn } from '../core/order.ts'
import type { Provider } from '../core/provider.ts'
import { decode, findEndpoint } from '../core/routes.ts'
import { unknownSession } from './admin/route.ts'
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

/** Where a request that came over a socket leads; undefined when it is for no provider. */
export function destination(stage: Stage, req: IncomingMessage): Destination | undefined {
  return locate(stage, targetOf(req), req.headers.host ?? '', req.socket.localPort)
}

/** Finds the provider by `Host`, by local port or by path prefix. `url` is path and query. */
export function locate(stage: Stage, url: string, host: string, port = 0): Destination | undefined {
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
  const own = providerOf(stage, host) ?? stage.portOf.get(port)
  if (own) return { provider: own, path, search, mount: '', sessionName }
  const end = path.indexOf('/', 1)
  const name = path.slice(1, end < 0 ? undefined : end)
  const provider = stage.providers.find((each) => each.name === name)
  return provider && { provider, path: end < 0 ? '/' : path.slice(end), search, mount: `/${name}`, sessionName }
}

/** Serves a provider's call; the whole way, from socket to socket. */
export async function serve(stage: Stage, to: Destination, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const call = await toCall(req, to)
  const { at, reply, sent } = await answerAt(stage, to, call, origin(stage, req))
  send(req, res, { at, oversize: call.oversize }, reply, stage.held, sent)
}

export interface Answered {
  readonly reply: Reply
  /** By the clock of the call's session. */
  readonly at: Instant
  /** Wants to be told when the answer was sent whole, or its client had hung up. */
  readonly sent?: (hungUp: boolean) => void
}

/** What a provider's call is answered. `from` is the emulator's URL as the client wrote it. */
export function answerAt(stage: Stage, to: Destination, part: Call, from: string): Promise<Answered> {
  const { order } = stage
  return order ? order.turn((turn) => answerNow(stage, to, part, from, turn)) : answerNow(stage, to, part, from)
}

async function answerNow(stage: Stage, to: Destination, part: Call, from: string, turn?: Turn): Promise<Answered> {
  const { sessions } = stage
  const { provider } = to
  const named = to.sessionName ?? part.headers['x-stuntdouble-session']
  const own = named === undefined ? sessions.byTag(() => provider.tags(part)) : undefined
  const session = named === undefined ? (own ?? sessions.default) : sessions.get(named)
  if (!session) return { at: sessions.default.clock.now(), reply: refuseSession(stage, named!) }
  const prefix = session === sessions.default ? '' : `/s/${session.name}`
  const foundBy =
    to.sessionName !== undefined ? 'prefix' : named !== undefined ? 'header' : own ? 'credentials' : 'default'
  const asked = Object.assign(part, {
    at: session.clock.now(),
    base: from + prefix + to.mount,
    foundBy,
  } as const)
  const endpoint = findEndpoint(provider, asked.method, asked.path)
  const call = turn ? await turn.call(session, endpoint, asked) : asked
  const answered = await answer(endpoint, call, session)
  const reply = turn ? await turn.answered(answered) : answered
  stage.log('debug', 'call', () => ({
    session: session.name,
    provider: provider.name,
    method: call.method,
    path: stage.redactor.text(call.path),
    status: reply.status,
  }))
  const { request: id } = reply
  const { judge } = session
  if (id === undefined || !judge) return { at: call.at, reply }
  const sent = (hungUp: boolean) => {
    void judge.hear({ kind: 'sent', session, provider, id, at: session.clock.now(), hungUp })
  }
  return { at: call.at, reply, sent }
}

/** Scheme and host as the client wrote them. A proxy that ends TLS hides the scheme, so there the public URL has it. */
export function origin({ publicUrl }: Stage, req: IncomingMessage): string {
  if (publicUrl !== undefined && new URL(publicUrl).host === req.headers.host) return publicUrl
  const scheme = (req.socket as Partial<TLSSocket>).encrypted ? 'https' : 'http'
  return `${scheme}://${req.headers.host ?? addressOf(req.socket)}`
}

/** Says that no provider is at a path, and where they are. */
export function unknownPath({ providers, redactor }: Stage, path: string): JsonObject {
  return {
    code: 'unknown_path',
    message: 'No provider lives here.',
    expected: 'a path that begins with one of known',
    got: redactor.text(path),
    known: [...providers.map(({ name }) => `/${name}`), '/__admin'],
  }
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

function refuseSession(stage: Stage, name: string): Reply {
  const { code, message, expected, got, known } = unknownSession(stage, stage.redactor.text(name))
  const error = { code, message, expected, got, known: [...known!] }
  return { status: 404, headers: { 'content-type': 'application/json' }, json: { error } }
}
