/** The switches of Soundcharts. Numbers behind `assumed` are the decisions of the fact sheet's section 16. */

import type { SettingsOf } from '../../../core/settings.ts'

export const SETTINGS = {
  accessTokenSeconds: {
    type: 'number',
    default: 3600,
    minimum: 1,
    about: 'life of an access token; 900 was seen too',
    source: 'seed; observed',
  },
  reuseLiveToken: {
    type: 'flag',
    default: false,
    about: 'answer with the live token and its remaining life',
    source: 'assumed 11',
  },
  secretGeneration: {
    type: 'number',
    default: 1,
    minimum: 1,
    about: 'which client secrets are in force; a higher number is a rotation, and GET credentials shows the new ones',
    source: 'seed',
  },
  rotationRevokes: {
    type: 'flag',
    default: false,
    about: 'a rotation ends the tokens that older secrets bought',
    source: 'assumed 14',
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
  sandboxNextRefused: {
    type: 'flag',
    default: false,
    about: 'refuse every page of the sandbox but the first',
    source: 'observed',
  },
  sandboxBurst: {
    type: 'number',
    default: 0,
    minimum: 0,
    about: 'how many calls a second the public keys may make from one address before some are 401; 0: any number',
    source: 'observed',
  },
  quotaTolerance: {
    type: 'flag',
    default: true,
    about: 'let 10 % over the quota through',
    source: 'docs help 10104308; assumed 20',
  },
  retryAfter: {
    type: 'flag',
    default: true,
    about: 'send Retry-After with a 429 of the token service',
    source: 'assumed 4',
  },
  apiRetryAfter: {
    type: 'flag',
    default: false,
    about: 'send Retry-After with a 429 of the API',
    source: 'assumed',
  },
  cors: { type: 'flag', default: false, about: 'answer preflights and let every origin read', source: 'assumed 32' },
} as const

/** Their values; `context.settings as Settings`. */
export type Settings = SettingsOf<typeof SETTINGS>
