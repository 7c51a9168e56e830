/**
 * How Soundcharts words its errors. The API answers `{errors: [{key, code, message}]}` (docs getting-started, observed), the
 * token service `{error, error_description}` (observed for 401; the RFC 6749 codes of the rest are assumed).
 */

import type { ErrorTable, Wording } from '../../core/errors.ts'
import type { Context } from '../../core/provider.ts'
import { bearerOf, onTokenHost } from './oauth.ts'

/** `access` and `argument` were observed, `server` is assumed. */
type Key = 'access' | 'argument' | 'server'
/** `error` and `error_description` of the token service, where it can refuse so too. */
type OAuth = readonly [error: string, description?: string]

const BUSY: OAuth = ['temporarily_unavailable', 'Too many token requests.']
const FAULT: OAuth = ['server_error']
const TOO_LARGE: OAuth = ['invalid_request', 'The request is too large.']
const NO_GRANT_TYPE: OAuth = ['invalid_request', 'The grant_type parameter is required.']
const NOT_ALLOWED: OAuth = ['invalid_request', 'Method not allowed.']
const UNKNOWN_GRANT: OAuth = [
  'unsupported_grant_type',
  'The authorization grant type is not supported by the authorization server.',
]
const NO_TEAM: OAuth = ['access_denied', 'The client cannot access the selected team.']
const NO_CLIENT: OAuth = ['invalid_client', 'Client authentication failed']

const PLAN = 'This endpoint is not included in your current plan, reach out to help@soundcharts.com if you want access.'
const GONE = 'ISRC Blacklisted due to multiple tracks identified from DSP'
const ENTITY = 'docs ref/*'
const BEFORE_TOKEN = [401, 413, 431]
const HTML =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>'

const rate = row(
  429,
  'access',
  'You have reached the maximum request count per minute.',
  'the team’s minute is spent, or the token requests of a client',
  'sdk',
  BUSY,
)
const quota = row(
  429,
  'access',
  'You have reached your monthly available quota.',
  'the team’s month is spent, with its tolerance',
  'client',
)

