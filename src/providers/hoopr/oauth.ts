/** Hoopr's client credentials grant: JSON in, a one-hour HS256 token out. Source: seed, docs/api/auth-token. */

import keys from '../../../fixtures/keys.json' with { type: 'json' }
import { type Instant, SECOND } from '../../core/clock.ts'
import { ApiError, assert } from '../../core/errors.ts'
import { authorization, type Call, jsonObject, mediaType } from '../../core/http.ts'
import { readClaims, type SigningKey, signJwt } from '../../core/jwt.ts'
import { type Context, drawFor, type Handler, type MintRequest, type Who } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import { type Client, clientOf, clients, MODES, type Mode } from './data.ts'
import { envelope } from './errors.ts'
import type { Settings } from './index.ts'
import { scopes } from './scopes.ts'

export const TOKEN_PATH = '/v1/auth/token'

/** A token request names its client and mode; any other call is named by its bearer token. */
export async function identify({ call, session, route }: Context): Promise<Who> {
  if (route.takes === 'none') {
    const body = call.path === TOKEN_PATH ? jsonObject(call) : undefined
    const client = textOf(body?.client_id)
    return {
      client: client && isUuid(client) ? client : undefined,
      mode: modeOf(textOf(body?.client_secret)),
      grant: textOf(body?.grant_type),
      scopes: clientOf(session, client)?.scopes,
    }
  }
  const presented = authorization(call, 'Bearer')
  if (presented === undefined) return {}
  const credential = await session.vault.find(presented)
  if (credential?.kind !== 'access') return { presented }
  return { presented, credential, client: credential.client, mode: credential.mode, scopes: credential.scopes }
}

/** JSON only (assumed U2). Fields are checked before the budget is charged (5.3, row T); the message lists them. */
export function validateTokenRequest({ call }: Context): void {
  const body = mediaType(call) === 'application/json' ? jsonObject(call) : undefined
  assert(body, 'invalid_request', 'Validation failed: body must be JSON with grant_type, client_id and client_secret')
  const problems: string[] = []
  for (const [field, rule] of Object.entries(FIELDS)) {
    const value = body[field] ?? ''
    if (value === '') problems.push(`${field} is required`)
    else if (typeof value !== 'string') problems.push(`${field} must be a string`)
    else if (rule && !rule.holds(value)) problems.push(`${field} must be ${rule.wanted}`)
  }
  assert(problems.length === 0, 'invalid_request', `Validation failed: ${problems.join(', ')}`)
}

const FIELDS = {
  grant_type: { wanted: 'client_credentials', holds: (value: string) => value === 'client_credentials' },
  client_id: { wanted: 'a UUID', holds: isUuid },
  client_secret: undefined,
}

/** POST /v1/auth/token. */
export const issueToken: Handler = async (context) => {
  const { call, session } = context
  const { client_id, client_secret } = jsonObject(call)!
  const client = clientOf(session, String(client_id))
  const mode = modeOf(String(client_secret))
  assert(client && mode && client.secrets[mode] === client_secret, 'invalid_client')
  assert(client.active, 'client_inactive')
  const { accessTokenSeconds, tokenStatus } = context.settings as Settings
  const access_token = await mintToken(session, call.at, client, mode, client.scopes, accessTokenSeconds)
  const data = {
    access_token,
    token_type: 'Bearer',
    expires_in: accessTokenSeconds,
    scope: client.scopes.join(' '),
    mode,
  }
  return {
    status: Number(tokenStatus),
    json: envelope(context, data, { code: 0, message: 'Token issued' }),
    headers: { 'cache-control': 'no-store' },
  }
}

/** A deactivated client is refused at once, whatever tokens it holds (assumed U7). */
export function admit({ session, token }: Context): void {
  assert(clientOf(session, token?.client)?.active ?? true, 'client_inactive')
}

/** Mints for the admin API. */
export async function mint(
  session: Session,
  at: Instant,
  request: MintRequest & { readonly expiresInSeconds: number },
): Promise<string> {
  const known = clients(session).map(({ clientId }) => clientId)
  const client = request.client === undefined ? clients(session)[0]! : clientOf(session, request.client)
  if (!client) throw new ApiError('invalid_request', `no client ${request.client}`, { known })
  const mode = MODES.find((each) => each === (request.mode ?? 'test'))
  if (!mode) throw new ApiError('invalid_request', `no mode ${request.mode}`, { known: [...MODES] })
  const wanted = request.scopes ?? client.scopes
  const odd = wanted.find((scope) => !(scope in scopes))
  if (odd !== undefined) throw new ApiError('invalid_request', `no scope ${odd}`, { known: Object.keys(scopes) })
  return mintToken(session, at, client, mode, wanted, request.expiresInSeconds)
}

/** The 12 hex digits that end a client id and begin what follows a secret's prefix, wherever the call names one. */
export function tags(call: Call): string[] {
  if (call.path === TOKEN_PATH) {
    const body = jsonObject(call)
    const secret = /^hpr_(?:test|live)_([0-9a-f]{12})/.exec(textOf(body?.client_secret) ?? '')?.[1]
    return [...tagOf(body?.client_id), ...(secret ? [secret] : [])]
  }
  const bearer = authorization(call, 'Bearer')
  return bearer === undefined ? [] : tagOf(readClaims(bearer)?.sub)
}

function tagOf(clientId: unknown): string[] {
  return typeof clientId === 'string' && isUuid(clientId) ? [clientId.slice(-12)] : []
}

async function mintToken(
  session: Session,
  at: Instant,
  client: Client,
  mode: Mode,
  granted: readonly string[],
  seconds: number,
) {
  const { clientId } = client
  const scope = granted.join(' ')
  const jti = (await drawFor(session, 'hoopr token', clientId, mode, scope)).uuid()
  const iat = Math.floor(at / SECOND)
  const token = await signJwt({ sub: clientId, scope, mode, iat, exp: iat + seconds, jti }, keys.hoopr as SigningKey)
  await session.vault.issue(token, {
    kind: 'access',
    provider: 'hoopr',
    client: clientId,
    scopes: [...granted],
    mode,
    issuedAt: at,
    expiresAt: at + seconds * SECOND,
  })
  return token
}

/** The secret's prefix decides. */
function modeOf(secret: string | undefined): Mode | undefined {
  return secret?.startsWith('hpr_test_') ? 'test' : secret?.startsWith('hpr_live_') ? 'live' : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}
