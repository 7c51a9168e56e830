/** Whom a HoopAI call names, what it must bring before its token, and what its token may do. The grants are in oauth/. */

import { ApiError, assert } from '../../core/errors.ts'
import type { Parameter } from '../../core/facts.ts'
import { authorization, type Call, form } from '../../core/http.ts'
import { readClaims } from '../../core/jwt.ts'
import type { Context, Route, Who } from '../../core/provider.ts'
import type { Credential } from '../../core/vault.ts'
import { findIntegration } from './data/integrations.ts'
import { appOf } from './data.ts'
import type { Settings } from './index.ts'
import { exchangeForLocation, listInstalled } from './oauth/agency.ts'
import { showPage, takeChoice } from './oauth/consent.ts'
import { asItStands } from './oauth/installs.ts'
import {
  CHOICE,
  EXCHANGE,
  INSTALLED,
  INSTALLS,
  LOCATION_TOKENS,
  PAGE,
  STEP,
  TOKEN,
  TOKENS,
  TOLERATED,
} from './oauth/parameters.ts'
import { GRANTS, issueToken, readFields } from './oauth/token.ts'
import { kindsFor, opens } from './scopes.ts'

const CONSENT_PATHS = ['/oauth/chooselocation', '/v2/oauth/chooselocation']
/** What the `Version` header may say (7.1). */
const VERSIONS = ['2021-07-28', '2021-04-15', '2023-02-21']

/** What every call with a token brings; `preamble` and `identify` go by it. */
export const parameters: readonly Parameter[] = [
  {
    in: 'header',
    name: 'Authorization',
    required: true,
    schema: { type: 'string', pattern: '^[Bb][Ee][Aa][Rr][Ee][Rr] \\S+$' },
    about: 'Bearer, then an access token or a private integration token',
    source: 'seed',
  },
  {
    in: 'header',
    name: 'Version',
    required: true,
    schema: { type: 'string', enum: [...VERSIONS] },
    about: '2021-07-28 in the seeds; the others mean the same here',
    source: 'seed; openapi; observed O1, O3',
  },
]

const FORM = 'application/x-www-form-urlencoded'
const SHOWN = { about: 'the page', mediaType: 'text/html' }
/** Of routes without a token. */
const REFUSED_ANYWHERE = ['payload_too_large', 'headers_too_large', 'server_error']

export const oauthRoutes: readonly Route[] = [
  ...CONSENT_PATHS.flatMap((path, i): Route[] => {
    const common = {
      path,
      takes: 'none',
      spends: [],
      redirects: true,
      refuses: ['consent_refused', ...REFUSED_ANYWHERE],
      source: i === 0 ? 'seed' : 'docs hl/oauth/Authorization',
    } as const
    const suffix = i === 0 ? '' : 'V2'
    return [
      {
        ...common,
        name: `oauth.page${suffix}`,
        method: 'GET',
        about: 'the consent page: first the log-in, then the choice',
        parameters: [...PAGE, STEP],
        success: { ...SHOWN, status: ({ autoConsent }) => (autoConsent ? 302 : 200) },
        switch: 'autoConsent',
        handle: showPage,
      },
      {
        ...common,
        name: `oauth.choice${suffix}`,
        method: 'POST',
        about: "the consent page's form",
        parameters: CHOICE,
        reads: FORM,
        success: { about: 'to the redirect_uri, with a code', status: 302, also: [SHOWN] },
        handle: takeChoice,
      },
    ]
  }),
  {
    name: 'oauth.token',
    method: 'POST',
    path: '/oauth/token',
    takes: 'grant',
    issues: true,
    spends: ['token'],
    source: 'seed',
    about: 'a code or a refresh token for new tokens; form or JSON',
    parameters: [...TOKEN, ...TOLERATED],
    reads: FORM,
    success: TOKENS,
    refuses: [
      ...['invalid_request', 'malformed_body', 'unsupported_grant', 'unknown_code', 'invalid_refresh_token'],
      ...['legacy_refresh_error', 'invalid_client', 'redirect_mismatch', 'location_inactive', 'rate_limited'],
      ...REFUSED_ANYWHERE,
    ],
    handle: issueToken,
  },
  {
    name: 'oauth.locationToken',
    method: 'POST',
    path: '/oauth/locationToken',
    scope: 'oauth.write',
    issues: true,
    source: 'openapi oauth.json',
    about: "an agency's token for one of a location; form or JSON",
    parameters: EXCHANGE,
    reads: FORM,
    success: LOCATION_TOKENS,
    // Version v3 has it at another path (5.1).
    refuses: ['invalid_request', 'malformed_body', 'location_inaccessible', 'location_inactive', 'unknown_route'],
    handle: exchangeForLocation,
  },
  {
    name: 'oauth.installedLocations',
    method: 'GET',
    path: '/oauth/installedLocations',
    scope: 'oauth.readonly',
    source: 'openapi oauth.json',
    parameters: INSTALLED,
    success: INSTALLS,
    refuses: ['invalid_request', 'location_forbidden'],
    handle: listInstalled,
  },
  {
    name: 'oauth.reconnect',
    method: 'POST',
    path: '/oauth/reconnect',
    takes: 'none',
    spends: [],
    source: 'observed O5',
    about: 'removed',
    refuses: ['removed', ...REFUSED_ANYWHERE],
    handle: () => {
      throw new ApiError('removed')
    },
  },
]

