/** The card of Soundcharts: what it is, as data and references. `seed` is its page developers.soundcharts.com/api/authorization. */

import { MINUTE, SECOND } from '../../core/clock.ts'
import { ApiError } from '../../core/errors.ts'
import type { Json, Reply } from '../../core/http.ts'
import type { Quota } from '../../core/limiter.ts'
import { type Budget, type Context, defineProvider, type Route } from '../../core/provider.ts'
import type { SettingsOf } from '../../core/settings.ts'
import { routes } from './api.ts'
import { accounts, SANDBOX_REMAINING, teamOf } from './data.ts'
import { errors } from './errors.ts'
import { admit, identify, issueToken, mint, onTokenHost, TOKEN_PATH, tags } from './oauth.ts'
import { scopes } from './scopes.ts'

const SETTINGS = {
  accessTokenSeconds: { type: 'number', default: 3600, minimum: 1, about: 'life of an access token', source: 'seed' },
  reuseLiveToken: {
    type: 'flag',
    default: false,
    about: 'answer with the live token and its remaining life',
    source: 'assumed 11',
  },
  requireTeam: {
    type: 'flag',
    default: false,
    about: 'refuse a client with several teams that names none',
    source: 'assumed 12',
  },
  basicFormDecoding: {
    type: 'flag',
    default: false,
    about: 'also accept a form-encoded id and secret in Basic',
    source: 'assumed 7',
  },
  wrongKeysRefused: {
    type: 'flag',
    default: false,
    about: 'refuse a valid token that comes with wrong legacy keys',
    source: 'assumed 15',
  },
  sandboxClient: { type: 'text', default: '', about: 'a client id whose tokens see the sandbox', source: 'assumed 30' },
  quotaTolerance: {
    type: 'flag',
    default: true,
    about: 'let 10 % over the quota through',
    source: 'docs help 10104308',
  },
  retryAfter: {
    type: 'flag',
    default: true,
    about: 'send Retry-After with a 429 of the token service',
    source: 'assumed 4',
  },
  apiRetryAfter: { type: 'flag', default: false, about: 'send Retry-After with a 429 of the API', source: 'assumed' },
  cors: { type: 'flag', default: false, about: 'answer preflights and let every origin read', source: 'assumed 32' },
} as const

/** This provider's switches; `context.settings as Settings`. */
export type Settings = SettingsOf<typeof SETTINGS>

const BUDGETS: readonly Budget[] = [
  { name: 'token', limit: 60, per: MINUTE, key: caller, about: 'token requests of a client', source: 'assumed 5' },
  {
    name: 'rate',
    limit: 10_000,
    per: MINUTE,
    key: (context) => teamOf(context)?.teamId,
    about: 'calls of a team',
    source: 'observed',
  },
  {
    name: 'quota',
    limit: 1000,
    per: 'month',
    tolerance: ({ settings }) => ((settings as Settings).quotaTolerance ? 0.1 : 0),
    key: (context) => (modeOf(context) === 'sandbox' ? undefined : teamOf(context)?.teamId),
    limitFor: (context) => teamOf(context)?.quota,
    counts: ({ route }, { status }) => !isFree(route, status),
    about: 'calls of a team in a month; the number is its plan’s',
    source: 'docs help 10104308',
  },
]

