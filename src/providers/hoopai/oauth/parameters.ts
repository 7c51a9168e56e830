/** What the consent page, the token endpoint and the agency's routes read and answer. Sections 3.1, 4.1, 4.2, 5.1, 5.2. */

import type { Parameter, Success } from '../../../core/facts.ts'
import type { JsonObject } from '../../../core/http.ts'

const TEXT = { type: 'string' }
const FILLED = { type: 'string', minLength: 1 }
const FILE = 'openapi oauth.json'
/** A number, written as a text. */
export const DIGITS = { type: 'string', pattern: '^\\d+$' }
export const FLAG = { type: 'string', enum: ['true', 'false'] }

/** Of the consent page. Whatever else it is given, it passes over (assumed). */
export const PAGE = [
  query('response_type', { const: 'code' }, 'seed', { required: true }),
  query('client_id', FILLED, 'seed', { required: true }),
  query('redirect_uri', FILLED, 'seed', { required: true, about: 'a registered one; on loopback with any port' }),
  query('scope', FILLED, 'seed', { required: true, about: 'with spaces between them' }),
  query('loginWindowOpenMode', TEXT, 'seed', { about: 'self: the log-in stays in its tab' }),
  query('state', TEXT, 'observed O10; assumed U10', { about: 'comes back as it was sent' }),
]

/** What the page itself adds once somebody has logged in. */
export const STEP = query('step', { const: 'choose' }, 'assumed')

/** Of the page's form: what the page was asked, and the choice. */
export const CHOICE: readonly Parameter[] = [
  ...PAGE.map((each): Parameter => ({ ...each, in: 'body' })),
  body('account', TEXT, 'assumed', { about: 'location:<id> or company:<id>' }),
  body('decision', { enum: ['allow', 'deny'] }, 'assumed', {
    about: 'a denial stays on the page, or redirects',
    switch: 'denyRedirect',
  }),
]

/** Of a token request, form or JSON. */
export const TOKEN = [
  body('client_id', FILLED, 'seed', { required: true }),
  body('client_secret', FILLED, 'seed', { required: true }),
  body('grant_type', { enum: ['authorization_code', 'refresh_token', 'client_credentials'] }, `seed; ${FILE}`, {
    required: true,
    about: 'client_credentials is known and refused',
  }),
  body('code', TEXT, 'seed', { about: 'wanted by authorization_code' }),
  body('refresh_token', TEXT, 'seed', { about: 'wanted by refresh_token' }),
  body('user_type', { enum: ['Location', 'Company', ''] }, `${FILE}; sdk`, { about: 'without effect' }),
  body('redirect_uri', TEXT, `seed; ${FILE}`, { about: 'that of the code, if any' }),
]
/** RFC 6749 lets a client send them, and common libraries do (T2b). */
export const TOLERATED = ['scope', 'state', 'code_verifier'].map((name) =>
  body(name, {}, 'assumed', { about: 'passed over, or an unknown field', switch: 'strictTokenFields' }),
)

export const EXCHANGE = [
  body('companyId', FILLED, FILE, { required: true }),
  body('locationId', FILLED, FILE, { required: true }),
]

export const INSTALLED = [
  query('companyId', FILLED, FILE, { required: true }),
  query('appId', FILLED, FILE, { required: true }),
  query('skip', DIGITS, FILE),
  query('limit', DIGITS, FILE, { about: 'default 20' }),
  query('query', TEXT, FILE, { about: 'a part of the name' }),
  query('isInstalled', FLAG, FILE),
  query('locationId', TEXT, FILE),
  query('versionId', TEXT, FILE),
  query('onTrial', TEXT, FILE, { about: 'without effect' }),
  query('planId', TEXT, FILE, { about: 'without effect' }),
]

/** The fields of a token answer; `locationId` is a location's, the lists and flags are an agency's. */
const PAIR: JsonObject = {
  access_token: TEXT,
  token_type: { const: 'Bearer' },
  expires_in: { type: 'number' },
  refresh_token: TEXT,
  scope: TEXT,
  userType: { enum: ['Location', 'Company'] },
  companyId: TEXT,
  userId: TEXT,
  traceId: TEXT,
}

export const TOKENS: Success = {
  about: 'an access and a refresh token, and whose they are',
  schema: {
    type: 'object',
    properties: {
      ...PAIR,
      locationId: TEXT,
      isBulkInstallation: { type: 'boolean' },
      approvedLocations: { type: 'array', items: TEXT },
      installToFutureLocations: { type: 'boolean' },
      approveAllLocations: { type: 'boolean' },
    },
    required: Object.keys(PAIR),
  },
}

export const LOCATION_TOKENS: Success = {
  about: 'tokens of the location, in the union of what openapi and the sample show',
  status: ({ exchangeStatus }) => Number(exchangeStatus),
  schema: {
    type: 'object',
    properties: { ...PAIR, locationId: TEXT, appId: TEXT, versionId: TEXT },
    required: [...Object.keys(PAIR), 'locationId', 'appId', 'versionId'],
  },
}

export const INSTALLS: Success = {
  about: "the agency's locations, with where the app is installed",
  schema: {
    type: 'object',
    properties: {
      locations: {
        type: 'array',
        items: {
          type: 'object',
          properties: { _id: TEXT, name: TEXT, address: TEXT, isInstalled: { type: 'boolean' } },
          required: ['_id', 'name', 'address', 'isInstalled'],
        },
      },
      count: { type: 'number' },
      installToFutureLocations: { type: 'boolean' },
      traceId: TEXT,
    },
    required: ['locations', 'count', 'installToFutureLocations', 'traceId'],
  },
}

type More = Partial<Pick<Parameter, 'required' | 'about' | 'switch'>>

function query(name: string, schema: JsonObject, source: string, more: More = {}): Parameter {
  return { in: 'query', name, schema, source, ...more }
}

function body(name: string, schema: JsonObject, source: string, more: More = {}): Parameter {
  return { in: 'body', name, schema, source, ...more }
}