/** A token request is named by its code or refresh token, the consent page by its app, any other call by its bearer. */
export async function identify(context: Context): Promise<Who> {
  const { call, route, session } = context
  if (route.takes === 'grant') return identifyGrant(context)
  if (CONSENT_PATHS.includes(route.path)) {
    const client = call.query.get('client_id') ?? form(call).get('client_id') ?? undefined
    return { client, scopes: appOf(session, client)?.scopes }
  }
  const presented = authorization(call, 'Bearer')
  // A token in another scheme, or in none, is read by nobody (A5, A6).
  if (presented === undefined) return { presented: call.headers.authorization || undefined }
  const known = presented.startsWith('pit-')
    ? await findIntegration(session, presented)
    : await session.vault.find(presented)
  if (known?.kind !== 'access' && known?.kind !== 'static') return { presented }
  return { presented, credential: await asItStands(session, known, call.at), ...namesOf(known) }
}

async function identifyGrant({ call, session }: Context): Promise<Who> {
  const fields = fieldsOf(call)
  const grant = textOf(fields.grant_type)
  const known = GRANTS[grant as keyof typeof GRANTS]
  const client = textOf(fields.client_id)
  const who = { client, grant, scopes: appOf(session, client)?.scopes }
  const presented = known && textOf(fields[known.field])
  if (presented === undefined) return who
  const found = await session.vault.find(presented)
  if (found?.kind !== known.kind) return { ...who, presented }
  const credential = await asItStands(session, found, call.at)
  return { ...who, presented, credential, ...namesOf(found), client: client ?? found.client }
}

function namesOf({ client, location, scopes }: Credential): Who {
  return { client, location, scopes }
}

/** The `Version` header stands before the token, on every route that takes one (7.1, 7.2, A1 to A3). */
export function preamble({ call, route }: Context): void {
  if (route.takes === 'grant' || route.takes === 'none') return
  const { version } = call.headers
  assert(version, 'version_missing')
  if (VERSIONS.includes(version)) return
  // Its twin of v3 has another path (5.1).
  assert(version !== 'v3' || route.name !== 'oauth.locationToken', 'unknown_route')
  assert(version !== 'v3', 'version_unavailable')
  assert(
    /^\d{4}-\d{2}-\d{2}$/.test(version),
    'version_malformed',
    `Invalid API version segment '${version}' at position 0`,
  )
  throw new ApiError('version_unknown')
}

/** The scope first (A8), then whether the scope is for tokens of this kind (A11, A12). */
export function authorize({ route, settings, token }: Context): void {
  const { scope } = route
  if (scope === undefined || !token) return
  const { strictScopes, scopeStatus } = settings as Settings
  const missing = scopeStatus === '403' ? 'scope_forbidden' : 'insufficient_scope'
  assert(opens(token.scopes, scope, strictScopes), missing, '', { scope })
  const kind = token.location === undefined ? 'Company' : 'Location'
  assert(kindsFor(scope).includes(kind), kind === 'Company' ? 'auth_class' : 'user_type')
}

/** The session tag that a call's credentials carry: at the start of ids, codes and refresh tokens, at the end of UUIDs. */
export function tags(call: Call): string[] {
  const bearer = authorization(call, 'Bearer')
  if (bearer !== undefined)
    return tag(bearer.startsWith('pit-') ? bearer.slice(-12) : textOf(readClaims(bearer)?.sourceId)?.slice(0, 12))
  const { client_id, client_secret, code, refresh_token } = fieldsOf(call)
  const heads = [call.query.get('client_id'), client_id, code, refresh_token]
  return [...heads.map((value) => textOf(value)?.slice(0, 12)), textOf(client_secret)?.slice(-12)].flatMap(tag)
}

function tag(text: string | undefined): string[] {
  return text !== undefined && /^[0-9a-f]{12}$/.test(text) ? [text] : []
}

/** As `readFields`, for naming: a body that cannot be read names nobody. */
function fieldsOf(call: Call): ReturnType<typeof readFields> {
  try {
    return readFields(call)
  } catch {
    return {}
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
