/** What every operation does before its own part: the location it may act on, then its query and body (section 7.2). */

import { ApiError, assert } from '../../../core/errors.ts'
import { type Call, type JsonObject, jsonObject, mediaType } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import type { Session } from '../../../core/session.ts'
import type { Awaitable } from '../../../core/state.ts'
import { collection, type Records } from '../data/collections.ts'
import { accounts } from '../data.ts'
import { invalid, notFound, traced } from '../errors.ts'
import type { Settings } from '../index.ts'
import { type Fields, problems, readQuery, type Values } from './fields.ts'

/** An operation's part of a route. A field `locationId` or `location_id` in its tables is held to the token's location. */
export interface Operation<Q extends Fields, B extends Fields>
  extends Pick<Route, 'name' | 'method' | 'path' | 'source' | 'switch' | 'about' | 'refuses'> {
  readonly scope: string
  /** What the path's parameter is the id of. */
  readonly of?: keyof Records
  /** Whose tokens it takes. Default: a location's. */
  readonly takes?: 'Location' | 'Company'
  readonly query?: Q
  readonly body?: B
  /** The fields of a success, less its `traceId`, and their types; a name that ends in `?` may be left out. */
  readonly answers?: Readonly<Record<string, JsonType | readonly JsonType[]>>
  /** Of a success. Default 200. */
  readonly status?: number | ((settings: Settings) => number)
  /** The body of a success, less its `traceId`. */
  readonly handle: (request: Request<Q, B>) => Awaitable<JsonObject>
}

export type JsonType = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

export interface Request<Q extends Fields = Fields, B extends Fields = Fields> {
  readonly context: Context
  readonly settings: Settings
  /** The location that the call acts on; empty for an agency's call. */
  readonly locationId: string
  readonly query: Values<Q>
  readonly body: Values<B>
}

type None = Record<never, never>

export function operation<Q extends Fields = None, B extends Fields = None>(operation: Operation<Q, B>): Route {
  const { takes, of, query = {}, body = {}, answers: _, status = 200, handle, ...route } = operation
  return {
    ...route,
    handle: async (context) => {
      const settings = context.settings as Settings
      const given = { query: readQuery(query, context.call.query), body: operation.body ? readBody(context.call) : {} }
      const locationId = takes === 'Company' ? agency(context) : ownLocation(context, { query, body }, given)
      const wrong = [...problems(query, given.query), ...problems(body, given.body)]
      if (wrong.length > 0) {
        // Whose the record is comes before what is asked of it.
        if (of) await ownRecord(context.session, of, locationId, Object.values(context.params)[0]!)
        throw invalid(wrong)
      }
      const answer = await handle({ context, settings, locationId, ...given } as Request<Q, B>)
      return traced(context, answer, typeof status === 'number' ? status : status(settings))
    },
  }
}

/** A record of the call's own location. Another location's is refused (A9), an unknown one not found (U20). */
export async function recordOf<K extends keyof Records>(
  { context, locationId }: Pick<Request, 'context' | 'locationId'>,
  kind: K,
  resource: string,
  id: string,
): Promise<Records[K]> {
  const record = await ownRecord(context.session, kind, locationId, id)
  if (record) return record
  throw notFound(resource, id)
}

async function ownRecord<K extends keyof Records>(
  session: Session,
  kind: K,
  locationId: string,
  id: string,
): Promise<Records[K] | undefined> {
  const own = await (await collection(session, kind, locationId)).find(id)
  if (own) return own
  for (const { locationId: other } of accounts(session).locations)
    assert(other === locationId || !(await (await collection(session, kind, other)).find(id)), 'location_forbidden')
  return undefined
}

function readBody(call: Call): JsonObject {
  if (call.body.length === 0) return {}
  assert(mediaType(call) === 'application/json', 'malformed_body', 'Content-Type must be application/json')
  const body = jsonObject(call)
  assert(body, 'malformed_body')
  return body
}

/** A sub-account's token is refused on an agency's route (A13). */
function agency({ token }: Context): string {
  assert(token?.company !== undefined && token.location === undefined, 'forbidden_resource')
  return ''
}

/** The token's location, which is also the one that the call names: else A9 in a query, A10 in a body. */
function ownLocation(
  { token, settings }: Context,
  tables: Readonly<Record<'query' | 'body', Fields>>,
  given: Readonly<Record<'query' | 'body', JsonObject>>,
): string {
  const own = token?.location
  if (own === undefined) throw new ApiError('auth_class')
  const name = ['locationId', 'location_id'].find((each) => each in tables.query)
  if (name !== undefined) {
    const named = given.query[name]
    // A list without it is the token's own, as in the seeds' sample (U14).
    assert(named === own || (named === undefined && !(settings as Settings).strictLocation), 'location_forbidden')
  }
  if ('locationId' in tables.body) {
    const named = given.body.locationId
    assert(named === own || typeof named !== 'string' || named === '', 'location_inaccessible')
  }
  return own
}
