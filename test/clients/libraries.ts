/** Two OAuth libraries behind one set of verbs, each used as its own documentation says. */

import * as oauth4webapi from 'oauth4webapi'
import * as openidClient from 'openid-client'
import type { Fetch } from './forms.ts'

/** An authorization server and a client of it. */
export interface Registration {
  readonly authorize?: string
  readonly token: string
  readonly clientId: string
  readonly clientSecret: string
  /** How the client authenticates. */
  readonly by: 'post' | 'basic'
  /** What reaches the network in place of `fetch`. */
  readonly form?: Fetch | undefined
}

export interface Tokens {
  readonly access_token: string
  readonly token_type: string
  readonly expires_in?: number | undefined
  readonly refresh_token?: string | undefined
  readonly scope?: string | undefined
}

export interface Client {
  authorizationUrl(parameters: { redirect_uri: string; scope: string; state: string }): URL
  /** Checks the state of the callback, then exchanges its code. */
  exchange(callback: URL, state: string): Promise<Tokens>
  refresh(refreshToken: string): Promise<Tokens>
  clientCredentials(parameters?: Record<string, string>): Promise<Tokens>
  call(accessToken: string, url: string, headers?: Record<string, string>): Promise<Response>
}

export const libraries = { 'openid-client': useOpenidClient, oauth4webapi: useOauth4webapi } as const

function useOpenidClient({ clientId, clientSecret, by, form, ...server }: Registration): Client {
  const { ClientSecretBasic, ClientSecretPost } = openidClient
  const auth = by === 'basic' ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret)
  const config = new openidClient.Configuration(metadata(server), clientId, undefined, auth)
  openidClient.allowInsecureRequests(config)
  if (form) config[openidClient.customFetch] = form
  return {
    authorizationUrl: (parameters) => openidClient.buildAuthorizationUrl(config, parameters),
    exchange: (callback, expectedState) => openidClient.authorizationCodeGrant(config, callback, { expectedState }),
    refresh: (token) => openidClient.refreshTokenGrant(config, token),
    clientCredentials: (parameters) => openidClient.clientCredentialsGrant(config, parameters),
    call: (token, url, headers) =>
      openidClient.fetchProtectedResource(config, token, new URL(url), 'GET', null, new Headers(headers)),
  }
}

function useOauth4webapi({ clientId, clientSecret, by, form, ...rest }: Registration): Client {
  const server = metadata(rest)
  const client = { client_id: clientId }
  const { ClientSecretBasic, ClientSecretPost } = oauth4webapi
  const auth = by === 'basic' ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret)
  const options = { [oauth4webapi.allowInsecureRequests]: true, ...(form ? { [oauth4webapi.customFetch]: form } : {}) }
  return {
    authorizationUrl(parameters) {
      const url = new URL(server.authorization_endpoint!)
      url.search = new URLSearchParams({ ...parameters, client_id: clientId, response_type: 'code' }).toString()
      return url
    },
    async exchange(callback, state) {
      const parameters = oauth4webapi.validateAuthResponse(server, client, callback, state)
      const response = await oauth4webapi.authorizationCodeGrantRequest(
        server,
        client,
        auth,
        parameters,
        callback.origin + callback.pathname,
        oauth4webapi.nopkce,
        options,
      )
      return oauth4webapi.processAuthorizationCodeResponse(server, client, response)
    },
    async refresh(token) {
      const response = await oauth4webapi.refreshTokenGrantRequest(server, client, auth, token, options)
      return oauth4webapi.processRefreshTokenResponse(server, client, response)
    },
    async clientCredentials(parameters = {}) {
      const response = await oauth4webapi.clientCredentialsGrantRequest(server, client, auth, parameters, options)
      return oauth4webapi.processClientCredentialsResponse(server, client, response)
    },
    call: (token, url, headers) =>
      oauth4webapi.protectedResourceRequest(token, 'GET', new URL(url), new Headers(headers), null, options),
  }
}

/** None of the providers publishes metadata, so a client writes it down. The issuer is a name that nothing checks. */
function metadata({ authorize, token }: Pick<Registration, 'authorize' | 'token'>) {
  return {
    issuer: new URL(token).origin,
    token_endpoint: token,
    ...(authorize === undefined ? {} : { authorization_endpoint: authorize }),
  }
}
