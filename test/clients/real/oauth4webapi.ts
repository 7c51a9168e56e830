import * as oauth from 'oauth4webapi'
import type { RealClient } from './client.ts'
import type { Place } from './place.ts'
import { takeInHand, worker } from './program.ts'

const options = { [oauth.allowInsecureRequests]: true }

export const oauth4webapi: RealClient = {
  packages: ['oauth4webapi'],
  shown: 'README, "Examples": `oauth.ts`, `client_credentials.ts` and `refresh_token.ts`',
  left: 'when to refresh',
  at: ['hoopai', 'soundcharts', 'hoopr'],
  async start(place) {
    const { as, client, auth } = register(place)
    const hand = await takeInHand(async (refreshToken) => {
      if (refreshToken) {
        const response = await oauth.refreshTokenGrantRequest(as, client, auth, refreshToken, options)
        return oauth.processRefreshTokenResponse(as, client, response)
      }
      if (place.consent) return authorize({ as, client, auth }, place.consent)
      const response = await oauth.clientCredentialsGrantRequest(as, client, auth, new URLSearchParams(), options)
      return oauth.processClientCredentialsResponse(as, client, response)
    })
    return worker(place, hand, ({ method, url, headers, body }, access) =>
      oauth.protectedResourceRequest(access, method, new URL(url), new Headers(headers), body, options),
    )
  },
}

type Registration = ReturnType<typeof register>

/** The examples have discovery, which none of the providers offers, so their metadata are written down. */
function register({ token, consent, clientId, clientSecret, by }: Place) {
  const as: oauth.AuthorizationServer = {
    issuer: new URL(token).origin,
    token_endpoint: token,
    ...(consent ? { authorization_endpoint: consent.authorize } : {}),
  }
  const client: oauth.Client = { client_id: clientId }
  const auth = by === 'basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret)
  return { as, client, auth }
}

/** `examples/oauth.ts`, with its PKCE and state. */
async function authorize({ as, client, auth }: Registration, { redirectUri, scope, ask }: Consent) {
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const url = new URL(as.authorization_endpoint!)
  url.searchParams.set('client_id', client.client_id)
  url.searchParams.set('redirect_uri', redirectUri)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('scope', scope)
  url.searchParams.set('code_challenge', await oauth.calculatePKCECodeChallenge(verifier))
  url.searchParams.set('code_challenge_method', 'S256')
  url.searchParams.set('state', state)
  const params = oauth.validateAuthResponse(as, client, await ask(url), state)
  const response = await oauth.authorizationCodeGrantRequest(as, client, auth, params, redirectUri, verifier, options)
  return oauth.processAuthorizationCodeResponse(as, client, response)
}
type Consent = NonNullable<Place['consent']>
