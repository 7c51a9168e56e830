/** The card of HoopAI Platform (a white-label HighLevel): what it is, as data and references. Facts: seed 001, 002 and 004. */

import { DAY, MINUTE, SECOND } from '../../core/clock.ts'
import { ApiError, assert } from '../../core/errors.ts'
import type { AnswerHeader } from '../../core/facts.ts'
import { isObject, type Reply, textsIn } from '../../core/http.ts'
import type { Quota } from '../../core/limiter.ts'
import { type Context, defineProvider, type Provider } from '../../core/provider.ts'
import { FALLBACK } from '../../core/routes.ts'
import { live } from '../../core/vault.ts'
import { routes } from './api.ts'
import { causes } from './data/causes.ts'
import { conduct } from './data/conduct.ts'
import { credentials, env, firstCall } from './data/credentials.ts'
import { profiles, SETTINGS, type Settings } from './data/settings.ts'
import { demand, types } from './data/webhooks/demand.ts'
import { seal } from './data/webhooks/seal.ts'
import { errors, underService } from './errors.ts'
import { consent } from './oauth/consent.ts'
import { mint } from './oauth/mint.ts'
import { authorize, identify, parameters, preamble, tags } from './oauth.ts'
import { scopes } from './scopes.ts'

export type { Settings } from './data/settings.ts'

/** What any route with a token may answer. */
const REFUSED_ANYWHERE = [
  ...['version_missing', 'version_unknown', 'version_malformed', 'version_unavailable'],
  ...['missing_token', 'invalid_token', 'expired_token', 'revoked_token'],
  ...['insufficient_scope', 'scope_forbidden', 'auth_class', 'user_type'],
  ...['rate_limited', 'payload_too_large', 'headers_too_large', 'server_error'],
]

/** On every answer past authentication, 404, 422 and 429 too. There is no `Retry-After` (observed O2). */
const answerHeaders: Readonly<Record<string, AnswerHeader>> = {
  'content-type': {
    about: 'of a body, JSON but for the consent page',
    example: 'application/json; charset=utf-8',
    source: 'observed O2',
  },
  'cache-control': { about: 'of an answer with tokens', example: 'no-store', source: 'assumed' },
  location: {
    about: 'where the consent page sends the browser: the redirect_uri with code, and state if it was sent',
    example: 'https://example.com/callback?code=f1a3',
    source: 'seed; assumed U10',
  },
  'x-ratelimit-limit-daily': { about: 'calls a day', example: '200000', source: 'seed; observed O1' },
  'x-ratelimit-daily-remaining': { about: 'left today', example: '199779', source: 'seed; observed O1' },
  'x-ratelimit-daily-reset': {
    about: 'milliseconds to the end of the day that began with the first call',
    example: '86343000',
    source: 'observed O1, O2, O3; sdk',
  },
  'x-ratelimit-interval-milliseconds': {
    about: 'length of the burst window',
    example: '10000',
    source: 'seed; observed O1, O2',
  },
  'x-ratelimit-max': { about: 'calls in a burst window', example: '100', source: 'seed; observed O1' },
  'x-ratelimit-remaining': {
    about: 'left in this window, this call counted',
    example: '99',
    source: 'seed; observed O1',
  },
}

const FLOW = { authorizationUrl: '/oauth/chooselocation', tokenUrl: '/oauth/token', refreshUrl: '/oauth/token' }

/** An interface, so that messages of TypeScript call it by its name. */
export interface Hoopai extends Provider<'hoopai', typeof SETTINGS, Awaited<ReturnType<typeof credentials>>> {}

