/** Where a client is put to work: a provider of a session, and what its documentation tells a developer. */

import type { SessionHandle } from '../../../src/index.ts'

export interface Place {
  readonly provider: 'hoopr' | 'hoopai' | 'soundcharts'
  readonly clientId: string
  readonly clientSecret: string
  /** Address of the token endpoint. */
  readonly token: string
  /** How a client authenticates there, and in what form it asks. */
  readonly by: 'post' | 'basic'
  readonly form: 'form' | 'json'
  /** Where a person consents, if anybody needs to. */
  readonly consent?: Consent
  readRequest(n: number): Request
  readonly writeRequest?: Request
}

export interface Consent {
  readonly authorize: string
  readonly redirectUri: string
  readonly scope: string
  readonly locationId: string
  /** Sends the person there, who agrees. Answers the address that the browser is sent back to. */
  ask(url: URL): Promise<URL>
}

export interface Request {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** @param scope what the person is asked for, where anybody is */
export function placeIn(session: SessionHandle, provider: Place['provider'], scope: string): Place {
  return PLACES[provider](session, scope)
}

const PLACES = { hoopr, hoopai, soundcharts }

function hoopr({ credentials }: SessionHandle): Place {
  const { baseUrl, clients } = credentials.hoopr
  const { clientId, secrets } = clients[0]!
  return {
    provider: 'hoopr',
    clientId,
    clientSecret: secrets.test,
    token: `${baseUrl}/v1/auth/token`,
    by: 'post',
    form: 'json',
    readRequest: (n) => ({ method: 'GET', url: `${baseUrl}/v1/tracks?pageSize=${n}`, headers: {} }),
  }
}

function soundcharts({ credentials }: SessionHandle): Place {
  const { authUrl, baseUrl, clients } = credentials.soundcharts
  const { clientId, clientSecret } = clients[0]!
  return {
    provider: 'soundcharts',
    clientId,
    clientSecret,
    token: `${authUrl}/oauth/token`,
    by: 'basic',
    form: 'form',
    readRequest: (n) => ({ method: 'GET', url: `${baseUrl}/api/v2/referential/platforms?limit=${n}`, headers: {} }),
  }
}

function hoopai(session: SessionHandle, scope: string): Place {
  const { baseUrl, marketplaceUrl, apps, locations } = session.credentials.hoopai
  const { clientId, clientSecret, redirectUris } = apps[0]!
  const { locationId } = locations[0]!
  const headers = { version: '2021-07-28' }
  return {
    provider: 'hoopai',
    clientId,
    clientSecret,
    token: `${baseUrl}/oauth/token`,
    by: 'post',
    form: 'form',
    consent: {
      authorize: `${marketplaceUrl}/oauth/chooselocation`,
      redirectUri: redirectUris[0]!,
      scope,
      locationId,
      async ask({ searchParams }) {
        const asked = (name: string) => searchParams.get(name) ?? ''
        const { redirectTo } = await session.consent({
          clientId: asked('client_id'),
          redirectUri: asked('redirect_uri'),
          scope: asked('scope'),
          state: asked('state'),
          locationId,
        })
        return new URL(redirectTo!)
      },
    },
    readRequest: (n) => ({ method: 'GET', url: `${baseUrl}/contacts/?locationId=${locationId}&limit=${n}`, headers }),
    writeRequest: {
      method: 'POST',
      url: `${baseUrl}/contacts/`,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ locationId, name: 'Ada Lovelace', email: 'ada@example.com' }),
    },
  }
}
