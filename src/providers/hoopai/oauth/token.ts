/** POST /oauth/token: both grants, form or JSON, refused in the order fields, grant, client, redirect_uri, location. */

import { SECOND } from '../../../core/clock.ts'
import { ApiError, assert } from '../../../core/errors.ts'
import { type Call, form, type Json, type JsonObject, mediaType, parseJson } from '../../../core/http.ts'
import { type Handler, json } from '../../../core/provider.ts'
import { type Credential, expired } from '../../../core/vault.ts'
import { appOf, isActive } from '../data.ts'
import { invalid } from '../errors.ts'
import type { Settings } from '../index.ts'
import { consentNow } from './installs.ts'
import { issuePair } from './issue.ts'
import { TOKEN, TOLERATED } from './parameters.ts'

/** Single-use credentials by grant, with the field that brings them and what an unusable one is answered. */
export const GRANTS = {
  authorization_code: { field: 'code', kind: 'code', lost: 'unknown_code' },
  refresh_token: { field: 'refresh_token', kind: 'refresh', lost: 'invalid_refresh_token' },
} as const

const FIELDS = TOKEN.map(({ name }) => name)
const USER_TYPES = TOKEN.find(({ name }) => name === 'user_type')!.schema.enum as Json[]

/**
 * A success alone spends the code or refresh token. `user_type` is checked and otherwise without effect: the tokens are of
 * the level that the admin chose (assumed; the SDK always sends one).
 */
export const issueToken: Handler = async (context) => {
  const { call, session, staged, who } = context
  const settings = context.settings as Settings
  const fields = readFields(call)
  const problems = problemsOf(fields, settings)
  if (problems.length > 0) throw invalid(problems)
  assert(fields.grant_type !== 'client_credentials', 'unsupported_grant')

  const { kind, lost: usual } = GRANTS[fields.grant_type as keyof typeof GRANTS]
  const lost = kind === 'refresh' && settings.legacyRefreshError ? 'legacy_refresh_error' : usual
  const graceMs = kind === 'refresh' ? settings.refreshGraceSeconds * SECOND : 0
  const { credential } = who
  const app = appOf(session, fields.client_id)
  const known = app && app.clientSecret === fields.client_secret
  // That the code comes before the client is observed (T3); of refresh tokens it is not.
  if (kind === 'refresh') assert(known, 'invalid_client')
  assert(credential && !gone(credential, call.at, graceMs), lost)
  const authentic = known && app.clientId === credential.client
  assert(authentic && credential.revokedAt === undefined, 'invalid_client')
  const { redirect_uri } = fields
  if (kind === 'code' && redirect_uri) assert(redirect_uri === credential.extra?.redirectUri, 'redirect_mismatch')
  assert(credential.location === undefined || (await isActive(context, credential.location)), 'location_inactive')

  const spending = await session.vault.spend(credential.id, call.at, graceMs)
  assert(spending.outcome === 'first' || spending.outcome === 'again', lost)
  const { id, client, scopes, location, company, user, family = id, extra, spentAt } = spending.credential
  const holder = {
    client,
    scopes: [...(staged?.scopes ?? scopes)],
    ...(location === undefined ? {} : { location }),
    company: company!,
    user: user!,
    family,
    parent: id,
    extra: kind === 'code' ? await consentNow(session, credential) : extra!,
  }
  const issuedAt = spentAt - (staged?.skewMs ?? 0)
  return json(await issuePair(session, settings, issuedAt, holder, [id, spentAt]), 200, { 'cache-control': 'no-store' })
}

/** The body's fields, form or JSON; none when it is of another type. Throws the 400 of a body that is no JSON. */
export function readFields(call: Call): JsonObject {
  switch (mediaType(call)) {
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(form(call))
    case 'application/json': {
      const value = parseJson(call)
      if (value === undefined && call.body.length > 0) throw new ApiError('malformed_body')
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
    }
    default:
      return {}
  }
}

/** One text for each thing wrong, in the order of the fields (T1, T2, T9). */
function problemsOf(fields: JsonObject, { strictTokenFields }: Settings): string[] {
  const { grant_type, user_type } = fields
  const grant = isGrant(grant_type) ? GRANTS[grant_type] : undefined
  const needed = ['client_id', 'client_secret', ...(grant ? [grant.field] : [])]
  const texts = FIELDS.flatMap((field) => {
    const value = fields[field]
    if (field === 'grant_type') return grant || value === 'client_credentials' ? [] : wrongGrant(value)
    if (empty(value)) return needed.includes(field) ? [`${field} should not be empty`] : []
    return typeof value === 'string' ? [] : [`${field} must be a string`]
  })
  if (!empty(user_type) && !USER_TYPES.includes(user_type!)) texts.push('user_type must be a valid enum value')
  const allowed = strictTokenFields ? FIELDS : [...FIELDS, ...TOLERATED.map(({ name }) => name)]
  const odd = Object.keys(fields).filter((field) => !allowed.includes(field))
  return [...texts, ...odd.map((field) => `property ${field} should not exist`)]
}

function wrongGrant(value: unknown): string[] {
  return ['grant_type must be a valid enum value', ...(empty(value) ? ['grant_type should not be empty'] : [])]
}

function isGrant(value: unknown): value is keyof typeof GRANTS {
  return typeof value === 'string' && Object.hasOwn(GRANTS, value)
}

function empty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** Whether a code or refresh token is used up or past its time. One that was used within the grace window is neither. */
function gone(credential: Credential, at: number, graceMs: number): boolean {
  const { spentAt } = credential
  return spentAt === undefined ? expired(credential, at) : at >= spentAt + graceMs
}
