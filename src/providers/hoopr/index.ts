/** The card of Hoopr B2B: what it is, as data and references. Facts: docs of developer.hoopr.ai; `seed` is its Authentication page. */

import { MINUTE } from '../../core/clock.ts'
import { ApiError } from '../../core/errors.ts'
import { isObject, type JsonObject, textsIn } from '../../core/http.ts'
import { defineProvider, type Provider } from '../../core/provider.ts'
import type { SettingsOf } from '../../core/settings.ts'
import { answerHeaders, headers, parameters, routes, whose } from './api.ts'
import { causes } from './data/causes.ts'
import { conduct } from './data/conduct.ts'
import { clients, MODES, TOKEN_PATH } from './data.ts'
import { errors } from './errors.ts'
import { admit, identify, mint, tags } from './oauth.ts'
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
  searchStatus: {
    type: 'choice',
    default: '200',
    options: ['200', '201'],
    about: 'status of a search, the other POST',
    source: 'assumed U1',
  },
  secretGeneration: {
    type: 'number',
    default: 1,
    minimum: 1,
    about: 'which secrets are in force; a higher number is a rotation of all, and GET credentials shows the new ones',
    source: 'seed, docs/best-practices',
  },
  rotationRevokes: {
    type: 'flag',
    default: false,
    about: 'a rotation ends the tokens that older secrets bought',
    source: 'assumed U7',
  },
  inactiveClients: {
    type: 'text',
    default: '3',
    about:
      'clients that are deactivated, counted from 1, such as 1,3, until a cause says otherwise; their tokens are refused',
    source: 'docs/errors; assumed U7',
  },
  otherMode: {
    type: 'flag',
    default: false,
    about: 'answers name the other mode than the token has, as a client with the wrong secret sees it',
    source: 'docs/modes',
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

/** Spelled out: the declarations of the library must not lead into the data. */
type Accounts = {
  baseUrl: string
  clients: { clientId: string; secrets: { test: string; live: string }; scopes: string[]; active: boolean }[]
}

/** An interface, so that messages of TypeScript call it by its name. */
export interface Hoopr extends Provider<'hoopr', typeof SETTINGS, Accounts> {}

export const hoopr: Hoopr = defineProvider({
  name: 'hoopr',
  title: 'Hoopr B2B',
  docs: 'https://developer.hoopr.ai/docs/introduction',
  hosts: [],
  modes: MODES,
  grants: ['client_credentials'],
  scopes,
  budgets: [
    { name: 'token', limit: 30, per: MINUTE, key: whose, about: 'token requests', source: 'seed; assumed U9' },
    {
      name: 'api',
      limit: 600,
      per: MINUTE,
      key: whose,
      about: 'all other /v1 calls',
      source: 'docs/rate-limits; assumed U9',
    },
  ],
  spends: ['api'],
  // Calls without a usable token are counted by address (assumed U12).
  countsUnauthenticated: true,
  routes,
  fallback: {
    source: 'assumed U14',
    // Before token and budget (5.3); under /v1 it is counted all the same (D14).
    takes: 'access',
    preamble: ({ allow }) => {
      throw new ApiError(allow ? 'method_not_allowed' : 'unknown_route')
    },
  },
  errors,
  parameters,
  refuses: [
    'missing_token',
    'invalid_token',
    'expired_token',
    'revoked_token',
    'insufficient_scope',
    'client_inactive',
    'rate_limited',
    'payload_too_large',
    'headers_too_large',
    'server_error',
    'unavailable',
  ],
  answerHeaders,
  settings: SETTINGS,
  fixtures: async () => (await import('./data/fixtures.ts')).fixtures,
  secrets: { names: ['client_secret', 'x-goog-signature'], shapes: [/hpr_(?:test|live)_\w+/] },
  security: [{ bearer: { scheme: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, source: 'seed' } }],
  identify,
  admit,
  headers,
  tags,
  tokenEndpointAuthMethod: 'client_secret_post',
  morePages: ({ json }) => {
    const { currentPage, totalPages } = (isObject(json) && isObject(json.data) ? json.data : {}) as JsonObject
    return typeof currentPage === 'number' && typeof totalPages === 'number' ? currentPage < totalPages : undefined
  },
  tokensIn: ({ json }) => textsIn(isObject(json) ? json.data : undefined, 'access_token'),
  conduct,
  mint: (session, at, request) => {
    const settings = session.settings(hoopr) as Settings
    return mint(session, settings, at, { expiresInSeconds: settings.accessTokenSeconds, ...request })
  },
  causes,
  credentials: async (session, base) => ({ baseUrl: base, clients: await clients(session, session.settings(hoopr)) }),
  env: async (session, base) => {
    const [first] = await clients(session, session.settings(hoopr))
    const { clientId, secrets } = first!
    return {
      HOOPR_BASE_URL: base,
      HOOPR_CLIENT_ID: clientId,
      HOOPR_CLIENT_SECRET: secrets.test,
      HOOPR_LIVE_CLIENT_SECRET: secrets.live,
    }
  },
  firstCall: async (session, base) => {
    const [first] = await clients(session, session.settings(hoopr))
    const { clientId, secrets } = first!
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test })
    return `curl -s ${base}${TOKEN_PATH} -H 'content-type: application/json' -d '${body}'`
  },
})