export const errors: ErrorTable = {
  invalid_request: row(400, 'argument', 'Invalid request', 'a parameter is wrong', 'docs ref/*', NO_GRANT_TYPE),
  unsupported_grant_type: row(400, 'argument', 'Invalid request', 'another grant', 'seed; assumed 1', UNKNOWN_GRANT),
  invalid_platform: row(400, 'argument', 'Invalid platform code', 'no platform has this code', ENTITY),
  invalid_period: row(400, 'argument', 'Invalid period', 'over 90 days, or reversed', 'docs ref/playlist'),
  invalid_date: row(400, 'argument', 'Invalid date provided', 'a date that is none', ENTITY),
  missing_token: row(401, 'access', 'You are not logged in', 'no token, and not both legacy headers', ENTITY),
  invalid_token: row(401, 'access', 'Invalid credentials', 'the token or the key pair is unknown', 'observed'),
  expired_token: row(401, 'access', 'Expired JWT Token', 'the token is past its time', 'observed'),
  revoked_token: {
    ...row(401, 'access', 'Invalid credentials', 'the token or key was revoked', 'assumed 14'),
    switch: 'rotationRevokes',
  },
  invalid_client: row(401, 'access', 'Invalid credentials', 'no Basic header, or a wrong one', 'observed', NO_CLIENT),
  insufficient_scope: row(403, 'access', PLAN, 'the plan lacks the endpoint', ENTITY),
  access_denied: row(403, 'access', PLAN, 'the client has no such team', 'seed; assumed 2', NO_TEAM),
  sandbox_refused: row(
    403,
    'access',
    'You are not authorized to perform this operation',
    'the sandbox does not search for this term',
    'observed; docs gs-old (the text); assumed 31',
  ),
  unknown_route: row(404, 'access', 'Not found.', 'no such route', 'observed'),
  artist_not_found: row(404, 'access', 'Artist not found', 'no artist has this uuid', ENTITY),
  song_not_found: row(404, 'access', 'Song not found', 'no song has this uuid, ISRC or platform id', ENTITY),
  album_not_found: row(404, 'access', 'Album not found', 'no album has this uuid, UPC or platform id', ENTITY),
  artist_not_on_platform: row(
    404,
    'access',
    'No artist found for this platform identifier',
    'no artist has this platform id; not charged',
    'docs ref/artist',
  ),
  playlist_not_found: row(
    404,
    'access',
    'Playlist not found',
    'no playlist has this uuid, or no list of this date',
    ENTITY,
  ),
  playlist_not_on_platform: row(
    404,
    'access',
    'No playlist found for this platform identifier',
    'no playlist has this platform id; not charged',
    'docs ref/playlist',
  ),
  curator_not_found: row(404, 'access', 'Curator not found', 'no curator has this identifier', 'docs ref/playlist'),
  chart_not_found: row(404, 'access', 'Chart not found', 'no chart has this slug, or no ranking of this date', ENTITY),
  platform_not_found: row(404, 'access', 'Platform not found', 'the platform has nothing of this', ENTITY),
  radio_not_found: row(404, 'access', 'Radio not found', 'no radio has this slug', 'docs ref/radio; assumed (text)'),
  url_unknown: row(
    404,
    'access',
    'No Soundcharts url found for this platform url',
    'the address leads to nothing known',
    'docs ref/search',
  ),
  not_social: row(404, 'access', 'This platform is not a social platform.', 'no audience there', 'observed'),
  not_streaming: row(404, 'access', 'This platform is not a streaming platform.', 'no listening there', 'observed'),
  method_not_allowed: row(405, 'access', 'Method not allowed.', 'another method', 'seed; assumed 3, 28', NOT_ALLOWED),
  sandbox_only: row(
    405,
    'access',
    'Sandbox only. This operation is not allowed on sandbox environment',
    'the sandbox changes nothing',
    'docs ref/song/add-links; assumed 17 (the key)',
  ),
  favorite_exists: row(
    409,
    'access',
    'This favorite already exist',
    'team/usage lists it, copied from another page; only a scenario throws it',
    'docs ref/usage-quotas',
  ),
  isrc_withdrawn: row(410, 'access', GONE, 'the ISRC was withdrawn as ambiguous', 'docs ref/song'),
  payload_too_large: row(413, 'argument', 'Request body too large', 'a body over 5 MiB', 'assumed', TOO_LARGE),
  headers_too_large: row(431, 'argument', 'Request headers too large', 'headers over 16 KiB', 'assumed', TOO_LARGE),
  rate_limited: {
    ...rate,
    reply: (error, context) => (error.details.budget === 'quota' ? quota : rate).reply(error, context),
  },
  quota_exceeded: quota,
  server_error: row(
    500,
    'server',
    'Internal server error',
    'a fault on their side',
    'docs help 10125141; assumed 17',
    FAULT,
  ),
  bad_gateway: {
    status: 502,
    when: 'a gateway in front of them fails: HTML, no JSON',
    source: 'sdk; assumed (the body)',
    reply: () => ({ text: HTML, headers: { 'content-type': 'text/html' } }),
  },
  unavailable: row(503, 'server', 'Service unavailable', 'an outage', 'sdk; assumed (the body)', FAULT),
}

function row(status: number, key: Key, text: string, when: string, source: string, oauth?: OAuth): Wording {
  const reply: Wording['reply'] = (error, context) => {
    const message = error.message || text
    const [name, description] = (onTokenHost(context.call) && oauth) || []
    const json = name
      ? { error: name, ...(description ? { error_description: error.message || description } : {}) }
      : { errors: [{ key, code: status, message }] }
    return { json, headers: headersOf(status, context) }
  }
  return { status, when, source, unauthenticated: BEFORE_TOKEN.includes(status), reply }
}

/** A 401 names the scheme, on the API for tokens only (decisions 6, 18: RFC 6749, RFC 6750); a 405 what is allowed (3, 28). */
function headersOf(status: number, { call, route, allow }: Context): Record<string, string> {
  const onToken = onTokenHost(call)
  if (status === 405) return { allow: onToken ? 'POST' : (allow ?? [route.method]).join(', ') }
  if (status !== 401) return {}
  if (onToken) return { 'www-authenticate': 'Basic realm="OAuth"' }
  return bearerOf(call) === undefined ? {} : { 'www-authenticate': 'Bearer' }
}
