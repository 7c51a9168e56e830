import { randomUUID } from 'node:crypto'
import { type AccessToken, AuthorizationCode, ClientCredentials } from 'simple-oauth2'
import type { RealClient } from './client.ts'
import type { Place } from './place.ts'
import { takeInHand, worker } from './program.ts'

/** README, "Refresh an access token". */
const EXPIRATION_WINDOW_IN_SECONDS = 300

export const simpleOauth2: RealClient = {
  packages: ['simple-oauth2'],
  shown: 'README, "Authorization Code Grant", "Client Credentials Grant" and "Refresh an access token"',
  left: 'the call itself, made by `fetch`, and what to do on a 401',
  at: ['hoopai', 'soundcharts', 'hoopr'],
  async start(place) {
    const get = await grantOf(place)
    let accessToken: AccessToken
    const hand = await takeInHand(async (refreshToken) => {
      accessToken = refreshToken ? await accessToken.refresh() : await get()
      return accessToken.token as { access_token: string; refresh_token?: string }
    })
    return worker(place, hand, async ({ url, headers, ...request }) => {
      if (accessToken.expired(EXPIRATION_WINDOW_IN_SECONDS)) await hand.renew()
      return fetch(url, { ...request, headers: { ...headers, authorization: `Bearer ${hand.access()}` } })
    })
  },
}

async function grantOf(place: Place): Promise<() => Promise<AccessToken>> {
  const { clientId: id, clientSecret: secret, consent, by, form } = place
  const { origin: tokenHost, pathname: tokenPath } = new URL(place.token)
  const config = {
    client: { id, secret },
    auth: { tokenHost, tokenPath },
    options: { authorizationMethod: by === 'basic' ? 'header' : 'body', bodyFormat: form },
  } as const
  if (!consent) {
    const client = new ClientCredentials(config)
    return () => client.getToken({})
  }
  const { pathname: authorizePath } = new URL(consent.authorize)
  const client = new AuthorizationCode({ ...config, auth: { ...config.auth, authorizePath } })
  const { redirectUri: redirect_uri, scope } = consent
  return async () => {
    const state = randomUUID()
    const callback = await consent.ask(new URL(client.authorizeURL({ redirect_uri, scope, state })))
    if (callback.searchParams.get('state') !== state) throw new Error('the callback is not for this state')
    return client.getToken({ code: callback.searchParams.get('code')!, redirect_uri, scope })
  }
}
