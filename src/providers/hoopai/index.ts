/** The card of HoopAI Platform (a white-label HighLevel): what it is, as data and references. Facts: seed 001, 002 and 004. */

import { DAY, MINUTE, SECOND } from '../../core/clock.ts'
import { ApiError, assert } from '../../core/errors.ts'
import type { Reply } from '../../core/http.ts'
import type { Quota } from '../../core/limiter.ts'
import { type Context, defineProvider } from '../../core/provider.ts'
import { FALLBACK } from '../../core/routes.ts'
import type { SettingsOf } from '../../core/settings.ts'
import { live } from '../../core/vault.ts'
import { routes } from './api.ts'
import { credentials, env, firstCall } from './data/credentials.ts'
import { errors, underService } from './errors.ts'
import { consent } from './oauth/consent.ts'
import { mint } from './oauth/mint.ts'
import { authorize, identify, oauthRoutes, preamble, tags } from './oauth.ts'
import { scopes } from './scopes.ts'

const SETTINGS = {
  accessTokenSeconds: { type: 'number', default: 86_400, minimum: 1, about: 'life of an access token', source: 'seed' },
  refreshTokenDays: { type: 'number', default: 365, minimum: 1, about: 'life of a refresh token', source: 'seed' },
  codeSeconds: {
    type: 'number',
    default: 600,
    minimum: 1,
    about: 'life of an authorization code',
    source: 'assumed U2',
  },
  refreshGraceSeconds: {
    type: 'number',
    default: 0,
    minimum: 0,
    about: 'how long a repeated refresh gets the same answer; HighLevel: 30',
    source: 'seed; docs hl/changelog (U5)',
  },
  legacyRefreshError: { type: 'flag', default: false, about: 'a bad refresh token gets T5b', source: 'observed (U7)' },
  strictTokenFields: {
    type: 'flag',
    default: false,
    about: 'scope, state and code_verifier in a token request are unknown fields (T2b)',
    source: 'assumed',
  },
  exchangeStatus: {
    type: 'choice',
    default: '200',
    options: ['200', '201'],
    about: 'status of POST /oauth/locationToken',
    source: 'openapi; observed O1',
  },
  autoConsent: { type: 'flag', default: false, about: 'the consent page allows at once', source: 'assumed' },
  denyRedirect: {
    type: 'flag',
    default: false,
    about: 'a denial redirects with error=access_denied',
    source: 'assumed U9',
  },
  strictScopes: {
    type: 'flag',
    default: false,
    about: "HighLevel's scopes: conversations.* and calendars.* do not open messages and events",
    source: 'seed; openapi (U15)',
  },
  scopeStatus: {
    type: 'choice',
    default: '401',
    options: ['401', '403'],
    about: 'status of a missing scope',
    source: 'observed; docs hoopai/oauth/overview (U16)',
  },
  expiredTokenText: {
    type: 'choice',
    default: 'Invalid JWT',
    options: ['Invalid JWT', 'Invalid token: access token is invalid'],
    about: 'what is said of an expired access token',
    source: 'assumed U1; openapi',
  },
  sharedLocationBudget: {
    type: 'flag',
    default: false,
    about: 'all apps and private integrations of a location share its budgets',
    source: 'observed O3 (U28)',
  },
  trialAccount: {
    type: 'flag',
    default: false,
    about: 'private integrations get 25 per 10 s and 10,000 a day',
    source: 'docs hl/changelog; observed O2',
  },
  strictLocation: {
    type: 'flag',
    default: false,
    about: 'a list without locationId is refused instead of taking the one of the token',
    source: 'observed O2 (U14)',
  },
  contactMakesConversation: {
    type: 'flag',
    default: true,
    about: 'creating a contact creates its conversation',
    source: 'observed O2 (U17)',
  },
  searchLagSeconds: {
    type: 'number',
    default: 0,
    minimum: 0,
    about: 'how long lists and searches lag behind writes',
    source: 'observed O1 (U18)',
  },
  flatMessages: {
    type: 'flag',
    default: false,
    about: 'the message list is flat, not nested under messages',
    source: 'observed O10; openapi',
  },
  sendStatus: {
    type: 'choice',
    default: '200',
    options: ['200', '201'],
    about: 'status of POST /conversations/messages',
    source: 'openapi; observed',
  },
} as const

/** This provider's switches, with the sheet's decisions as defaults; `context.settings as Settings`. */
export type Settings = SettingsOf<typeof SETTINGS>

export const hoopai = defineProvider({
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
      about: 'token requests; one HoopAI page has 5 per 1m (U12)',
      source: 'docs hoopai/oauth/overview',
    },
    {
      name: 'burst',
      limit: 100,
      per: 10 * SECOND,
      key: whose,
      limitFor: (context) => (isTrial(context) ? 25 : undefined),
      about: 'calls of one app at one location or agency',
      source: 'seed',
    },
    {
      name: 'daily',
      limit: 200_000,
      per: DAY,
      key: whose,
      limitFor: (context) => (isTrial(context) ? 10_000 : undefined),
      about: 'the same, in a day from its first call',
      source: 'seed; assumed U13',
    },
  ],
  spends: ['burst', 'daily'],
  trailingSlash: 'either',
  routes: [...oauthRoutes, ...routes],
  fallback: { source: 'observed O2, O3', handle: refuse },
  errors,
  settings: SETTINGS,
  secrets: {
    names: [],
    // Private integration tokens, client secrets, refresh tokens, codes.
    shapes: [/(?:pit-[0-9a-f]{8}|5ec0e700)-[0-9a-f-]{27}/, /\b[0-9a-f]{12}[0-9A-Za-z]{52}\b/, /\b[0-9a-f]{40}\b/],
  },
  identify,
  preamble,
  authorize,
  headers,
  tags,
  credentials,
  env,
  firstCall,
  mint: (session, at, request) => mint(session, at, session.settings(hoopai) as Settings, request),
  consent: (session, at, request) => consent(session, at, session.settings(hoopai) as Settings, request),
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
