/**
 * How HoopAI words its errors: two body families in eight shapes (S1 to S8), each as it was seen. A client must go by the
 * HTTP status. For handlers: `throw invalid([...texts])` is the 422, `throw notFound('Contact', id)` a record that is not
 * there, and `return traced(context, body)` answers every 2xx JSON object, since each has a `traceId` (U23).
 */

import { hash } from 'node:crypto'
import { ApiError, type ErrorTable, type Wording } from '../../core/errors.ts'
import type { JsonObject, Reply } from '../../core/http.ts'
import { type Context, json } from '../../core/provider.ts'
import type { Settings } from './data/settings.ts'
import { badRequest, early, row, s1, s2, s8 } from './errors/shapes.ts'
import { errorPage } from './oauth/page.ts'

/** A 2xx answer with its `traceId`. */
export function traced(context: Context, body: JsonObject, status = 200): Reply {
  return json({ ...body, traceId: traceId(context) }, status)
}

/** A call's own UUID, drawn from what it asks, with which credential and when. */
export function traceId({ call, session, who }: Context): string {
  const { method, path, query, body, at } = call
  const credential = who.credential?.id ?? ''
  return session.draw('hoopai trace', method, path, `${query}`, credential, hash('sha256', body), at).uuid()
}

/** The 422 of shape S3: one text for each problem, such as `email must be an email`. */
export function invalid(messages: readonly string[]): ApiError {
  return new ApiError('invalid_request', messages.join(', '), { messages: [...messages] })
}

/** A record that does not exist, or no more: 400, not 404 (U20). `resource` is capitalised, such as `Contact`. */
export function notFound(resource: string, id: string): ApiError {
  return new ApiError('not_found_record', '', { resource, id })
}

/** The first path segments that a service answers to; any other is answered by none. */
const SERVICES = new Set('calendars companies contacts conversations locations oauth opportunities users'.split(' '))

/** Whether a path leads to one of the services. */
export function underService(path: string): boolean {
  return SERVICES.has(path.split('/', 2)[1]!)
}

/** What is said of a bad token: of an app's as the setting has it, where one turns it. */
function badToken(when: string, source: string, turnedBy?: 'expiredTokenText'): Wording {
  const pit = 'Invalid Private Integration token'
  const reply: Wording['reply'] = (_, { who, settings }) => {
    const jwt = turnedBy ? (settings as Settings)[turnedBy] : 'Invalid JWT'
    return { json: s1(401)(who.presented?.startsWith('pit-') ? pit : jwt) }
  }
  return early({ status: 401, when, source, ...(turnedBy ? { switch: turnedBy } : {}), reply })
}

function noRoute(when: string): Wording {
  const reply: Wording['reply'] = (_, { call: { method, path } }) =>
    underService(path) ? { json: s2(404, 'Not Found')(`Cannot ${method} ${path}`) } : {}
  return { status: 404, when, source: 'observed O2, O3', reply }
}

const MISSING_SCOPE = 'The token is not authorized for this scope.'
const AUTH_CLASS =
  'This authClass type is not allowed to access this scope. Please verify your IAM configuration if this is not the case.'
const v3 = 'openapi v3/oauth-v3.json'

