/** Soundcharts' token service (client credentials behind Basic) and the two ways to authorize a call. Source: seed. */

import querystring from 'node:querystring'
import { type Instant, SECOND } from '../../core/clock.ts'
import { ApiError, assert } from '../../core/errors.ts'
import { authorization, type Call, form, mediaType } from '../../core/http.ts'
import { readClaims } from '../../core/jwt.ts'
import { type Context, type Handler, json, type MintRequest, type Who } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import type { Credential } from '../../core/vault.ts'
import { type ApiClient, accounts, type LegacyKeys, TAG_AT, type Team } from './data.ts'
import type { Settings } from './index.ts'
import { drawTicket, issue, liveOr, readSwept } from './oauth/tickets.ts'
import { scopes } from './scopes.ts'

export const TOKEN_PATH = '/oauth/token'

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
export async function identify({ call, session }: Context): Promise<Who> {
  if (onTokenHost(call)) return { client: readBasic(call)?.[0], grant: form(call).get('grant_type') ?? undefined }
  const bearer = bearerOf(call)
  if (bearer !== undefined) {
    const known = (await session.vault.find(bearer)) ?? readSwept(session, bearer, call.at)
    return known?.kind === 'access' ? named(bearer, known) : { presented: bearer }
  }
  const sent = readKeys(call)
  if (!sent) return {}
  const keys = findKeys(session, sent)
  return keys
    ? named(sent.apiKey, await keyCredential(session, keys, call.at))
    : { presented: sent.apiKey, client: sent.appId }
}

/** POST /oauth/token. The order of its checks is section 3.4 of the fact sheet; method and budget come before. */
export const issueToken: Handler = async (context) => {
  const { call, session } = context
  const settings = context.settings as Settings
  const client = authenticateClient(context)
  assert(mediaType(call) === 'application/x-www-form-urlencoded', 'invalid_request')
  const fields = form(call)
  const repeated = ['grant_type', 'team_id'].find((name) => fields.getAll(name).length > 1)
  assert(!repeated, 'invalid_request', `The ${repeated} parameter is repeated.`)
  const grant = fields.get('grant_type')
  assert(grant?.trim(), 'invalid_request')
  assert(grant === 'client_credentials', 'unsupported_grant_type')
  const team = chooseTeam(client, fields.get('team_id'), settings)
  assert(team, 'access_denied')
  const mode = settings.sandboxClient === client.clientId ? 'sandbox' : 'production'
  const fresh = await drawTicket(session, call.at, client, team, mode, team.features, settings.accessTokenSeconds)
  const { token, credential } = await issue(session, settings.reuseLiveToken ? await liveOr(session, fresh) : fresh)
  return json({
    access_token: token,
    token_type: 'bearer',
    expires_in: Math.floor((credential.expiresAt! - call.at) / SECOND),
    refresh_token: null,
  })
}

/** With a valid token, legacy keys are not looked at, unless the switch says so (section 4.2). */
export function admit({ call, session, settings }: Context): void {
  if (!(settings as Settings).wrongKeysRefused) return
  const keys = readKeys(call)
  assert(!keys || findKeys(session, keys), 'invalid_token')
}

/** Mints for the admin API, for the client's default team. */
export async function mint(session: Session, at: Instant, request: MintRequest, life: number): Promise<string> {
  const { clients } = accounts(session)
  const { client: id = clients[0]!.clientId, mode = 'production', expiresInSeconds = life } = request
  const client = clients.find(({ clientId }) => clientId === id)
  if (!client)
    throw new ApiError('invalid_request', `no client ${id}`, { known: clients.map(({ clientId }) => clientId) })
  if (mode !== 'production' && mode !== 'sandbox')
    throw new ApiError('invalid_request', `no mode ${mode}`, { known: ['production', 'sandbox'] })
  const [team] = client.teams
  const wanted = request.scopes ?? team!.features
  const odd = wanted.find((scope) => !(scope in scopes))
  if (odd !== undefined) throw new ApiError('invalid_request', `no scope ${odd}`, { known: Object.keys(scopes) })
  const ticket = await drawTicket(session, at, client, team!, mode, wanted, expiresInSeconds)
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

function named(presented: string, credential: Credential): Who {
  const { client, mode, scopes } = credential
  return { presented, credential, client, mode, scopes }
}

/** Id and secret of the Basic header, as they were sent (decision 7). */
function readBasic(call: Call): readonly [id: string, secret: string] | undefined {
  const sent = Buffer.from(authorization(call, 'Basic') ?? '', 'base64').toString('utf8')
  const colon = sent.indexOf(':')
  return colon < 0 ? undefined : [sent.slice(0, colon), sent.slice(colon + 1)]
}

function authenticateClient({ call, session, settings }: Context): ApiClient {
  const sent = readBasic(call)
  assert(sent, 'invalid_client')
  const find = (id: string, secret: string) =>
    accounts(session).clients.find((each) => each.clientId === id && each.clientSecret === secret)
  const decoded = (text: string) => querystring.unescape(text.replaceAll('+', ' '))
  const client =
    find(...sent) ?? ((settings as Settings).basicFormDecoding ? find(decoded(sent[0]), decoded(sent[1])) : undefined)
  assert(client, 'invalid_client')
  return client
}

/** By identifier, or by name whatever its case (decision 13); the default team when none is named, or a blank (decision 12). */
function chooseTeam({ teams }: ApiClient, wanted: string | null, { requireTeam }: Settings): Team | undefined {
  if (!wanted?.trim()) return requireTeam && teams.length > 1 ? undefined : teams[0]
  const name = wanted.toLowerCase()
  return teams.find(({ teamId }) => teamId === wanted) ?? teams.find((team) => team.name.toLowerCase() === name)
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
