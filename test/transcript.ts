/** The same calls at every provider, as text: what must be equal in every process. Run by itself it prints it. */

import { pathToFileURL } from 'node:url'
import type { Provider } from '../src/core/provider.ts'
import { providers } from '../src/providers/index.ts'
import { type Request, stand } from './support.ts'

/** Calls whose answers hold drawn bytes: tokens, ids, traces. `$token` stands for a minted token. */
export async function callsOf(provider: Provider, base = ''): Promise<[string, Request][]> {
  const { session } = stand(provider)
  const env = await provider.env(session, base)
  const basic = Buffer.from(`${env.SOUNDCHARTS_CLIENT_ID}:${env.SOUNDCHARTS_CLIENT_SECRET}`).toString('base64')
  const grant = (secret: string | undefined) => ({
    grant_type: 'client_credentials',
    client_id: env.HOOPR_CLIENT_ID,
    client_secret: secret,
  })
  const version = { version: '2021-07-28' }
  const contact = (email: string) => ({ locationId: env.HOOPAI_LOCATION_ID, email, firstName: 'Ada' })
  const calls: Record<string, [string, Request][]> = {
    hoopr: [
      ['POST /v1/auth/token', { json: grant(env.HOOPR_CLIENT_SECRET) }],
      ['POST /v1/auth/token', { json: grant(env.HOOPR_LIVE_CLIENT_SECRET) }],
      ['GET /v1/tracks?pageSize=3', { token: '$token' }],
      ['POST /v1/search', { token: '$token', json: { query: 'a', pageSize: 2 } }],
    ],
    hoopai: [
      ['GET /contacts/?limit=2', { token: '$token', headers: version }],
      ['GET /contacts/?limit=3', { token: '$token', headers: version }],
      ['POST /contacts/', { token: '$token', headers: version, json: contact('a@example.com') }],
      ['POST /contacts/', { token: '$token', headers: version, json: contact('b@example.com') }],
      ['POST /oauth/token', { form: { grant_type: 'nonsense' } }],
    ],
    soundcharts: [
      [
        'POST /oauth/token',
        { form: { grant_type: 'client_credentials' }, headers: { authorization: `Basic ${basic}` } },
      ],
      ['GET /api/v2/referential/platforms', { token: '$token' }],
      ['GET /api/v2/artist/search/a?limit=2', { token: '$token' }],
    ],
  }
  return calls[provider.name]!
}

/** Plays `calls` in this order in a session of its own; answers the text of each answer, by call. */
export async function play(provider: Provider, calls: [string, Request][], seed = 42): Promise<string[]> {
  const { session, call } = stand(provider, { seed })
  const token = await provider.mint(session, session.clock.now(), {})
  const texts = []
  for (const [target, request] of calls) {
    const answer = await call(target, { ...request, ...(request.token ? { token } : {}) })
    texts.push(`${answer.status} ${answer.text}`)
  }
  return [token, ...texts]
}

/** The whole transcript. */
export async function transcript(): Promise<string> {
  const played = await Promise.all(providers.map(async (provider) => play(provider, await callsOf(provider))))
  return JSON.stringify(played, null, 1)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.stdout.write(await transcript())
