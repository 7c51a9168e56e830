/** The card of Hoopr B2B: what it is, as data and references. Facts: docs of developer.hoopr.ai; `seed` is its Authentication page. */

import { MINUTE } from '../../core/clock.ts'
import { ApiError } from '../../core/errors.ts'
import { defineProvider, type Provider } from '../../core/provider.ts'
import type { SettingsOf } from '../../core/settings.ts'
import { headers, routes, whose } from './api.ts'
import { clients, MODES } from './data.ts'
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
  messages: {
    type: 'choice',
    default: 'usual',
    options: ['usual', 'varied'],
    about: 'texts of errors, on which no client may branch',
    source: 'assumed U5',
  },
  outageBody: {
    type: 'choice',
    default: 'json',
    options: ['json', 'html'],
    about: 'body of a 503',
    source: 'assumed U13',
  },
  serviceVersion: { type: 'text', default: '1.0.0', about: 'X-Service-Version', source: 'docs/versioning' },
  unknownFields: { type: 'flag', default: false, about: 'a new field in every object', source: 'docs/versioning' },
  sparse: { type: 'flag', default: false, about: 'leave optional fields of tracks out', source: 'assumed U30' },
  shortTopTracks: { type: 'flag', default: false, about: 'top tracks as in their sample', source: 'assumed D3' },
  extraFilterGroup: { type: 'flag', default: false, about: 'a fourth group of filters', source: 'assumed U24' },
} as const

/** This provider's switches; `context.settings as Settings`. */
export type Settings = SettingsOf<typeof SETTINGS>

export const hoopr: Provider = defineProvider({
  name: 'hoopr',
  title: 'Hoopr B2B',
  docs: 'https://developer.hoopr.ai/docs/introduction',
  hosts: [],
  modes: MODES,
  grants: ['client_credentials'],
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
    source: 'assumed U14',
    // Before token and budget (5.3); under /v1 it is counted all the same (D14).
    takes: 'access',
    preamble: ({ allow }) => {
      throw new ApiError(allow ? 'method_not_allowed' : 'unknown_route')
    },
  },
  errors,
  settings: SETTINGS,
  secrets: { names: ['client_secret', 'x-goog-signature'], shapes: [/hpr_(?:test|live)_\w+/] },
  identify,
  admit,
  headers,
  tags,
  mint: (session, at, request) => {
    const { accessTokenSeconds } = session.settings(hoopr) as Settings
    return mint(session, at, { expiresInSeconds: accessTokenSeconds, ...request })
  },
  credentials: (session, base) => ({ baseUrl: base, clients: [...clients(session)] }),
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
