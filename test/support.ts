/** A provider to call without a socket. Each test makes its own; nothing is shared. */

import { answer } from '../src/core/answer.ts'
import { parseInstant } from '../src/core/clock.ts'
import type { Call, JsonObject } from '../src/core/http.ts'
import type { Provider } from '../src/core/provider.ts'
import { findEndpoint } from '../src/core/routes.ts'
import { Session, type SessionOptions } from '../src/core/session.ts'

export const START = parseInstant('2026-01-01T00:00:00Z')!

export interface Request {
  readonly headers?: Record<string, string>
  /** Sent as application/json. */
  readonly json?: unknown
  /** Sent as application/x-www-form-urlencoded. */
  readonly form?: Record<string, string>
  /** Sent as it is. */
  readonly body?: string
  readonly token?: string
  readonly address?: string
  /** With its address, the connection. */
  readonly port?: number
  /** Added to the target's own. */
  readonly query?: Record<string, string>
}

export interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly json: any
  readonly text: string
}

/** A session on a frozen clock (2026-01-01T00:00:00Z) and a client of `provider` in it. */
export function stand(provider: Provider, options: SessionOptions = {}) {
  const session = new Session({ frozenAt: START, ...options })
  return { session, call: caller(provider, session) }
}

/** Calls `provider` in `session`: `await call('GET /v1/tracks?page=2', { token })`. */
export function caller(provider: Provider, session: Session) {
  return async (target: string, request: Request = {}): Promise<Response> => {
    const [method = 'GET', url = '/'] = target.split(' ')
    const [path = '/', search = ''] = url.split(/\?(.*)/s)
    const headers: Record<string, string> = { host: 'localhost' }
    let body = request.body ?? ''
    if (request.json !== undefined) {
      headers['content-type'] = 'application/json'
      body = JSON.stringify(request.json)
    }
    if (request.form) {
      headers['content-type'] = 'application/x-www-form-urlencoded'
      body = new URLSearchParams(request.form).toString()
    }
    if (request.token !== undefined) headers.authorization = `Bearer ${request.token}`
    const call: Call = {
      method,
      path,
      query: new URLSearchParams([...new URLSearchParams(search), ...Object.entries(request.query ?? {})]),
      headers: { ...headers, ...request.headers },
      body: Buffer.from(body),
      at: session.clock.now(),
      base: `http://localhost/${provider.name}`,
      address: request.address ?? '127.0.0.1',
      port: request.port,
    }
    const reply = await answer(findEndpoint(provider, method, path), call, session)
    const text =
      reply.json !== undefined
        ? JSON.stringify(reply.json)
        : (reply.text ?? Buffer.from(reply.bytes ?? []).toString('latin1'))
    return { status: reply.status, headers: reply.headers ?? {}, json: reply.json as JsonObject, text }
  }
}
