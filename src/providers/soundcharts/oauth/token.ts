/** The token endpoint: client credentials behind Basic. Source: seed; section 3 of the fact sheet. */

import querystring from 'node:querystring'
import { SECOND } from '../../../core/clock.ts'
import { ApiError, assert } from '../../../core/errors.ts'
import type { Parameter } from '../../../core/facts.ts'
import { form, mediaType } from '../../../core/http.ts'
import { type Context, type Handler, json, type Route } from '../../../core/provider.ts'
import type { Settings } from '../data/settings.ts'
import { type ApiClient, type Client, clientOf, type Team, TOKEN_PATH } from '../data.ts'
import { readBasic } from '../oauth.ts'
import { drawTicket, issue, liveOr } from './tickets.ts'

const MEDIA_TYPE = 'application/x-www-form-urlencoded'
export const GRANTS = ['client_credentials']

/** The fields of the form; others are ignored. */
const FIELDS: readonly Parameter[] = [
  { in: 'body', name: 'grant_type', required: true, schema: { type: 'string', enum: GRANTS }, source: 'seed' },
  {
    in: 'body',
    name: 'team_id',
    schema: { type: 'string' },
    about: 'name or identifier of a team; a blank one counts as left out, and the default team is taken then',
    source: 'seed; observed; assumed 12, 13',
    switch: 'requireTeam',
  },
]
const BASIC: Parameter = {
  in: 'header',
  name: 'Authorization',
  required: true,
  schema: { type: 'string', pattern: '^[Bb][Aa][Ss][Ii][Cc] .+$' },
  about: 'Basic, with client id and secret as they are',
  source: 'seed; assumed 7',
  switch: 'basicFormDecoding',
}

const issueToken: Handler = async (context) => {
  const { call, session, staged } = context
  const settings = context.settings as Settings
  const client = await authenticateClient(context)
  assert(mediaType(call) === MEDIA_TYPE, 'invalid_request')
  const fields = form(call)
  const repeated = FIELDS.find(({ name }) => fields.getAll(name).length > 1)
  assert(!repeated, 'invalid_request', `The ${repeated?.name} parameter is repeated.`)
  const grant = fields.get('grant_type')
  assert(grant?.trim(), 'invalid_request')
  assert(GRANTS.includes(grant!), 'unsupported_grant_type')
  const team = chooseTeam(client, fields.get('team_id'), settings)
  assert(team, 'access_denied')
  const mode = settings.sandboxClient === client.clientId ? 'sandbox' : 'production'
  const issuedAt = call.at - (staged?.skewMs ?? 0)
  const fresh = await drawTicket(session, settings, issuedAt, client, team, mode, staged?.scopes ?? team.features)
  const { token, credential } = await issue(session, settings.reuseLiveToken ? await liveOr(session, fresh) : fresh)
  return json({
    access_token: token,
    token_type: 'bearer',
    // As its issuer's clock has it.
    expires_in: Math.floor((credential.expiresAt! - issuedAt) / SECOND),
    refresh_token: null,
  })
}

/** The order of its checks is section 3.4 of the fact sheet; method and budget come before. */
const tokenRoute: Route = {
  name: 'oauth.token',
  method: 'POST',
  path: TOKEN_PATH,
  about: 'the client credentials grant: a form in, a token out',
  takes: 'none',
  issues: true,
  spends: ['token'],
  source: 'seed',
  parameters: [BASIC, ...FIELDS],
  reads: MEDIA_TYPE,
  success: {
    about: 'the token, and how many seconds it has left',
    schema: {
      type: 'object',
      properties: {
        access_token: { type: 'string' },
        token_type: { const: 'bearer' },
        expires_in: { type: 'integer' },
        refresh_token: { type: 'null' },
      },
      required: ['access_token', 'token_type', 'expires_in', 'refresh_token'],
      additionalProperties: false,
    },
  },
  refuses: [
    'invalid_client',
    'invalid_request',
    'unsupported_grant_type',
    'access_denied',
    'rate_limited',
    'unavailable',
  ],
  handle: issueToken,
}

export const oauthRoutes: readonly Route[] = [
  tokenRoute,
  closed('oauth.token-methods', TOKEN_PATH, 'seed', new ApiError('method_not_allowed')),
  // The token service has no revocation, introspection or discovery; its paths know no credential of the API.
  closed('oauth.unknown', '/oauth/*', 'assumed 3.6', new ApiError('unknown_route')),
  closed('oauth.discovery', '/.well-known/*', 'assumed 3.6', new ApiError('unknown_route')),
]

/** A path that refuses every call at once. */
function closed(name: string, path: string, source: string, error: ApiError): Route {
  return {
    name,
    method: '*',
    path,
    takes: 'none',
    spends: [],
    source,
    refuses: [error.code],
    handle: () => {
      throw error
    },
  }
}

async function authenticateClient({ call, session, settings }: Context): Promise<Client> {
  const sent = readBasic(call)
  assert(sent, 'invalid_client')
  const find = async (id: string, secret: string) => {
    const client = await clientOf(session, settings, id)
    return client?.clientSecret === secret ? client : undefined
  }
  const decoded = (text: string) => querystring.unescape(text.replaceAll('+', ' '))
  const { basicFormDecoding } = settings as Settings
  const client =
    (await find(...sent)) ?? (basicFormDecoding ? await find(decoded(sent[0]), decoded(sent[1])) : undefined)
  assert(client, 'invalid_client')
  return client
}

/** By identifier, or by name whatever its case (decision 13); the default team when none is named, or a blank (decision 12). */
export function chooseTeam({ teams }: ApiClient, wanted: string | null, { requireTeam }: Settings): Team | undefined {
  if (!wanted?.trim()) return requireTeam && teams.length > 1 ? undefined : teams[0]
  const name = wanted.toLowerCase()
  return teams.find(({ teamId }) => teamId === wanted) ?? teams.find((team) => team.name.toLowerCase() === name)
}
