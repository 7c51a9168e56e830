/** Both rate windows. Source: docs/rate-limits, section 6 of the fact sheet. */

import { describe, expect, test } from 'vitest'
import { demo, FIRST, grant, headers, INACTIVE, refusal, SECOND } from './demo.ts'

const TOKEN = 'POST /v1/auth/token'
const over = refusal('rate_limited', 'Too many requests')

describe('the token budget', () => {
  test('is 30 a minute for each client, both modes together, failures included', async () => {
    const { session, call } = demo()
    for (let left = 29; left >= 0; left--) {
      const json = left % 3 === 0 ? { ...grant(), client_secret: 'wrong' } : grant(FIRST, left % 2 ? 'test' : 'live')
      const answer = await call(TOKEN, { json })
      expect(answer.status).toBe(left % 3 === 0 ? 401 : 200)
      expect(answer.headers['ratelimit-remaining']).toBe(String(left))
    }
    session.clock.advance(17_500)
    const refused = await call(TOKEN, { json: grant() })
    expect(refused.status).toBe(429)
    expect(refused.json).toEqual(over)
    expect(refused.headers).toEqual(headers(0, { 'ratelimit-reset': '43' }, 30))
    expect((await call(TOKEN, { json: grant(SECOND) })).status).toBe(200)

    session.clock.advance(42_499)
    expect((await call(TOKEN, { json: grant() })).headers['ratelimit-reset']).toBe('1')
    session.clock.advance(1)
    const fresh = await call(TOKEN, { json: grant() })
    expect([fresh.status, fresh.headers['ratelimit-remaining']]).toEqual([200, '29'])
  })

  test('counts a body without a usable client_id by address', async () => {
    const { call } = demo()
    const remaining = async (json: unknown, address = '10.0.0.1') =>
      (await call(TOKEN, { json, address })).headers['ratelimit-remaining']
    expect(await remaining({})).toBe('29')
    expect(await remaining({ ...grant(), client_id: 'me' })).toBe('28')
    expect(await remaining({}, '10.0.0.2')).toBe('29')
    expect(await remaining({ ...grant(), grant_type: 'x' })).toBe('29')
    expect(await remaining(grant())).toBe('28')
  })
})

describe('the budget of all other calls', () => {
  test('is 600 a minute for each client over all routes, outcomes, tokens and modes', async () => {
    const { session, call, tokenOf } = demo()
    const [test, live, other] = [await tokenOf(FIRST), await tokenOf(FIRST, { mode: 'live' }), await tokenOf(SECOND)]
    const targets = [
      'GET /v1/tracks?pageSize=1',
      'GET /v1/tracks/none',
      'GET /v1/tracks-top',
      'GET /v1/playlists?page=0',
    ]
    for (let left = 599; left >= 0; left--) {
      const answer = await call(targets[left % 4]!, { token: left % 2 ? test : live })
      expect([200, 404, 403, 400]).toContain(answer.status)
      expect(answer.headers['ratelimit-remaining']).toBe(String(left))
    }
    const refused = await call('GET /v1/tracks', { token: test })
    expect(refused.status).toBe(429)
    expect(refused.json).toEqual(over)
    expect(refused.headers).toEqual(headers(0, { 'x-hoopr-mode': 'test' }))
    expect((await call('POST /v1/search', { token: live, json: {} })).headers['x-hoopr-mode']).toBe('live')
    expect((await call('GET /v1/tracks-top', { token: test })).status).toBe(429)
    expect((await call('GET /v1/tracks', { token: other })).headers['ratelimit-remaining']).toBe('599')
    expect((await call(TOKEN, { json: grant() })).headers['ratelimit-limit']).toBe('30')

    session.clock.advance(59_999)
    expect((await call('GET /v1/tracks', { token: test })).status).toBe(429)
    session.clock.advance(1)
    const fresh = await call('GET /v1/tracks', { token: test })
    expect([fresh.status, fresh.headers['ratelimit-remaining']]).toEqual([200, '599'])
  })

  test('is looked at after the token and before the scope, and an inactive client spends none', async () => {
    const { call, tokenOf } = demo({ settings: { hoopr: { limits: { api: '1 per 1m' } } } })
    const token = await tokenOf(FIRST)
    await call('GET /v1/tracks', { token })
    expect((await call('GET /v1/tracks-top', { token })).json.error.type).toBe('rate_limited')
    const inactive = await tokenOf(INACTIVE)
    for (let i = 0; i < 3; i++)
      expect((await call('GET /v1/tracks', { token: inactive })).json.error.type).toBe('client_inactive')
    for (let i = 0; i < 3; i++) expect((await call('GET /v1/tracks')).json.error.type).toBe('missing_token')
  })

  test('counts calls without a usable token by address', async () => {
    const { session, call, tokenOf } = demo()
    const token = await tokenOf()
    const remaining = async (more: object) => (await call('GET /v1/tracks', more)).headers['ratelimit-remaining']
    expect(await remaining({ address: '10.0.0.1' })).toBe('599')
    expect(await remaining({ address: '10.0.0.1', token: 'nonsense' })).toBe('598')
    expect(await remaining({ address: '10.0.0.2' })).toBe('599')
    expect(await remaining({ address: '10.0.0.1', token })).toBe('599')
    expect((await call('GET /v1/none', { address: '10.0.0.1' })).headers['ratelimit-remaining']).toBe('597')
    session.clock.advance(3_600_000)
    expect(await remaining({ address: '10.0.0.3', token })).toBe('599')
  })

  test('is not spent by what is outside /v1, which bears no such header', async () => {
    const { call, read, tokenOf, url } = demo()
    const token = await tokenOf()
    const { streamUrl, artworkUrl } = await read('GET /v1/tracks/midnight-drive', { token })
    for (const target of ['GET /version', 'GET /health-check', 'GET /none', url(streamUrl), url(artworkUrl)]) {
      const answer = await call(target, { token })
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('ratelimit'))).toEqual([])
    }
    expect((await call('GET /v1/tracks', { token })).headers['ratelimit-remaining']).toBe('598')
  })

  test.each([true, false])('sends Retry-After with a 429 when the switch is %s', async (retryAfter) => {
    const { call, tokenOf } = demo({ settings: { hoopr: { retryAfter, limits: { api: '1 per 1m' } } } })
    const token = await tokenOf()
    expect((await call('GET /v1/tracks', { token })).headers).not.toHaveProperty('retry-after')
    expect((await call('GET /v1/tracks', { token })).headers['retry-after']).toBe(retryAfter ? '60' : undefined)
  })
})
