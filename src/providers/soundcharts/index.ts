/** The card of Soundcharts: what it is, as data and references. `seed` is its page developers.soundcharts.com/api/authorization. */

import { MINUTE } from '../../core/clock.ts'
import { isObject, textsIn } from '../../core/http.ts'
import { type Budget, type Context, defineProvider, type Provider, type Route } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import { answerHeaders, headers, preamble } from './api/headers.ts'
import { routes } from './api.ts'
import { causes } from './data/causes.ts'
import { conduct } from './data/conduct.ts'
import { SETTINGS, type Settings } from './data/settings.ts'
import { accounts, clients, modeOf, TOKEN_PATH, teamOf } from './data.ts'
import { errors } from './errors.ts'
import { GRANTS } from './oauth/token.ts'
import { admit, identify, mint, tags } from './oauth.ts'
import { scopes } from './scopes.ts'

export type { Settings } from './data/settings.ts'

const BUDGETS: readonly Budget[] = [
  {
    name: 'token',
    limit: 60,
    per: MINUTE,
    key: caller,
    about: 'token requests of a client, or of an address',
    source: 'seed; assumed 5',
  },
  {
    name: 'rate',
    limit: 10_000,
    per: MINUTE,
    key: (context) => teamOf(context)?.teamId,
    about: 'calls of a team',
    source: 'observed; assumed 21',
  },
  {
    name: 'quota',
    limit: 1000,
    per: 'month',
    tolerance: ({ settings }) => ((settings as Settings).quotaTolerance ? 0.1 : 0),
    key: (context) => (modeOf(context) === 'sandbox' ? undefined : teamOf(context)?.teamId),
    limitFor: (context) => teamOf(context)?.quota,
    counts: ({ route }, { status }) => !isFree(route, status),
    about: "calls of a team in a month; the number is its plan's",
    source: 'docs help 10104308; assumed 20',
    switch: 'quotaTolerance',
  },
]

/** What any route with a token may answer. */
const REFUSED_ANYWHERE = [
  ...['missing_token', 'invalid_token', 'expired_token', 'revoked_token', 'insufficient_scope', 'sandbox_refused'],
  ...['rate_limited', 'quota_exceeded', 'payload_too_large', 'headers_too_large', 'server_error', 'unavailable'],
]

/** Spelled out: the declarations of the library must not lead into the data. */
type Accounts = {
  authUrl: string
  baseUrl: string
  clients: {
    clientId: string
    clientSecret: string
    teams: { teamId: string; name: string; plan: string; features: string[]; quota: number }[]
  }[]
  legacyKeys: { appId: string; apiKey: string; mode: string }[]
}

/** An interface, so that messages of TypeScript call it by its name. */
export interface Soundcharts extends Provider<'soundcharts', typeof SETTINGS, Accounts> {}

export const soundcharts: Soundcharts = defineProvider({
  name: 'soundcharts',
  title: 'Soundcharts',
  docs: 'https://developers.soundcharts.com/api/authorization',
  hosts: ['account.soundcharts.com', 'customer.api.soundcharts.com'],
  modes: ['production', 'sandbox'],
  grants: GRANTS,
  scopes,
  budgets: BUDGETS,
  spends: ['rate', 'quota'],
  routes,
  // Unknown routes are refused to known callers only (decision 33).
  fallback: { takes: 'access', source: 'assumed 28, 33' },
  errors,
  refuses: REFUSED_ANYWHERE,
  answerHeaders,
  settings: SETTINGS,
  fixtures: async () => (await import('./data/fixtures.ts')).fixtures,
  secrets: { names: ['x-api-key'], shapes: [/scs[0-9A-Za-z]{45}/, /sck_[\w-]{20,}/] },
  security: [
    { bearer: { scheme: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, source: 'seed' } },
    {
      legacyAppId: { scheme: { type: 'apiKey', in: 'header', name: 'x-app-id' }, source: 'seed' },
      legacyApiKey: { scheme: { type: 'apiKey', in: 'header', name: 'x-api-key' }, source: 'seed' },
    },
  ],
  identify,
  preamble,
  admit,
  headers,
  tags,
  tokenEndpointAuthMethod: 'client_secret_basic',
  morePages: ({ json }) => {
    const page = isObject(json) ? json.page : undefined
    return isObject(page) && 'next' in page ? page.next !== null : undefined
  },
  tokensIn: ({ json }) => textsIn(json, 'access_token'),
  conduct,
  mint: (session, at, request) => mint(session, session.settings(soundcharts) as Settings, at, request),
  causes,
  credentials,
  env: async (session, base) => {
    const [first] = await clients(session, session.settings(soundcharts))
    const { legacyKeys } = accounts(session)
    return {
      SOUNDCHARTS_BASE_URL: base,
      SOUNDCHARTS_AUTH_URL: base,
      SOUNDCHARTS_CLIENT_ID: first!.clientId,
      SOUNDCHARTS_CLIENT_SECRET: first!.clientSecret,
      SOUNDCHARTS_APP_ID: legacyKeys[0]!.appId,
      SOUNDCHARTS_API_KEY: legacyKeys[0]!.apiKey,
    }
  },
  firstCall: async (session, base) => {
    const [first] = await clients(session, session.settings(soundcharts))
    const { clientId, clientSecret } = first!
    return `curl -s ${base}${TOKEN_PATH} -u '${clientId}:${clientSecret}' -d grant_type=client_credentials`
  },
})

async function credentials(session: Session, base: string): Promise<Accounts> {
  const held = await clients(session, session.settings(soundcharts))
  return {
    authUrl: base,
    baseUrl: base,
    clients: held.map(({ clientId, clientSecret, teams }) => ({
      clientId,
      clientSecret,
      teams: teams.map(({ features, ...team }) => ({ ...team, features: [...features] })),
    })),
    legacyKeys: accounts(session).legacyKeys.map(({ appId, apiKey, mode }) => ({ appId, apiKey, mode })),
  }
}

/** Token requests are counted by client, those of nobody known by address. */
function caller({ session, who, call }: Context): string {
  const known = accounts(session).clients.some(({ clientId }) => clientId === who.client)
  return known ? `client ${who.client}` : `address ${call.address}`
}

/** What costs no quota: failures of the server, refusals of the call as such, and platform ids not known yet (section 6). */
function isFree({ path }: Route, status: number): boolean {
  return (
    status >= 500 ||
    [400, 401, 403, 405, 429].includes(status) ||
    (status === 404 && path.includes('/by-platform/:platform/:identifier'))
  )
}
