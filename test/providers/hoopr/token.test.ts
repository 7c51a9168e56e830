/** POST /v1/auth/token. Source: seed, section 3 of the fact sheet. */

import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import keys from '../../../fixtures/keys.json' with { type: 'json' }
import { HOUR } from '../../../src/core/clock.ts'
import { START } from '../../support.ts'
import { demo, FIRST, grant, headers, INACTIVE, refusal, SECOND, secretOf } from './demo.ts'

const TOKEN = 'POST /v1/auth/token'

describe('a token', () => {
  test.each([
    ['test', FIRST, 'catalog:read search'],
    ['live', FIRST, 'catalog:read search'],
    ['live', SECOND, 'catalog:read search analytics:read'],
  ] as const)('in %s is answered with exactly the documented fields', async (mode, client, scope) => {
    const { call } = demo()
    const answer = await call(TOKEN, { json: grant(client, mode) })
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      data: { access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600, scope, mode },
      error: { code: 0, message: 'Token issued' },
    })
    expect(answer.headers).toEqual(headers(29, { 'x-hoopr-mode': mode, 'cache-control': 'no-store' }, 30))
  })

  test('is an HS256 JWT that says whose it is, for how long and for what', async () => {
    const { call } = demo()
    const { access_token } = (await call(TOKEN, { json: grant() })).json.data
    const key = Buffer.from(keys.hoopr.k, 'base64url')
    const { payload, protectedHeader } = await jwtVerify(access_token, key, { currentDate: new Date(START) })
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' })
    const iat = START / 1000
    expect(payload).toEqual({
      sub: FIRST,
      scope: 'catalog:read search',
      mode: 'test',
      iat,
      exp: iat + 3600,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })

  test('lives for one hour, and a newer one does not end it', async () => {
    const { session, call } = demo()
    const old = (await call(TOKEN, { json: grant() })).json.data.access_token
    const newer = (await call(TOKEN, { json: grant() })).json.data.access_token
    expect(newer).not.toBe(old)
    session.clock.advance(HOUR - 1)
    expect((await call('GET /v1/filters', { token: old })).status).toBe(200)
    session.clock.advance(1)
    expect((await call('GET /v1/filters', { token: old })).json).toEqual(
      refusal('invalid_token', 'Token invalid or expired'),
    )
  })

  test('lives as long as accessTokenSeconds says, minted or granted', async () => {
    const { session, call, tokenOf } = demo({ settings: { hoopr: { accessTokenSeconds: 600 } } })
    const granted = (await call(TOKEN, { json: grant() })).json.data
    const minted = await tokenOf()
    expect(granted.expires_in).toBe(600)
    session.clock.advance(600_000)
    for (const token of [granted.access_token, minted])
      expect((await call('GET /v1/filters', { token })).status).toBe(401)
  })

  test('is asked for with unknown fields and an Authorization header at no harm', async () => {
    const { call } = demo()
    const answer = await call(TOKEN, { json: { ...grant(), scope: 'search', extra: 1 }, token: 'whatever' })
    expect(answer.json.data.scope).toBe('catalog:read search')
  })
})

describe('a token request is refused', () => {
  const invalid = (message: string) => [400, 'invalid_request', `Validation failed: ${message}`] as const
  const wrong = [401, 'invalid_client', 'Invalid client credentials'] as const
  const whole = 'body must be JSON with grant_type, client_id and client_secret'
  const without = (field: string) => ({ ...grant(), [field]: undefined })
  const unknown = '00000000-0000-4000-8000-000000000000'
  const json = { 'content-type': 'application/json' }
  const basic = { ...json, authorization: `Basic ${btoa(`${FIRST}:${secretOf(FIRST)}`)}` }

  test.each([
    ['without a body', { headers: json }, invalid(whole)],
    ['with broken JSON', { headers: json, body: '{"grant_type"' }, invalid(whole)],
    ['with a list', { json: [grant()] }, invalid(whole)],
    ['as a form', { form: grant() }, invalid(whole)],
    [
      'as JSON of another type',
      { body: JSON.stringify(grant()), headers: { 'content-type': 'text/plain' } },
      invalid(whole),
    ],
    [
      'with Basic credentials alone',
      { json: { grant_type: 'client_credentials' }, headers: basic },
      invalid('client_id is required, client_secret is required'),
    ],
    ['without grant_type', { json: without('grant_type') }, invalid('grant_type is required')],
    ['without client_id', { json: without('client_id') }, invalid('client_id is required')],
    ['without client_secret', { json: without('client_secret') }, invalid('client_secret is required')],
    ['with an empty client_secret', { json: { ...grant(), client_secret: '' } }, invalid('client_secret is required')],
    ['with null', { json: { ...grant(), client_id: null } }, invalid('client_id is required')],
    ['with a number', { json: { ...grant(), client_secret: 7 } }, invalid('client_secret must be a string')],
    [
      'for another grant',
      { json: { ...grant(), grant_type: 'password' } },
      invalid('grant_type must be client_credentials'),
    ],
    ['for a client_id that is no UUID', { json: { ...grant(), client_id: 'me' } }, invalid('client_id must be a UUID')],
    ['for an unknown client', { json: { ...grant(), client_id: unknown } }, wrong],
    ['with a wrong secret', { json: { ...grant(), client_secret: 'hpr_test_wrong' } }, wrong],
    ['with the other client’s secret', { json: { ...grant(), client_secret: secretOf(SECOND) } }, wrong],
    ['with a secret of no mode', { json: { ...grant(), client_secret: 'secret' } }, wrong],
    ['with a deactivated client’s wrong secret', { json: { ...grant(INACTIVE), client_secret: 'x' } }, wrong],
    ['with a deactivated client', { json: grant(INACTIVE) }, [403, 'client_inactive', 'Client is inactive']],
  ] as const)('%s', async (_case, request, [status, type, message]) => {
    const { call } = demo()
    const answer = await call(TOKEN, request)
    expect(answer.status).toBe(status)
    expect(answer.text).toBe(JSON.stringify(refusal(type, message)))
    expect(answer.headers).toEqual(headers(29, {}, 30))
  })

  test('in the order fields, budget, credentials, activity', async () => {
    const { call } = demo({ settings: { hoopr: { limits: { token: '1 per 1m' } } } })
    await call(TOKEN, { json: grant(INACTIVE) })
    const type = async (json: object) => (await call(TOKEN, { json })).json.error.type
    expect(await type({ ...grant(INACTIVE), grant_type: 'x' })).toBe('invalid_request')
    expect(await type({ ...grant(INACTIVE), client_secret: 'x' })).toBe('rate_limited')
    expect(await type(grant(INACTIVE))).toBe('rate_limited')
    expect(await type(grant(FIRST))).toBeUndefined()
  })
})
