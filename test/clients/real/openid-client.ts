import * as client from 'openid-client'
import type { RealClient } from './client.ts'
import type { Place } from './place.ts'
import { takeInHand, worker } from './program.ts'

export const openidClient: RealClient = {
  packages: ['openid-client'],
  shown: 'README, "Authorization Code Flow" and "Client Credentials Grant"; `refreshTokenGrant` of its API reference',
  left: 'when to refresh',
  at: ['hoopai', 'soundcharts', 'hoopr'],
  async start(place) {
    const config = configure(place)
    const hand = await takeInHand((refreshToken) => {
      if (refreshToken) return client.refreshTokenGrant(config, refreshToken)
      return place.consent ? authorize(config, place.consent) : client.clientCredentialsGrant(config)
    })
    return worker(place, hand, ({ method, url, headers, body }, access) =>
      client.fetchProtectedResource(config, access, new URL(url), method, body, new Headers(headers)),
    )
  },
}

/** README has `discovery`, which none of the providers offers, so their metadata are written down. */
function configure({ token, consent, clientId, clientSecret, by }: Place): client.Configuration {
  const server = {
    issuer: new URL(token).origin,
    token_endpoint: token,
    ...(consent ? { authorization_endpoint: consent.authorize } : {}),
  }
  const auth = by === 'basic' ? client.ClientSecretBasic(clientSecret) : client.ClientSecretPost(clientSecret)
  const config = new client.Configuration(server, clientId, clientSecret, auth)
  client.allowInsecureRequests(config)
  return config
}

/** README, "Authorization Code Flow", with its PKCE and state. */
async function authorize(config: client.Configuration, consent: NonNullable<Place['consent']>) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: consent.redirectUri,
    scope: consent.scope,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  })
  return client.authorizationCodeGrant(config, await consent.ask(url), { pkceCodeVerifier, expectedState })
}
