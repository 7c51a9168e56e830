/** Tokens' times against the `Date` header, as a client sees them over HTTP. */

import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { type SessionHandle, startEmulator } from '../../src/index.ts'

const START = '2026-01-01T00:00:00Z'

type Asking = (session: SessionHandle) => Promise<Response>

/** A request for a first token at each provider. */
const ASK: Readonly<Record<'hoopr' | 'hoopai' | 'soundcharts', Asking>> = {
  hoopr: ({ url, env: { HOOPR_CLIENT_ID: client_id, HOOPR_CLIENT_SECRET: client_secret } }) =>
    fetch(`${url('hoopr')}/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret }),
    }),
  async hoopai({ url, env, consent }) {
    const [clientId, redirectUri] = [env.HOOPAI_CLIENT_ID!, env.HOOPAI_REDIRECT_URI!]
    const locationId = env.HOOPAI_LOCATION_ID!
    const { redirectTo } = await consent({ clientId, redirectUri, scope: 'contacts.readonly', locationId })
    const code = new URL(redirectTo!).searchParams.get('code')!
    const app = { client_id: clientId, client_secret: env.HOOPAI_CLIENT_SECRET! }
    const body = new URLSearchParams({ ...app, grant_type: 'authorization_code', code })
    return fetch(`${url('hoopai')}/oauth/token`, { method: 'POST', body })
  },
  soundcharts: ({ url, env }) =>
    fetch(`${url('soundcharts')}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${env.SOUNDCHARTS_CLIENT_ID}:${env.SOUNDCHARTS_CLIENT_SECRET}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    }),
}

test.each([
  ['hoopr', '5m', -300],
  ['hoopr', '-5m', 300],
  ['hoopai', '5m', -300],
  ['soundcharts', '5m', -300],
] as const)('a token of %s under {skew: %s} is dated %i s from the Date header', async (provider, skew, seconds) => {
  const rules = [{ provider, call: 'POST /**/token', do: { skew } }]
  await using emulator = await startEmulator({ clock: START, scenario: { rules } })
  const answer = await ASK[provider](emulator.default)
  const { data, ...bare } = JSON.parse(await answer.text())
  const { access_token, expires_in } = data ?? bare
  const { iat, exp } = decodeJwt(access_token)
  const date = Date.parse(answer.headers.get('date')!)
  expect(date).toBe(Date.parse(START))
  expect([iat! - date / 1000, exp! - iat!]).toEqual([seconds, expires_in])
})
