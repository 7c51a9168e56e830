/** The card of Hoopr B2B: what it is, as data and references. Facts: docs of developer.hoopr.ai; `seed` is its Authentication page. */

import { MINUTE, SECOND } from '../../core/clock.ts'
import { ApiError } from '../../core/errors.ts'
import type { Reply } from '../../core/http.ts'
import type { Quota } from '../../core/limiter.ts'
import { type Context, defineProvider } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import type { SettingsOf } from '../../core/settings.ts'
import { live } from '../../core/vault.ts'
import { routes } from './api.ts'
import { clients } from './data.ts'
import { errors } from './errors.ts'
import { admit, identify, issueToken, mint, TOKEN_PATH, tags, validateTokenRequest } from './oauth.ts'
import { scopes } from './scopes.ts'

const SETTINGS = {
  accessTokenSeconds: { type: 'number', default: 3600, minimum: 1, about: 'life of an access token', source: 'seed' },
  tokenStatus: {
    type: 'choice',
    default: '200',
    options: ['200', '201'],
    about: 'status of an issued token',
    source: 'assumed U1',
  },
  retryAfter: { type: 'flag', default: false, about: 'send Retry-After with a 429', source: 'assumed U11' },
} as const

/** This provider's switches; `context.settings as Settings`. */
export type Settings = SettingsOf<typeof SETTINGS>

export const hoopr = defineProvider({
  name: 'hoopr',
  title: 'Hoopr B2B',
  docs: 'https://developer.hoopr.ai/docs/introduction',
  hosts: [],
  modes: ['test', 'live'],
  scopes,
  budgets: [
    { name: 'token', limit: 30, per: MINUTE, key: whose, about: 'token requests', source: 'seed' },
    { name: 'api', limit: 600, per: MINUTE, key: whose, about: 'all other /v1 calls', source: 'docs/rate-limits' },
  ],
  spends: ['api'],
  // Calls without a usable token are counted by address (assumed U12).
  countsUnauthenticated: true,
  routes: [
    {
      name: 'auth.token',
      method: 'POST',
      path: TOKEN_PATH,
      takes: 'none',
      spends: ['token'],
      source: 'seed',
      preamble: validateTokenRequest,
      handle: issueToken,
    },
    ...routes,
  ],
  fallback: {
    name: 'fallback',
    method: '*',
    path: '/*',
    takes: 'none',
    source: 'assumed U14',
    handle: () => {
      throw new ApiError('unknown_route')
    },
  },
  errors,
  settings: SETTINGS,
  secrets: { names: ['client_secret', 'x-goog-signature'], shapes: [/hpr_(?:test|live)_\w+/] },
  identify,
  admit,
  headers,
  tags,
  mint,
  credentials: (session: Session, base: string) => ({ baseUrl: base, clients: clients(session) as never }),
  env: (session, base) => {
    const { clientId, secrets } = clients(session)[0]!
    return {
      HOOPR_BASE_URL: base,
      HOOPR_CLIENT_ID: clientId,
      HOOPR_CLIENT_SECRET: secrets.test,
      HOOPR_LIVE_CLIENT_SECRET: secrets.live,
    }
  },
  firstCall: (session, base) => {
    const { clientId, secrets } = clients(session)[0]!
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test })
    return `curl -s ${base}${TOKEN_PATH} -H 'content-type: application/json' -d '${body}'`
  },
})

/** Both modes of a client share its budgets (assumed U9); without a usable token the address is counted (assumed U12). */
function whose({ call, token, who, route }: Context): string {
  if (route.takes === 'none') return who.client ?? call.address
  const usable = token ?? (who.credential && live(who.credential, call.at) ? who.credential : undefined)
  return usable?.client ?? call.address
}

/** Versions on every answer, budgets on every /v1 answer, the mode once it is known. Source: docs/versioning, rate-limits, modes. */
function headers(context: Context, reply: Reply): Record<string, string> {
  const { call, quotas, token, who, route } = context
  const [quota] = call.path.startsWith('/v1/') ? quotas : []
  const mode = token?.mode ?? (route.name === 'auth.token' && reply.status < 300 ? who.mode : undefined)
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-api-version': 'v1',
    'x-service-version': '1.0.0',
    ...(mode ? { 'x-hoopr-mode': mode } : {}),
    ...(quota ? rateLimit(quota, call.at) : {}),
    ...(quota?.refused && (context.settings as Settings).retryAfter
      ? { 'retry-after': secondsLeft(quota, call.at) }
      : {}),
  }
}

function rateLimit(quota: Quota, at: number): Record<string, string> {
  return {
    'ratelimit-limit': String(quota.limit),
    'ratelimit-remaining': String(quota.remaining),
    'ratelimit-reset': secondsLeft(quota, at),
  }
}

/** Whole seconds until the window ends, rounded up, at least 1 (assumed U10). */
function secondsLeft({ resetAt }: Quota, at: number): string {
  return String(Math.max(1, Math.ceil((resetAt - at) / SECOND)))
}
