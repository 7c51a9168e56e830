/** Hoopr's client credentials grant: JSON in, a one-hour HS256 token out. Source: seed, docs/api/auth-token. */

import keys from '../../../fixtures/keys.json' with { type: 'json' }
import { type Instant, SECOND } from '../../core/clock.ts'
import { ApiError, assert } from '../../core/errors.ts'
import { authorization, type Call, jsonObject } from '../../core/http.ts'
import { readClaims, type SigningKey, signJwt } from '../../core/jwt.ts'
import { type Context, drawFor, type Handler, type MintRequest, type Route, type Who } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import type { SettingValues } from '../../core/settings.ts'
import type { Credential } from '../../core/vault.ts'
import { isUuid } from './api/fields.ts'
import { readTokenRequest, tokenParameters } from './api/parameters.ts'
import { answers, TOKEN } from './api/schemas.ts'
import {
  type Client,
  clientOf,
  clients,
  generationOf,
  isActive,
  MODES,
  type Mode,
  shownMode,
  TOKEN_PATH,
} from './data.ts'
import { envelope } from './errors.ts'
import type { Settings } from './index.ts'
import { scopes } from './scopes.ts'

/** A token request names its client and mode; any other call is named by its bearer token. */
export async function identify({ call, session, route, settings }: Context): Promise<Who> {
  if (route.takes === 'none') {
    const body = call.path === TOKEN_PATH ? jsonObject(call) : undefined
    const client = textOf(body?.client_id)
    return {
      client: client && isUuid(client) ? client : undefined,
      mode: modeOf(textOf(body?.client_secret)),
      grant: textOf(body?.grant_type),
      scopes: (await clientOf(session, settings, client))?.scopes,
    }
  }
  const presented = authorization(call, 'Bearer')
  if (presented === undefined) return {}
  const credential = await session.vault.find(presented)
  if (credential?.kind !== 'access' || (await outdated(session, credential, settings))) return { presented }
  return { presented, credential, client: credential.client, mode: credential.mode, scopes: credential.scopes }
}

/** Fields are checked before the budget is charged (5.3, row T). */
function validateTokenRequest({ call }: Context): void {
  readTokenRequest(call)
}

/** POST /v1/auth/token. */
const issueToken: Handler = async (context) => {
  const { call, session, staged } = context
  const settings = context.settings as Settings
  const { accessTokenSeconds, tokenStatus } = settings
  const { client_id, client_secret } = readTokenRequest(call)
  const client = await clientOf(session, settings, client_id)
  const mode = modeOf(client_secret)
  assert(client && mode && client.secrets[mode] === client_secret, 'invalid_client')
  assert(client.active, 'client_inactive')
  const scopes = staged?.scopes ?? client.scopes
  const issuedAt = call.at - (staged?.skewMs ?? 0)
  const access_token = await mintToken(session, settings, issuedAt, client, mode, scopes, accessTokenSeconds)
  const data = {
    access_token,
    token_type: 'Bearer',
    expires_in: accessTokenSeconds,
    scope: scopes.join(' '),
    mode: shownMode(mode, settings),
  }
  return {
    status: Number(tokenStatus),
    json: envelope(context, data, { code: 0, message: 'Token issued' }),
    headers: { 'cache-control': 'no-store' },
  }
}

export const tokenRoute: Route = {
  name: 'auth.token',
  method: 'POST',
  path: TOKEN_PATH,
  issues: true,
  takes: 'none',
  spends: ['token'],
  source: 'seed; assumed U1 U2',
  about: 'the client credentials grant: JSON in, a token of one hour out',
  parameters: tokenParameters,
  success: {
    ...answers('the token', TOKEN, 'Token issued'),
    status: ({ tokenStatus }) => Number(tokenStatus),
  },
  refuses: ['invalid_request', 'invalid_client', 'client_inactive', 'rate_limited', 'unavailable'],
  switch: 'tokenStatus',
  preamble: validateTokenRequest,
  handle: issueToken,
}

/** A deactivated client is refused at once, whatever tokens it holds (assumed U7). */
export async function admit({ session, settings, token }: Context): Promise<void> {
  assert(await isActive(session, settings, token?.client), 'client_inactive')
}

/** Whether an older secret bought the token, where a rotation ends such tokens (assumed U7). */
async function outdated(session: Session, { client, extra }: Credential, settings: SettingValues): Promise<boolean> {
  if (!(settings as Settings).rotationRevokes) return false
  return Number(extra?.generation) < (await generationOf(session, settings, client))
}

/** Mints for the admin API. */
export async function mint(
  session: Session,
  settings: SettingValues,
  at: Instant,
  request: MintRequest & { readonly expiresInSeconds: number },
): Promise<string> {
  const all = await clients(session, settings)
  const known = all.map(({ clientId }) => clientId)
  const client = request.client === undefined ? all[0]! : all.find(({ clientId }) => clientId === request.client)
  if (!client) throw new ApiError('invalid_request', `no client ${request.client}`, { known })
  const mode = MODES.find((each) => each === (request.mode ?? 'test'))
  if (!mode) throw new ApiError('invalid_request', `no mode ${request.mode}`, { known: [...MODES] })
  const wanted = request.scopes ?? client.scopes
  const odd = wanted.find((scope) => !(scope in scopes))
  if (odd !== undefined) throw new ApiError('invalid_request', `no scope ${odd}`, { known: Object.keys(scopes) })
  return mintToken(session, settings, at, client, mode, wanted, request.expiresInSeconds)
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
  settings: SettingValues,
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
    extra: { generation: await generationOf(session, settings, clientId) },
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
