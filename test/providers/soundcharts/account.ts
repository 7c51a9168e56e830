/** A Soundcharts account to test with: a session on a frozen clock, its credentials, and calls in its name. */

import type { SessionOptions } from '../../../src/core/session.ts'
import { accounts, secretOf } from '../../../src/providers/soundcharts/data.ts'
import { soundcharts } from '../../../src/providers/soundcharts/index.ts'
import { type Request, stand } from '../../support.ts'

export const BILLIE = '11e81bcc-9c1c-ce38-b96b-a0369fe50396'
export const TONES = 'ca22091a-3c00-11e9-974f-549f35141000'
export const NOBODY = '00000000-0000-4000-8000-000000000000'
export const SANDBOX = { 'x-app-id': 'soundcharts', 'x-api-key': 'soundcharts' }

/** The places of the demo clients. */
export const [ONE_TEAM, SEVERAL_TEAMS, NO_SERIES, SMALL_QUOTA] = [0, 1, 2, 3] as const

export interface Client {
  readonly clientId: string
  readonly clientSecret: string
  readonly teams: readonly { readonly teamId: string; readonly name: string }[]
}

export function account(settings: Record<string, unknown> = {}, options: SessionOptions = {}) {
  const { session, call } = stand(soundcharts, { ...options, settings: { soundcharts: settings as never } })
  const { clients: known, legacyKeys } = accounts(session)
  const generation = (settings.secretGeneration as number | undefined) ?? 1
  const clients: Client[] = known.map((each, i) => ({ ...each, clientSecret: secretOf(session, i, generation) }))
  const basic = (at: number = ONE_TEAM) => basicOf(clients[at]!.clientId, clients[at]!.clientSecret)
  const ask = (at: number, form: Record<string, string> = {}, request: Request = {}) =>
    call('POST /oauth/token', {
      form: { grant_type: 'client_credentials', ...form },
      ...request,
      headers: { ...basic(at), ...request.headers },
    })
  const token = async (at: number = ONE_TEAM, form: Record<string, string> = {}): Promise<string> =>
    (await ask(at, form)).json.access_token
  const keys = { 'x-app-id': legacyKeys[0]!.appId, 'x-api-key': legacyKeys[0]!.apiKey }
  return { session, call, clients, basic, ask, token, keys }
}

export function basicOf(id: string, secret: string) {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

/** An error of the API. */
export function refusal(code: number, message: string, key = code === 400 ? 'argument' : 'access') {
  return { errors: [{ key, code, message }] }
}
