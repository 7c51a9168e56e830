/** What rules about repeated calls have in common: which failures may pass, and which calls are the same again. */

import type { Exchanged } from '../core/judge.ts'
import { digest } from '../core/random.ts'

/** Whether the call failed in a way that a later try may mend: a limit, a failing server, a broken connection. */
export function mayPass({ exchange: { reply } }: Exchanged): boolean {
  return reply.status === 429 || reply.status >= 500 || reply.status === 0 || reply.wire !== undefined
}

/** Who calls: a client at a location. */
export function callerOf({ exchange }: Exchanged): string {
  const { client = 'anonymous', location } = exchange.context.who
  return location === undefined ? client : `${client} at ${location}`
}

const names = new WeakMap<Exchanged, string>()

/**
 * A name for the call by all that it asks for, but for its token: the same call again has the same. Several rules ask for
 * it in turn.
 */
export function sameCall(event: Exchanged): string {
  let name = names.get(event)
  if (name === undefined) names.set(event, (name = nameOfCall(event)))
  return name
}

function nameOfCall(event: Exchanged): string {
  const { method, path, query, body } = event.exchange.context.call
  const caller = callerOf(event)
  // A line cannot be in the middle of what stands before it, and the length keeps the rest apart.
  const asked = `${method} ${path}?${query.size > 0 ? query : ''}\n${caller.length} ${caller}`
  return digest(body.length > 0 ? asked + body.toString('latin1') : asked)
}

/** `GET /v1/tracks`, for messages. A path holds no credential. */
export function titleOf({ exchange }: Exchanged): string {
  const { route, call } = exchange.context
  return `${call.method} ${route.path === '/*' ? call.path : route.path}`
}
