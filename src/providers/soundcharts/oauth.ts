/** Who calls Soundcharts: the two ways to authorize a call. Source: seed. The token endpoint is `oauth/token.ts`. */

import { type Instant, SECOND } from '../../core/clock.ts'
import { ApiError, assert } from '../../core/errors.ts'
import { authorization, type Call, form } from '../../core/http.ts'
import { readClaims } from '../../core/jwt.ts'
import type { Context, MintRequest, Who } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import type { Credential } from '../../core/vault.ts'
import type { Settings } from './data/settings.ts'
import { accounts, clientOf, generationOf, type LegacyKeys, TAG_AT, TOKEN_PATH } from './data.ts'
import { drawTicket, issue, readSwept } from './oauth/tickets.ts'
import { scopes } from './scopes.ts'

export function onTokenHost(call: Call): boolean {
  return call.path === TOKEN_PATH
}

/** What stands after `Bearer`, whatever the case of that word; empty when nothing does. Undefined without the word. */
export function bearerOf({ headers }: Call): string | undefined {
  const header = headers.authorization
  if (header === undefined || !/^bearer(?: |$)/i.test(header)) return undefined
  return header.slice(7).trim()
}

/** A token request is named by its Basic header, any other call by its token, else by its legacy keys (decision 15). */
export async function identify({ call, session, settings }: Context): Promise<Who> {
  if (onTokenHost(call)) return { client: readBasic(call)?.[0], grant: form(call).get('grant_type') ?? undefined }
  const bearer = bearerOf(call)
  if (bearer !== undefined) {
    const known = (await session.vault.find(bearer)) ?? readSwept(session, bearer, call.at)
    return known?.kind === 'access' && !(await outdated(session, known, settings as Settings))
      ? named(bearer, known)
      : { presented: bearer }
  }
  const sent = readKeys(call)
  if (!sent) return {}
  const keys = findKeys(session, sent)
  return keys
    ? named(sent.apiKey, await keyCredential(session, keys, call.at))
    : { presented: sent.apiKey, client: sent.appId }
}

/**
 * With a valid token, legacy keys are not looked at, unless the switch says so (section 4.2). The public keys may be refused
 * now and then in rapid bursts, where the switch says so (observed).
 */
export async function admit({ call, session, settings, token }: Context): Promise<void> {
  const { wrongKeysRefused, sandboxBurst } = settings as Settings
  const keys = wrongKeysRefused ? readKeys(call) : undefined
  assert(!keys || findKeys(session, keys), 'invalid_token')
  if (sandboxBurst === 0 || token?.mode !== 'sandbox') return
  const key = `soundcharts/burst/${call.address}`
  const burst = { budget: 'burst', limit: sandboxBurst, enforced: sandboxBurst, perMs: SECOND, key }
  const [quota] = await session.limiter.charge([burst], call.at)
  assert(!quota!.refused, 'invalid_token')
}

/** Mints for the admin API, for the client's default team. */
export async function mint(session: Session, settings: Settings, at: Instant, request: MintRequest): Promise<string> {
  const known = accounts(session).clients.map(({ clientId }) => clientId)
  const { client: id = known[0]!, mode = 'production', expiresInSeconds } = request
  const client = await clientOf(session, settings, id)
  if (!client) throw new ApiError('invalid_request', `no client ${id}`, { known })
  if (mode !== 'production' && mode !== 'sandbox')
    throw new ApiError('invalid_request', `no mode ${mode}`, { known: ['production', 'sandbox'] })
  const [team] = client.teams
  if (!team) throw new ApiError('invalid_request', `client ${id} has no team: all of them were moved away`)
  const wanted = request.scopes ?? team.features
  const odd = wanted.find((scope) => !(scope in scopes))
  if (odd !== undefined) throw new ApiError('invalid_request', `no scope ${odd}`, { known: Object.keys(scopes) })
  const ticket = await drawTicket(session, settings, at, client, team, mode, wanted, expiresInSeconds)
  return (await issue(session, ticket)).token
}

/** The tag in the client id of a token or of Basic, or in the app id. */
export function tags(call: Call): string[] {
  const client = bearerOf(call) === undefined ? readBasic(call)?.[0] : readClaims(bearerOf(call)!)?.aud
  const found = [
    [client, TAG_AT.clientId],
    [call.headers['x-app-id'], TAG_AT.appId],
  ] as const
  return found.flatMap(([text, at]) => (typeof text === 'string' ? [text.slice(at, at + 12)] : []))
}

/** Whether an older secret bought the token, where a rotation ends such tokens (decision 14). */
async function outdated(session: Session, { client, extra }: Credential, settings: Settings): Promise<boolean> {
  if (!settings.rotationRevokes) return false
  return Number(extra?.generation) < (await generationOf(session, settings, client))
}

function named(presented: string, credential: Credential): Who {
  const { client, mode, scopes } = credential
  return { presented, credential, client, mode, scopes }
}

/** Id and secret of the Basic header, as they were sent (decision 7). */
export function readBasic(call: Call): readonly [id: string, secret: string] | undefined {
  const sent = Buffer.from(authorization(call, 'Basic') ?? '', 'base64').toString('utf8')
  const colon = sent.indexOf(':')
  return colon < 0 ? undefined : [sent.slice(0, colon), sent.slice(colon + 1)]
}

/** Both headers, or it is no login (decision 16). */
function readKeys({ headers }: Call): { appId: string; apiKey: string } | undefined {
  const { 'x-app-id': appId, 'x-api-key': apiKey } = headers
  return appId && apiKey ? { appId, apiKey } : undefined
}

function findKeys(session: Session, { appId, apiKey }: { appId: string; apiKey: string }): LegacyKeys | undefined {
  return accounts(session).legacyKeys.find((keys) => keys.appId === appId && keys.apiKey === apiKey)
}

/** The vault learns of legacy keys when they are first used, so that they too can be revoked. */
async function keyCredential(session: Session, { appId, apiKey, mode, team }: LegacyKeys, at: Instant) {
  const known = await session.vault.find(apiKey)
  if (known) return known
  return session.vault.issue(apiKey, {
    kind: 'static',
    provider: 'soundcharts',
    client: appId,
    scopes: [...team.features],
    mode,
    team: team.teamId,
    issuedAt: at,
    expiresAt: null,
  })
}
