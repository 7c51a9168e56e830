/** How Hoopr words its errors: one envelope, branched on by `error.type`. Source: docs/errors, docs/response-format. */

import type { ApiError, ErrorTable, Wording } from '../../core/errors.ts'

/** A row of the catalogue; `text` is for people and no client may branch on it. */
function row(status: number, type: string | undefined, text: string, when: string, source: string): Wording {
  const reply = ({ message }: ApiError) => ({
    json: { data: null, error: { code: 1, message: message || text, ...(type ? { type } : {}) } },
  })
  return { status, when, source, reply }
}

const docs = 'docs/errors'

export const errors: ErrorTable = {
  invalid_request: row(400, 'invalid_request', 'Validation failed', 'a body or query does not validate', docs),
  missing_token: row(401, 'missing_token', 'Authorization header missing or malformed', 'no Bearer token', docs),
  invalid_token: row(401, 'invalid_token', 'Token invalid or expired', 'the token was never issued', docs),
  expired_token: row(401, 'invalid_token', 'Token invalid or expired', 'the token is past its hour', docs),
  revoked_token: row(401, 'invalid_token', 'Token invalid or expired', 'the token was revoked', docs),
  invalid_client: row(401, 'invalid_client', 'Invalid client credentials', 'client_id or client_secret is wrong', docs),
  insufficient_scope: row(403, 'insufficient_scope', 'Insufficient scope', 'the token lacks the scope', docs),
  client_inactive: row(403, 'client_inactive', 'Client is inactive', 'the client was deactivated', docs),
  playlist_restricted: row(403, 'playlist_restricted', 'Playlist is restricted', 'the playlist is not granted', docs),
  track_not_found: row(404, 'track_not_found', 'Track not found', 'no track has this slug', docs),
  playlist_not_found: row(404, 'playlist_not_found', 'Playlist not found', 'no playlist has this id', docs),
  rate_limited: row(429, 'rate_limited', 'Too many requests', 'the budget is spent', docs),
  unavailable: row(503, undefined, 'Service temporarily unavailable', 'an outage', docs),
  unknown_route: row(404, 'not_found', 'Not found', 'no such route', 'assumed U14'),
  method_not_allowed: row(404, 'not_found', 'Not found', 'the route knows other methods', 'assumed U14'),
  payload_too_large: row(413, 'invalid_request', 'Request body too large', 'a body over 5 MiB', 'assumed'),
  headers_too_large: row(431, 'invalid_request', 'Request headers too large', 'headers over 16 KiB', 'assumed'),
  server_error: row(500, 'internal_error', 'Internal server error', 'the emulator failed', 'assumed'),
}