export const soundcharts = defineProvider({
  name: 'soundcharts',
  title: 'Soundcharts',
  docs: 'https://developers.soundcharts.com/api/authorization',
  hosts: ['account.soundcharts.com', 'customer.api.soundcharts.com'],
  modes: ['production', 'sandbox'],
  grants: ['client_credentials'],
  scopes,
  budgets: BUDGETS,
  spends: ['rate', 'quota'],
  routes: [
    {
      name: 'oauth.token',
      method: 'POST',
      path: TOKEN_PATH,
      takes: 'none',
      spends: ['token'],
      source: 'seed',
      handle: issueToken,
    },
    closed('oauth.token-methods', TOKEN_PATH, 'seed', new ApiError('method_not_allowed')),
    // The token service has no revocation, introspection or discovery; its paths know no credential of the API.
    closed('oauth.unknown', '/oauth/*', 'assumed 3.6', new ApiError('unknown_route')),
    closed('oauth.discovery', '/.well-known/*', 'assumed 3.6', new ApiError('unknown_route')),
    ...routes,
  ],
  // Unknown routes are refused to known callers only (decision 33).
  fallback: { takes: 'access', source: 'assumed 28, 33' },
  errors,
  settings: SETTINGS,
  secrets: { names: ['x-api-key'], shapes: [/scs[0-9A-Za-z]{45}/, /sck_[\w-]{20,}/] },
  identify,
  preamble,
  admit,
  headers,
  tags,
  mint: (session, at, request) =>
    mint(session, at, request, (session.settings(soundcharts) as Settings).accessTokenSeconds),
  credentials: (session, base) => {
    const { clients, legacyKeys } = accounts(session)
    const shown = legacyKeys.map(({ appId, apiKey, mode }) => ({ appId, apiKey, mode }))
    return { authUrl: base, baseUrl: base, clients: clients as unknown as Json, legacyKeys: shown }
  },
  env: (session, base) => {
    const { clients, legacyKeys } = accounts(session)
    return {
      SOUNDCHARTS_BASE_URL: base,
      SOUNDCHARTS_AUTH_URL: base,
      SOUNDCHARTS_CLIENT_ID: clients[0]!.clientId,
      SOUNDCHARTS_CLIENT_SECRET: clients[0]!.clientSecret,
      SOUNDCHARTS_APP_ID: legacyKeys[0]!.appId,
      SOUNDCHARTS_API_KEY: legacyKeys[0]!.apiKey,
    }
  },
  firstCall: (session, base) => {
    const { clientId, clientSecret } = accounts(session).clients[0]!
    return `curl -s ${base}${TOKEN_PATH} -u '${clientId}:${clientSecret}' -d grant_type=client_credentials`
  },
})

/** A path that refuses every call at once. */
function closed(name: string, path: string, source: string, error: ApiError): Route {
  return {
    name,
    method: '*',
    path,
    takes: 'none',
    spends: [],
    source,
    handle: () => {
      throw error
    },
  }
}

/** Token requests are counted by client, those of nobody known by address. */
function caller({ session, who, call }: Context): string {
  const known = accounts(session).clients.some(({ clientId }) => clientId === who.client)
  return known ? `client ${who.client}` : `address ${call.address}`
}

function modeOf({ token, who }: Context): string | undefined {
  return (token ?? who.credential)?.mode
}

/** What costs no quota: failures of the server, refusals of the call as such, and platform ids not known yet (section 6). */
function isFree({ path }: Route, status: number): boolean {
  return (
    status >= 500 || [400, 401, 403, 405, 429].includes(status) || (status === 404 && path.includes('/by-platform/'))
  )
}

/** A browser's preflight ends here, where the switch says so (decision 32). */
function preamble({ call, settings }: Context): Reply | undefined {
  if (call.method !== 'OPTIONS' || !(settings as Settings).cors) return undefined
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': 'authorization, content-type, x-app-id, x-api-key',
    },
  }
}

function headers(context: Context, { status }: Reply): Record<string, string> {
  const { cors } = context.settings as Settings
  return {
    ...(status === 204 ? {} : { 'content-type': 'application/json' }),
    ...(cors ? { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' } : {}),
    ...(onTokenHost(context.call) ? tokenHeaders(context, status) : status === 401 ? {} : apiHeaders(context, status)),
  }
}

/** Token answers are never to be cached (decision 6). */
function tokenHeaders({ call, quotas, settings }: Context, status: number): Record<string, string> {
  const [quota] = (settings as Settings).retryAfter && status === 429 ? quotas : []
  return {
    'cache-control': 'no-store',
    pragma: 'no-cache',
    ...(quota ? { 'retry-after': secondsLeft(quota, call.at) } : {}),
  }
}

/** Rate and quota on every answer of a known team, so not on a 401. In the tolerance the quota stays 0. */
function apiHeaders(context: Context, status: number): Record<string, string> {
  const { call, quotas, settings } = context
  const [rate, quota] = ['rate', 'quota'].map((name) => quotas.find(({ budget }) => budget === name))
  const remaining = modeOf(context) === 'sandbox' ? SANDBOX_REMAINING : quota?.remaining
  const refused = quota?.refused ? quota : rate
  return {
    ...(rate
      ? {
          'x-ratelimit-limit': String(rate.limit),
          'x-ratelimit-remaining': String(rate.remaining),
          'x-ratelimit-reset': secondsLeft(rate, call.at),
        }
      : {}),
    ...(remaining === undefined ? {} : { 'x-quota-remaining': String(remaining) }),
    ...(status === 429 && refused && (settings as Settings).apiRetryAfter
      ? { 'retry-after': secondsLeft(refused, call.at) }
      : {}),
  }
}

/** Whole seconds until the window ends, rounded up, at least 1: clients read a plain integer (sdk). */
function secondsLeft({ resetAt }: Quota, at: number): string {
  return String(Math.max(1, Math.ceil((resetAt - at) / SECOND)))
}