export const errors: ErrorTable = {
  // Before the token (A1 to A7).
  version_missing: early(
    row(401, s1(401), 'version header was not found.', 'no Version header (A1)', 'observed O1, O3, O4'),
  ),
  version_unknown: early(
    row(401, s1(401), 'version header is invalid', 'a Version that was never published (A2)', 'observed O1, O3'),
  ),
  version_malformed: early(
    row(400, s1(400), "Invalid API version segment '' at position 0", 'a Version that is no date (A3)', 'observed O1'),
  ),
  version_unavailable: early({
    status: 400,
    when: 'a route that the Version does not have (7.1)',
    source: 'observed O5',
    reply: (_, { call }) => ({ json: badRequest(`Endpoint ${call.path} not available in API version v3`) }),
  }),
  missing_token: early(
    row(401, s1(401), 'No Authorization header found for authentication!', 'no Authorization (A4)', 'observed O4'),
  ),
  invalid_token: badToken('a token that was never issued (A5, A6)', 'observed O4, O5, O10'),
  expired_token: badToken('an access token past its day (A7)', 'assumed U1; openapi', 'expiredTokenText'),
  revoked_token: badToken('a token that was revoked (A5, A6)', 'assumed'),

  // What the token may do (A8 to A13).
  insufficient_scope: row(
    401,
    s1(401),
    MISSING_SCOPE,
    'the token lacks the scope (A8)',
    'observed O2, O5, O10',
    'scopeStatus',
  ),
  scope_forbidden: row(
    403,
    s1(403),
    MISSING_SCOPE,
    'the same, with scopeStatus 403',
    'docs hoopai/oauth/overview',
    'scopeStatus',
  ),
  auth_class: row(401, s1(401), AUTH_CLASS, 'an agency token on a sub-account scope (A11)', 'observed O10'),
  user_type: row(401, s1(401), "Token's user type mismatch!", 'the wrong kind of token (A12)', 'observed O2, O10'),
  forbidden_resource: row(
    403,
    s2(403, 'Forbidden'),
    'Forbidden resource',
    'a sub-account token on an agency route (A13)',
    'observed O2',
  ),
  location_forbidden: row(
    403,
    s1(403),
    'The token does not have access to this location.',
    "another location's token, or a list that names no location where strictLocation holds (A9)",
    'observed O2, O5',
    'strictLocation',
  ),
  location_inaccessible: row(
    401,
    s1(401),
    'This location is not accessible from this token!',
    'a foreign location in a body, at some services (A10)',
    'observed O10',
  ),

  users_company: row(
    401,
    s1(401),
    'E01 - Unauthorized request',
    'a search for users that names no agency (section 9)',
    'observed O2',
  ),

  // Resources (section 9).
  invalid_request: {
    status: 422,
    when: 'a body or query does not validate (S3)',
    source: 'observed O2, O6',
    reply: ({ message, details }, context) => ({
      json: {
        message: (details.messages as string[] | undefined) ?? [message || 'Unprocessable Entity'],
        error: 'Unprocessable Entity',
        statusCode: 422,
        traceId: traceId(context),
      },
    }),
  },
  malformed_body: row(400, badRequest, 'Unexpected token in JSON', 'a body that is no JSON', 'assumed'),
  not_found_record: {
    status: 400,
    when: 'the record does not exist; details: resource, id',
    source: 'observed O1, O2; assumed U20',
    switch: 'notFoundShape',
    reply: ({ details: { resource = 'Record', id = '' } }, { settings }) => ({
      json:
        (settings as Settings).notFoundShape === 'error'
          ? { error: `${resource} with id ${id} not found`, status: 400 }
          : badRequest(`${resource} not found for id:${id}`),
    }),
  },
  duplicate_contact: {
    status: 400,
    when: "a contact's email or phone is taken; details: contactId, matchingField, contactName",
    source: 'observed O10',
    reply: ({ details }, context) => ({
      json: {
        statusCode: 400,
        message: 'This location does not allow duplicated contacts.',
        meta: details,
        traceId: traceId(context),
      },
    }),
  },
  empty_contact: {
    status: 400,
    when: 'a contact with nothing but its location; the body says 422',
    source: 'observed O2',
    reply: ({ message }, context) => ({
      json: {
        message: [message || 'contact must have an email, a phone or a name'],
        error: 'Unprocessable Entity',
        statusCode: 422,
        traceId: traceId(context),
      },
    }),
  },
  conversation_exists: {
    status: 400,
    when: 'the contact has a conversation; details: conversationId (S7)',
    source: 'observed O2',
    reply: ({ details }) => ({
      json: {
        message: 'Conversation already exists',
        canonicalCode: 'CONVERSATIONS_CONVERSATION_ALREADY_EXISTS',
        ...details,
      },
    }),
  },
  appointment_location: row(400, badRequest, 'Location ID is required.', 'no location', 'observed O10'),
  appointment_user: row(
    400,
    badRequest,
    'The user id not part of calendar team.',
    'a user who does not serve the calendar',
    'observed O10',
  ),
  appointment_slot: row(
    400,
    badRequest,
    'The slot you have selected is no longer available.',
    'the slot is taken, or the calendar is not open then',
    'observed O10; assumed',
  ),
  slots_span: row(
    400,
    badRequest,
    'Date range cannot be more than 31 days',
    'free slots of more than 31 days',
    'openapi calendars.json; assumed',
  ),

  // The token endpoint and the consent page (sections 3.3 and 4.5).
  unknown_code: row(
    401,
    s8,
    'Authorization code not found',
    'a code unknown, used or expired (T3)',
    'observed O1, O10',
  ),
  invalid_client: row(
    401,
    s8,
    'Invalid client credentials!',
    'a wrong client, or a revoked grant (T4)',
    'observed O10',
  ),
  invalid_refresh_token: row(
    400,
    s1(400),
    'Invalid grant: refresh token is invalid',
    'a refresh token unknown, used or expired (T5)',
    v3,
    'legacyRefreshError',
  ),
  legacy_refresh_error: row(
    401,
    s8,
    'Invalid refresh token',
    'the same in its older form (T5b)',
    'observed O10',
    'legacyRefreshError',
  ),
  location_inactive: row(
    400,
    s1(400),
    'Location is not active',
    'the location is suspended (T6)',
    `${v3}; observed O5`,
    'inactiveLocations',
  ),
  redirect_mismatch: row(
    400,
    s1(400),
    'Invalid parameter: redirect_uri',
    'not the redirect_uri of the code (T10)',
    'assumed U8',
  ),
  unsupported_grant: row(400, s1(400), 'Invalid parameter: grant_type', 'client_credentials (T11)', 'assumed U24'),
  removed: row(400, badRequest, 'API endpoint has been removed', 'POST /oauth/reconnect (T13)', 'observed O5'),
  consent_refused: {
    status: 400,
    when: 'the consent page was asked for what it cannot give: unknown app or redirect, no scope (3.3)',
    source: 'observed O10; assumed (U9, less the denial)',
    reply: ({ message }) => errorPage(message || 'error.noAppVersionIdFound'),
  },

  // Any route.
  rate_limited: row(429, s1(429), 'Too Many Requests', 'a budget is spent (S6)', 'observed O2'),
  unknown_route: noRoute('no such route; without a body when no service knows the path'),
  method_not_allowed: noRoute('the path knows other methods'),
  payload_too_large: early(row(413, s1(413), 'request entity too large', 'a body over 5 MiB', 'assumed')),
  headers_too_large: early(row(431, s1(431), 'Request Header Fields Too Large', 'headers over 16 KiB', 'assumed')),
  command_timed_out: row(401, s1(401), 'Command timed out', 'a gateway time-out in disguise', 'observed O2'),
  unavailable: row(503, s1(503), 'Service Unavailable', 'an outage', 'assumed'),
  server_error: row(500, s1(500), 'Internal server error', 'the emulator failed', 'assumed'),
}
