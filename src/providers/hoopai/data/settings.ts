/** The switches of HoopAI: the sheet's decisions are the defaults, what it leaves open or tells otherwise is a value. */

import type { SettingsOf, SettingTable, SettingValues } from '../../../core/settings.ts'

export const SETTINGS = {
  profile: {
    type: 'choice',
    default: 'seed',
    options: ['seed', 'highlevel'],
    about: 'seed: what HoopAI writes goes first; highlevel: what HighLevel writes, and what was seen there',
    source: 'seed; openapi; observed O1, O2, O3',
  },

  // Tokens and the consent page (sections 3 to 5).
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
  legacyRefreshError: {
    type: 'flag',
    default: false,
    about: 'a bad refresh token gets T5b',
    source: 'openapi v3/oauth-v3.json; observed O10; assumed U7',
  },
  privateTokenOverlapDays: {
    type: 'number',
    default: 7,
    minimum: 0,
    about: 'how long a private integration token that was rotated still works; 0 is a rotation that expires it now',
    source: 'docs hl/help; observed O2',
  },
  strictTokenFields: {
    type: 'flag',
    default: false,
    about: 'scope, state and code_verifier in a token request are unknown fields (T2b)',
    source: 'assumed; observed O10',
  },
  exchangeStatus: {
    type: 'choice',
    default: '200',
    options: ['200', '201'],
    about: 'status of POST /oauth/locationToken',
    source: 'openapi oauth.json; observed O1',
  },
  autoConsent: { type: 'flag', default: false, about: 'the consent page allows at once', source: 'assumed' },
  denyRedirect: {
    type: 'flag',
    default: false,
    about: 'a denial redirects with error=access_denied',
    source: 'assumed U9',
  },
  inactiveLocations: {
    type: 'text',
    default: '',
    about: 'ids of suspended locations, separated by commas, beside the one that starts so (T6)',
    source: 'openapi v3/oauth-v3.json; observed O5',
  },

  // What a token may do, and how often (sections 7, 8 and 10).
  strictScopes: {
    type: 'flag',
    default: false,
    about: "HighLevel's scopes: conversations.* and calendars.* do not open messages and events",
    source: 'seed; openapi; assumed U15',
  },
  scopeStatus: {
    type: 'choice',
    default: '401',
    options: ['401', '403'],
    about: 'status of a missing scope',
    source: 'observed O2, O5, O10; docs hoopai/oauth/overview (U16)',
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
    source: 'seed; observed O3; assumed U28',
  },
  trialAccount: {
    type: 'flag',
    default: false,
    about: 'private integrations get 25 per 10 s and 10,000 a day',
    source: 'docs hl/changelog; observed O2',
  },

  // Resources (sections 9 and 11).
  strictLocation: {
    type: 'flag',
    default: false,
    about: 'a list without locationId is refused instead of taking the one of the token',
    source: 'seed; observed O2; assumed U14',
  },
  notFoundShape: {
    type: 'choice',
    default: 'message',
    options: ['message', 'error'],
    about: 'what tells that a record does not exist: message (S2, seen by O1) or error (S4, seen by O2)',
    source: 'observed O1, O2; assumed U20',
  },
  contactsPerLocation: {
    type: 'number',
    default: 500,
    minimum: 0,
    maximum: 1_000_000,
    about: 'how many contacts a location has before any call; what belongs to them follows',
    source: 'assumed',
  },
  contactMakesConversation: {
    type: 'flag',
    default: true,
    about: 'creating a contact creates its conversation',
    source: 'observed O2; assumed U17',
  },
  searchLagSeconds: {
    type: 'number',
    default: 0,
    minimum: 0,
    about: 'how long a new record is missing from lists and searches; updates and deletions show at once',
    source: 'observed O1; assumed U18',
  },
  flatMessages: {
    type: 'flag',
    default: false,
    about: 'the message list is flat, not nested under messages',
    source: 'observed O10; openapi conversations.json',
  },
  sendStatus: {
    type: 'choice',
    default: '200',
    options: ['200', '201'],
    about: 'status of POST /conversations/messages',
    source: 'openapi conversations.json; observed O2',
  },
  appointmentPutConfirms: {
    type: 'flag',
    default: false,
    about: 'an update of an appointment without appointmentStatus makes it confirmed',
    source: 'observed O10',
  },

  // Webhooks (section 12).
  webhookUrl: {
    type: 'url',
    default: '',
    about: "the apps' default webhook URL; without one none are sent",
    source: 'docs hl/Authorization/OAuth2.0',
  },
  webhookSecret: {
    type: 'text',
    secret: true,
    default: '',
    about: 'signs webhooks in x-wl-signature too: HMAC-SHA256 of the raw body, in hex',
    source: 'docs hoopai/webhooks/overview; assumed',
  },
  webhookFault: {
    type: 'choice',
    default: 'none',
    options: ['none', 'signature', 'stale', 'duplicate', 'late', 'reordered'],
    about: 'what is wrong with every webhook; late by 10m, reordered: behind the next one, or 10m later',
    source: 'docs hoopai/oauth/webhook-authentication',
  },
  webhookTimeoutSeconds: {
    type: 'number',
    default: 10,
    minimum: 1,
    maximum: 3600,
    about: 'how long a receiver may take to answer, in wall time; another page has 5',
    source: 'docs hoopai/webhooks/overview; docs hoopai/developer/guide/webhooks',
  },
  webhookRetries: {
    type: 'number',
    default: 11,
    minimum: 0,
    maximum: 1000,
    about: 'how often a webhook without a 2xx is sent again: after 1m, then twice as long each time up to 1h',
    source: 'docs hoopai/webhooks/overview; docs hl/webhook events; assumed U22',
  },
} as const satisfies SettingTable

/** This provider's switches, with the sheet's decisions as defaults; `context.settings as Settings`. */
export type Settings = SettingsOf<typeof SETTINGS>

/**
 * What each profile has in place of the defaults; what a session sets by itself goes before both. `highlevel` follows
 * openapi, docs hl and the observations of sections 4, 5, 8, 10 and 11, as far as one of them is sure.
 */
export const profiles: Readonly<Record<Settings['profile'], SettingValues>> = {
  seed: {},
  highlevel: {
    accessTokenSeconds: 86_399,
    refreshGraceSeconds: 30,
    strictTokenFields: true,
    exchangeStatus: '201',
    strictScopes: true,
    sharedLocationBudget: true,
    strictLocation: true,
    searchLagSeconds: 10,
    sendStatus: '201',
    appointmentPutConfirms: true,
  },
}
