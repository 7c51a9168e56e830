/** Whose credentials are whose, and the switches that widen answers. */

import { describe, expect, test } from 'vitest'
import type { Call } from '../../../src/core/http.ts'
import { Session } from '../../../src/core/session.ts'
import { Sessions } from '../../../src/core/sessions.ts'
import { hoopr } from '../../../src/providers/hoopr/index.ts'
import { START, stand } from '../../support.ts'
import { FIRST, grant, INACTIVE, SECOND, secretOf } from './demo.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any
const NOTHING: Call = {
  method: 'GET',
  path: '/v1/tracks',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  at: START,
  base: '',
  address: '',
}
const tokenCall = (json: object): Call => ({
  ...NOTHING,
  method: 'POST',
  path: '/v1/auth/token',
  body: Buffer.from(JSON.stringify(json)),
})

describe('credentials', () => {
  const base = 'http://localhost/hoopr'

  test('of the demo account are constants in their documented shape', async () => {
    const client = (clientId: string, scopes: string[], active: boolean) => ({
      clientId,
      secrets: { test: secretOf(clientId), live: secretOf(clientId, 'live') },
      scopes,
      active,
    })
    expect(await hoopr.credentials(new Session({ seed: 5 }), base)).toEqual({
      baseUrl: base,
      clients: [
        client(FIRST, ['catalog:read', 'search'], true),
        client(SECOND, ['catalog:read', 'search', 'analytics:read'], true),
        client(INACTIVE, ['catalog:read', 'search'], false),
      ],
    })
    expect(await hoopr.env(new Session(), base)).toEqual({
      HOOPR_BASE_URL: base,
      HOOPR_CLIENT_ID: FIRST,
      HOOPR_CLIENT_SECRET: secretOf(FIRST),
      HOOPR_LIVE_CLIENT_SECRET: secretOf(FIRST, 'live'),
    })
    expect(await hoopr.firstCall(new Session(), base)).toContain(`curl -s ${base}/v1/auth/token`)
  })

  test('of a session’s own lead to it, by client id, secret and token', async () => {
    const sessions = new Sessions()
    const [mine, yours] = ['mine', 'yours'].map((name) =>
      sessions.create({ name, ownCredentials: true, frozenAt: START }),
    )
    const [client] = (await hoopr.credentials(mine!, base)).clients as Any[]
    const of = (call: Call) => sessions.byTag(() => hoopr.tags(call))
    const whole = { ...grant(), client_id: client.clientId, client_secret: client.secrets.live }
    expect(client.secrets.live).toMatch(/^hpr_live_[A-Za-z0-9]{32}$/)
    expect(of(tokenCall(whole))).toBe(mine)
    expect(of(tokenCall({ ...whole, client_id: 'lost' }))).toBe(mine)
    expect(of(tokenCall({ ...whole, client_secret: undefined }))).toBe(mine)
    expect(of(tokenCall(grant()))).toBeUndefined()
    const token = await hoopr.mint(yours!, START, {})
    expect(of({ ...NOTHING, headers: { authorization: `Bearer ${token}` } })).toBe(yours)
    // A stale token beside a token request is ignored there, so it leads nowhere.
    expect(of({ ...tokenCall(whole), headers: { authorization: `Bearer ${token}` } })).toBe(mine)
    for (const odd of ['Bearer x', 'Bearer a.b.c', 'Basic abc'])
      expect(of({ ...NOTHING, headers: { authorization: odd } })).toBeUndefined()
    expect(hoopr.tags({ ...tokenCall({}), body: Buffer.from('[1') })).toEqual([])
  })

  test('of a session’s own work there and not in another', async () => {
    const mine = stand(hoopr, { name: 'mine', ownCredentials: true })
    const env = await hoopr.env(mine.session, base)
    const json = { ...grant(), client_id: env.HOOPR_CLIENT_ID, client_secret: env.HOOPR_CLIENT_SECRET }
    const token = (await mine.call('POST /v1/auth/token', { json })).json.data.access_token
    expect((await mine.call('GET /v1/tracks', { token })).status).toBe(200)
    expect((await mine.call('POST /v1/auth/token', { json: grant() })).status).toBe(401)
    const yours = stand(hoopr, { name: 'yours', ownCredentials: true })
    expect((await yours.call('POST /v1/auth/token', { json })).status).toBe(401)
    expect((await yours.call('GET /v1/tracks', { token })).status).toBe(401)
  })
})

test('a minted token must be of a known client, mode and scope', async () => {
  const session = new Session({ frozenAt: START })
  const refused = async (request: object) => {
    const error = await hoopr.mint(session, START, request).catch((error: Any) => error)
    return [error.code, error.details.known]
  }
  expect(await refused({ client: 'x' })).toEqual(['invalid_request', [FIRST, SECOND, INACTIVE]])
  expect(await refused({ mode: 'x' })).toEqual(['invalid_request', ['test', 'live']])
  expect(await refused({ scopes: ['x'] })).toEqual(['invalid_request', ['catalog:read', 'search', 'analytics:read']])
})
