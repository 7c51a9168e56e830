/** How Hoopr words its errors: one envelope, branched on by `error.type`. Source: docs/errors, docs/response-format. */

import type { ErrorTable, Wording } from '../../core/errors.ts'
import type { Json, JsonObject } from '../../core/http.ts'
import type { Context } from '../../core/provider.ts'
import type { Settings } from './index.ts'

/** The statuses and types are documented, most texts are not: they are varied by a switch. */
const docs = 'docs/errors; assumed U5'
/** Statuses of what is refused before the token is known to be good (assumed U8). */
const BEFORE_TOKEN = [401, 413, 431, 503]

export const errors: ErrorTable = {
  invalid_request: row(400, 'invalid_request', 'Validation failed', 'a body or query does not validate', docs),
  missing_token: row(401, 'missing_token', 'Authorization header missing or malformed', 'no Bearer token', docs),
  invalid_token: row(401, 'invalid_token', 'Token invalid or expired', 'the token was never issued', 'docs/errors'),
  expired_token: row(401, 'invalid_token', 'Token invalid or expired', 'the token is past its hour', 'docs/errors'),
  revoked_token: row(
    401,
    'invalid_token',
    'Token invalid or expired',
    'the token was revoked',
    'docs/errors; assumed U7',
  ),
  invalid_client: row(401, 'invalid_client', 'Invalid client credentials', 'client_id or client_secret is wrong', docs),
  insufficient_scope: row(403, 'insufficient_scope', 'Insufficient scope', 'the token lacks the scope', docs),
  client_inactive: row(403, 'client_inactive', 'Client is inactive', 'the client was deactivated', docs),
  playlist_restricted: row(403, 'playlist_restricted', 'Playlist is restricted', 'the playlist is not granted', docs),
  track_not_found: row(404, 'track_not_found', 'Track not found', 'no track has this slug', docs),
  playlist_not_found: row(404, 'playlist_not_found', 'Playlist not found', 'no playlist has this id', docs),
  rate_limited: row(429, 'rate_limited', 'Too many requests', 'the budget is spent', docs),
  unavailable: outage('Service temporarily unavailable'),
  unknown_route: row(404, 'not_found', 'Not found', 'no such route', 'assumed U14'),
  method_not_allowed: row(404, 'not_found', 'Not found', 'the route knows other methods', 'assumed U14'),
  payload_too_large: row(413, 'invalid_request', 'Request body too large', 'a body over 5 MiB', 'assumed'),
  headers_too_large: row(431, 'invalid_request', 'Request headers too large', 'headers over 16 KiB', 'assumed'),
  server_error: row(500, 'internal_error', 'Internal server error', 'the emulator failed', 'assumed'),
  stream_expired: xml(400, 'ExpiredToken', 'The provided token has expired.', 'a stream URL is 30 minutes old'),
  stream_signature: xml(403, 'SignatureDoesNotMatch', 'Access denied.', 'a stream URL was changed or cut'),
  stream_range: xml(416, 'InvalidRange', 'The requested range cannot be satisfied.', 'a range past the end'),
}

/** The body of every answer, success and refusal alike. */
export function envelope({ settings }: Context, data: Json, error: JsonObject): JsonObject {
  const body = { data, error }
  return (settings as Settings).unknownFields ? (grown(body) as JsonObject) : body
}

/** With a field at every level that no page documents: a compatible change, which clients must pass over. */
function grown(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => grown(item) as Json)
  if (typeof value !== 'object' || value === null) return value
  const object: JsonObject = {}
  for (const name in value) object[name] = grown(value[name])
  // A list, so that among the groups of filters it is a group.
  object.addedLater = []
  return object
}

/** A row of the catalogue. `text` is for people: no client may branch on it, which the switch `messages` shows (U5). */
function row(status: number, type: string | undefined, text: string, when: string, source: string): Wording {
  return {
    status,
    when,
    source,
    switch: 'messages',
    unauthenticated: BEFORE_TOKEN.includes(status) || type === 'not_found',
    reply: ({ message }, context) => {
      const { call, session, settings } = context
      const varied = (settings as Settings).messages === 'varied'
      const said = varied ? session.draw('hoopr message', call.path, call.at).pick(OTHER_WORDS) : message || text
      return { json: envelope(context, null, { code: 1, message: said, ...(type ? { type } : {}) }) }
    },
  }
}

const OTHER_WORDS = ['That did not work.', 'Request refused', 'See the documentation', 'E-1047', '']

/** The catalogue shows a dash for its type. What fails in front of the service would not speak JSON at all (U13). */
function outage(text: string): Wording {
  const wording = row(503, undefined, text, 'an outage', 'docs/errors; assumed U13')
  const html = `<html><head><title>503</title></head><body><h1>${text}</h1></body></html>\n`
  return {
    ...wording,
    switch: 'outageBody',
    reply: (error, context) =>
      (context.settings as Settings).outageBody === 'html'
        ? { text: html, headers: { 'content-type': 'text/html' } }
        : wording.reply(error, context),
  }
}

/** A refusal of the CDN, in the XML of Google Cloud Storage. */
function xml(status: number, code: string, text: string, when: string): Wording {
  return {
    status,
    when,
    source: 'assumed U28',
    reply: ({ message, details: { size } }) => ({
      text:
        `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${text}</Message>` +
        `${message ? `<Details>${message}</Details>` : ''}</Error>`,
      headers: {
        'content-type': 'application/xml; charset=UTF-8',
        ...(size === undefined ? {} : { 'content-range': `bytes */${size}` }),
      },
    }),
  }
}
