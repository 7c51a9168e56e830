/** A pair of small clients for one rule: one breaks it and no other, one does the same work and breaks none. */

import type { SessionOptions } from '../../../src/core/session.ts'
import type { ScenarioText } from '../../../src/scenario/written.ts'
import type { Any, court } from '../court.ts'

export type Stand = Awaited<ReturnType<typeof court>>

export interface Case {
  readonly rule: string
  readonly provider: 'hoopr' | 'hoopai' | 'soundcharts'
  readonly scenario?: ScenarioText
  readonly settings?: SessionOptions['settings']
  /** Whether the clock runs. It is moved by hand all the same: nobody sleeps. */
  readonly running?: boolean
  bad(stand: Stand): Promise<unknown>
  good(stand: Stand): Promise<unknown>
}

/** The same rule for several providers. */
export function forEach(providers: readonly Case['provider'][], each: Omit<Case, 'provider'>): Case[] {
  return providers.map((provider) => ({ provider, ...each }))
}

/** What every provider's client needs: a token, and a read with it. */
export interface Client {
  readonly token: string
  readonly headers: Readonly<Record<string, string>>
  /** `GET` and a path that any account can read. */
  readonly readable: string
  readonly locationId: string
  read(target?: string, more?: Any): Promise<Any>
}

/** Takes one token as the provider's documentation shows. HoopAI's asks for these scopes alone. */
export async function login(stand: Stand, scopes: readonly string[] = ['contacts.readonly']): Promise<Client> {
  const { card, call, credentials, session } = stand
  if (card.name === 'hoopr') {
    const { clientId, secrets } = credentials.clients[0]
    const json = { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test }
    const token = (await call('POST /v1/auth/token', { json })).json.data.access_token
    return client(stand, token, 'GET /v1/tracks?pageSize=1')
  }
  if (card.name === 'soundcharts') {
    const { clientId, clientSecret } = credentials.clients[0]
    const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
    const answer = await call('POST /oauth/token', { form: { grant_type: 'client_credentials' }, headers })
    return client(stand, answer.json.access_token, 'GET /api/v2/referential/platforms')
  }
  const { clientId, clientSecret, redirectUris } = credentials.apps[0]
  const { locationId } = credentials.locations[0]
  const request = { clientId, redirectUri: redirectUris[0], scope: scopes.join(' '), state: 'state-1', locationId }
  const { redirectTo } = await card.consent!(session, session.clock.now(), request)
  const code = new URL(redirectTo!).searchParams.get('code')!
  const app = { client_id: clientId, client_secret: clientSecret }
  const { json } = await call('POST /oauth/token', { form: { ...app, grant_type: 'authorization_code', code } })
  return client(stand, json.access_token, `GET /contacts/?locationId=${locationId}&limit=1`, locationId)
}

function client({ card, call }: Stand, token: string, readable: string, locationId = ''): Client {
  const headers = card.name === 'hoopai' ? { version: '2021-07-28' } : {}
  const read = (target = readable, more: Any = {}) =>
    call(target, { token, ...more, headers: { ...headers, ...more.headers } })
  return { token, headers, readable, locationId, read }
}

/** Time passes on the session's clock. */
export function wait({ session }: Stand, ms: number) {
  return session.agenda.advance(ms)
}