export const hoopai: Hoopai = defineProvider({
  name: 'hoopai',
  title: 'HoopAI Platform',
  docs: 'https://help.hoopai.com/api-reference/oauth/overview',
  hosts: ['services.leadconnectorhq.com', 'marketplace.gohighlevel.com', 'marketplace.leadconnectorhq.com'],
  grants: ['authorization_code', 'refresh_token'],
  scopes,
  budgets: [
    {
      name: 'token',
      limit: null,
      per: MINUTE,
      key: ({ call, who }) => who.client ?? call.address,
      about: 'token requests; one HoopAI page has 5 per 1m, which limits: {token: 5 per 1m} sets',
      source: 'docs hoopai/oauth/overview (U12)',
      switch: 'limits',
    },
    {
      name: 'burst',
      limit: 100,
      per: 10 * SECOND,
      key: whose,
      limitFor: (context) => (isTrial(context) ? 25 : undefined),
      about: 'calls of one app at one location or agency; of its private integrations together',
      source: 'seed',
      switch: 'sharedLocationBudget',
    },
    {
      name: 'daily',
      limit: 200_000,
      per: DAY,
      key: whose,
      limitFor: (context) => (isTrial(context) ? 10_000 : undefined),
      about: 'the same, in a day from its first call',
      source: 'seed; assumed U13',
      switch: 'sharedLocationBudget',
    },
  ],
  spends: ['burst', 'daily'],
  trailingSlash: 'either',
  routes,
  fallback: { source: 'observed O2, O3', handle: refuse },
  errors,
  parameters,
  refuses: REFUSED_ANYWHERE,
  answerHeaders,
  settings: SETTINGS,
  fixtures: async () => (await import('./data/fixtures.ts')).fixtures,
  profiles,
  secrets: {
    names: [],
    // Private integration tokens, client secrets, refresh tokens, codes.
    shapes: [/(?:pit-[0-9a-f]{8}|5ec0e700)-[0-9a-f-]{27}/, /\b[0-9a-f]{12}[0-9A-Za-z]{52}\b/, /\b[0-9a-f]{40}\b/],
  },
  security: [
    { oauth: { scheme: { type: 'oauth2', flows: { authorizationCode: FLOW } }, source: 'seed' } },
    { privateIntegration: { scheme: { type: 'http', scheme: 'bearer' }, source: 'docs hl/help' } },
  ],
  identify,
  preamble,
  authorize,
  headers,
  tags,
  tokenEndpointAuthMethod: 'client_secret_post',
  morePages: ({ json }) => {
    const meta = isObject(json) ? json.meta : undefined
    const more = isObject(meta) && 'nextPage' in meta ? meta.nextPage !== null : undefined
    // Messages have their own: whether there are older ones.
    const messages = isObject(json) && isObject(json.messages) ? json.messages.nextPage : undefined
    return more ?? (typeof messages === 'boolean' ? messages : undefined)
  },
  tokensIn: ({ json }) => textsIn(json, 'access_token', 'refresh_token'),
  conduct,
  causes,
  credentials: (session, base) => credentials(session, session.settings(hoopai) as Settings, base),
  env,
  firstCall,
  mint: (session, at, request) => mint(session, at, session.settings(hoopai) as Settings, request),
  consent: (session, at, request, staged) =>
    consent(session, at, session.settings(hoopai) as Settings, request, staged),
  webhooks: {
    types,
    send: (session, at, request) => demand(session, at, session.settings(hoopai) as Settings, request),
    seal: (letter, session) => seal(letter, session.settings(hoopai) as Settings),
  },
})

/** An app has its own budgets at each location and agency; so have the private integrations there together (U28). */
function whose({ call, route, settings, token, who }: Context): string | undefined {
  // A token that is not live has no budget to show, and what no service answers costs nothing.
  const holder = token ?? (who.credential && live(who.credential, call.at) ? who.credential : undefined)
  if (!holder || (route.name === FALLBACK && !underService(call.path))) return undefined
  const resource = holder.location ?? holder.company
  if ((settings as Settings).sharedLocationBudget) return resource
  return `${holder.kind === 'static' ? 'private' : holder.client}/${resource}`
}

function isTrial({ settings, token, who }: Context): boolean {
  return (settings as Settings).trialAccount && (token ?? who.credential)?.kind === 'static'
}

/** Six headers on every answer past authentication, in lower case; the reset is a duration in ms. Source: seed 001, observed O1, O2. */
function headers({ call, quotas, route, token }: Context, reply: Reply): Record<string, string> {
  const type = reply.json === undefined ? undefined : { 'content-type': 'application/json; charset=utf-8' }
  const counted = token !== undefined || route.name === FALLBACK
  const burst = counted ? find(quotas, 'burst') : undefined
  const daily = counted ? find(quotas, 'daily') : undefined
  if (!burst || !daily) return { ...type }
  return {
    ...type,
    'x-ratelimit-limit-daily': String(daily.limit),
    'x-ratelimit-daily-remaining': String(daily.remaining),
    'x-ratelimit-daily-reset': String(daily.resetAt - call.at),
    'x-ratelimit-interval-milliseconds': String(burst.windowMs),
    'x-ratelimit-max': String(burst.limit),
    'x-ratelimit-remaining': String(burst.remaining),
  }
}

function find(quotas: readonly Quota[], name: string): Quota | undefined {
  return quotas.find(({ budget }) => budget === name)
}

/** Known to be there without a route here: observed O2's own example. */
const ELSEWHERE = ['/locations/:id/customValues']
let known: { exact: RegExp; anyCase: RegExp }[] | undefined

/** What no route serves. A path that is only mis-cased finds a service but no scope: 401, not 404 (observed O2). */
function refuse({ allow, call }: Context): never {
  assert(!allow, 'method_not_allowed')
  known ??= [...ELSEWHERE, ...hoopai.routes.map(({ path }) => path)].map((path) => {
    const pattern = `^${path.replace(/\/$/, '').replace(/:\w+/g, '[^/]+')}/?$`
    return { exact: new RegExp(pattern), anyCase: new RegExp(pattern, 'i') }
  })
  const isMisCased = known.some(({ exact, anyCase }) => anyCase.test(call.path) && !exact.test(call.path))
  assert(!isMisCased, 'insufficient_scope')
  throw new ApiError('unknown_route')
}
