/** What a route of the admin API is. The tables beside this file list them all. */

import type { GenericSchema, InferOutput } from 'valibot'
import type { Json } from '../../core/http.ts'
import type { Provider } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import type { Awaitable } from '../../core/state.ts'
import type { Stage } from '../stage.ts'
import { AdminError } from './errors.ts'

/** What a route may know of the request that it serves. */
export interface Ask<Body = unknown, Query = unknown> {
  readonly stage: Stage
  /** The session that the path, the prefix or the header names, else `default`. */
  readonly session: Session
  /** The emulator's URL as the client wrote it, without a final slash. */
  readonly origin: string
  readonly body: Body
  readonly query: Query
  /** The path's own, percent-decoded. */
  readonly params: Readonly<Record<string, string>>
  /** Whether who asks shares this process, so that a scenario may be named by its file. */
  readonly inProcess?: boolean
}

/** An answer that is no JSON. */
export class Written {
  readonly contentType: string
  readonly text: string

  constructor(contentType: string, text: string) {
    this.contentType = contentType
    this.text = text
  }
}

export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /**
   * Under `/__admin`. What stands under `/sessions/:session` is also reached without it, in the session that the request
   * names otherwise.
   */
  readonly path: string
  readonly about: string
  /** Changes nothing, though it is no GET. */
  readonly changesNothing?: boolean
  /** Needs no admin token. */
  readonly open?: boolean
  /** Default 200. */
  readonly status?: number
  /** What its body must be; left out, `{}` or nothing at all. */
  readonly body?: GenericSchema
  /** In bytes. Default 5 MiB. */
  readonly bodyLimit?: number
  /** What its query must be; left out, none is looked at. */
  readonly query?: GenericSchema
  /** Whether the body may be YAML too; it is then handed over as text, and JSON as its value. */
  readonly yaml?: boolean
  handle(ask: Ask): Awaitable<Json | Written>
}

/** States a route; its handler is given what its schemas make of body and query. */
export function route<Body extends GenericSchema, Query extends GenericSchema>(
  row: Omit<AdminRoute, 'body' | 'query' | 'handle'> & {
    readonly body?: Body
    readonly query?: Query
    handle(ask: Ask<InferOutput<Body>, InferOutput<Query>>): Awaitable<Json | Written>
  },
): AdminRoute {
  return row as AdminRoute
}

/** The full path and, where there is one, the short one. */
export function pathsOf({ path }: AdminRoute): string[] {
  const [, short] = /^\/sessions\/:session(\/.+)$/.exec(path) ?? []
  return short === undefined ? [path] : [path, short]
}

/** The names, for errors that say what is known. */
export function namesOf(list: readonly { readonly name: string }[]): string[] {
  return list.map(({ name }) => name)
}

/** The provider of this name. Throws AdminError. */
export function providerOf({ providers }: Stage, name: string): Provider {
  const provider = providers.find((each) => each.name === name)
  if (provider) return provider
  throw new AdminError('invalid_input', `provider: there is no "${name}"`, {
    expected: 'a provider',
    got: name,
    known: namesOf(providers),
  })
}

/** Of a name that no session has. */
export function unknownSession({ sessions }: Stage, name: string): AdminError {
  return new AdminError('unknown_session', 'No session has this name.', {
    expected: 'the name of a session',
    got: name,
    known: namesOf(sessions.list().slice(0, 20)),
  })
}
