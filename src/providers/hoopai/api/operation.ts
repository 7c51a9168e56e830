/** What every operation does before its own part: the location it may act on, then its query and body (section 7.2). */

import { ApiError, assert } from '../../../core/errors.ts'
import type { Success } from '../../../core/facts.ts'
import { type Call, type Json, type JsonObject, jsonObject, mediaType } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import type { Session } from '../../../core/session.ts'
import type { Awaitable } from '../../../core/state.ts'
import { collection, type Records } from '../data/collections.ts'
import { accounts } from '../data.ts'
import { invalid, notFound, traced } from '../errors.ts'
import type { Settings } from '../index.ts'
import { type Fields, parametersOf, problems, readQuery, type Values } from './fields.ts'

/** An operation's part of a route. A field `locationId` or `location_id` in its tables is held to the token's location. */
export interface Operation<Q extends Fields, B extends Fields>
  extends Pick<Route, 'name' | 'method' | 'path' | 'source' | 'switch' | 'about' | 'refuses' | 'repeatable'> {
  readonly scope: string
  /** What the path's parameter is the id of. */
  readonly of?: keyof Records
  /** Whose tokens it takes. Default: a location's. An agency's call of `either` has no `locationId`. */
  readonly takes?: 'Location' | 'Company' | 'either'
  /** It may do without a `locationId`, even where `strictLocation` holds. */
  readonly anyLocation?: boolean
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
  const { takes, of, anyLocation = false, query = {}, body = {}, answers, status = 200, handle, ...route } = operation
  const { source } = route
  return {
    ...route,
    parameters: [...parametersOf(query, 'query', source), ...parametersOf(body, 'body', source)],
    success: {
      status: typeof status === 'number' ? status : (settings) => status(settings as Settings),
      ...successOf(answers),
    },
    refuses: [...new Set([...ownRefusals(operation), ...(route.refuses ?? [])])],
    handle: async (context) => {
      const settings = context.settings as Settings
      const given = { query: readQuery(query, context.call.query), body: operation.body ? readBody(context.call) : {} }
      const agencys = takes === 'Company' || (takes === 'either' && isAgency(context))
      const locationId = agencys ? agency(context) : ownLocation(context, { query, body }, given, anyLocation)
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

/** What an operation answers, as its card says it: an object with these fields and the `traceId` (U23). */
function successOf(answers: Operation<Fields, Fields>['answers']): Success {
  if (!answers) return { about: 'an object' }
  const fields = Object.entries({ ...answers, traceId: 'string' as const })
  const plain = (name: string) => name.replace(/\?$/, '')
  return {
    about: fields.map(([name]) => plain(name)).join(', '),
    schema: {
      type: 'object',
      properties: Object.fromEntries(fields.map(([name, type]) => [plain(name), { type: type as Json }])),
      required: fields.flatMap(([name]) => (name.endsWith('?') ? [] : [name])),
    },
  }
}

/** The refusals that follow from the tables of an operation, whatever its own part adds. */
function ownRefusals({ takes, of, query = {}, body }: Omit<Operation<Fields, Fields>, 'handle'>): string[] {
  const named = 'locationId' in query || 'location_id' in query
  return [
    ...(takes === 'Company' ? ['forbidden_resource'] : takes === 'either' ? [] : ['auth_class']),
    ...(named || of ? ['location_forbidden'] : []),
    ...(body && 'locationId' in body ? ['location_inaccessible'] : []),
    ...(of ? ['not_found_record'] : []),
    // Even without a table, what is not declared should not exist.
    'invalid_request',
    ...(body ? ['malformed_body'] : []),
  ]
}

function readBody(call: Call): JsonObject {
  if (call.body.length === 0) return {}
  assert(mediaType(call) === 'application/json', 'malformed_body', 'Content-Type must be application/json')
  const body = jsonObject(call)
  assert(body, 'malformed_body')
  return body
}

/** A sub-account's token is refused on an agency's route (A13). */
function agency(context: Context): string {
  assert(isAgency(context), 'forbidden_resource')
  return ''
}

function isAgency({ token }: Context): boolean {
  return token?.company !== undefined && token.location === undefined
}

/** The token's location, which is also the one that the call names: else A9 in a path or query, A10 in a body. */
function ownLocation(
  { token, params, settings }: Context,
  tables: Readonly<Record<'query' | 'body', Fields>>,
  given: Readonly<Record<'query' | 'body', JsonObject>>,
  anyLocation: boolean,
): string {
  const own = token?.location
  if (own === undefined) throw new ApiError('auth_class')
  assert((params.locationId ?? own) === own, 'location_forbidden')
  const name = ['locationId', 'location_id'].find((each) => each in tables.query)
  if (name !== undefined) {
    const named = given.query[name]
    // A list without it is the token's own, as in the seeds' sample (U14).
    const lenient = anyLocation || !(settings as Settings).strictLocation
    assert(named === own || (named === undefined && lenient), 'location_forbidden')
  }
  if ('locationId' in tables.body) {
    const named = given.body.locationId
    assert(named === own || typeof named !== 'string' || named === '', 'location_inaccessible')
  }
  return own
}
