import { describe, expect, test } from 'vitest'
import { MINUTE, parseInstant } from '../../../src/core/clock.ts'
import type { Provider } from '../../../src/core/provider.ts'
import { soundcharts } from '../../../src/providers/soundcharts/index.ts'
import { caller } from '../../support.ts'
import {
  account,
  BILLIE,
  NO_SERIES,
  NOBODY,
  ONE_TEAM,
  refusal,
  SANDBOX,
  SEVERAL_TEAMS,
  SMALL_QUOTA,
} from './account.ts'

const PLATFORMS = 'GET /api/v2/referential/platforms'
const USAGE = 'GET /api/v2/team/usage'
const RATE = refusal(429, 'You have reached the maximum request count per minute.')
const QUOTA = refusal(429, 'You have reached your monthly available quota.')
const YEAR = { accessTokenSeconds: 365 * 24 * 3600 }

const left = ({ headers }: { headers: Readonly<Record<string, string>> }) => Number(headers['x-quota-remaining'])

describe('the rate', () => {
  test('is 10,000 a minute for a team, to the last call and its reset', async () => {
    const { session, call, token } = account()
    const value = await token()
    const first = await call(PLATFORMS, { token: value })
    expect(first.headers).toEqual({
      'content-type': 'application/json',
      'x-ratelimit-limit': '10000',
      'x-ratelimit-remaining': '9999',
      'x-ratelimit-reset': '60',
      'x-quota-remaining': '499999',
    })
    for (let i = 1; i < 9999; i++) await call(USAGE, { token: value })
    session.clock.advance(MINUTE - 1)
    const last = await call(PLATFORMS, { token: value })
    expect([last.status, last.headers['x-ratelimit-remaining'], last.headers['x-ratelimit-reset']]).toEqual([
      200,
      '0',
      '1',
    ])
    const refused = await call(PLATFORMS, { token: value })
    expect(refused.status).toBe(429)
    expect(refused.json).toEqual(RATE)
    expect(refused.headers).toEqual(last.headers)
    session.clock.advance(1)
    expect((await call(PLATFORMS, { token: value })).headers['x-ratelimit-remaining']).toBe('9999')
  })

  test('is shared by all credentials of a team, and by nobody else', async () => {
    const { call, token, keys } = account({ limits: { rate: '2 per 1m' } })
    const tokens = [await token(), await token(), await token(SEVERAL_TEAMS)]
    expect((await call(PLATFORMS, { token: tokens[0]! })).status).toBe(200)
    expect((await call(PLATFORMS, { headers: keys })).status).toBe(200)
    expect((await call(PLATFORMS, { token: tokens[1]! })).status).toBe(429)
    expect((await call(PLATFORMS, { token: tokens[2]! })).status).toBe(200)
  })

  test('apiRetryAfter sends the seconds of the window that refuses', async () => {
    const { session, call, token } = account({ apiRetryAfter: true, limits: { rate: '1 per 1m' } })
    const value = await token()
    expect((await call(PLATFORMS, { token: value })).headers).not.toHaveProperty('retry-after')
    session.clock.advance(20_500)
    expect((await call(PLATFORMS, { token: value })).headers['retry-after']).toBe('40')
    const trial = account({ apiRetryAfter: true, limits: { quota: '1 per 1h' } })
    const other = await trial.token()
    await trial.call(PLATFORMS, { token: other })
    expect((await trial.call(PLATFORMS, { token: other })).headers['retry-after']).toBe('3600')
  })
})

describe('the quota', () => {
  test('lets 10 % over it through while the header stays 0, then refuses until the month turns', async () => {
    const { session, call, token } = account(YEAR)
    const value = await token(SMALL_QUOTA)
    session.clock.reach(parseInstant('2026-02-11T10:00:00Z')!)
    const seen = []
    for (let i = 0; i < 12; i++) seen.push(await call(PLATFORMS, { token: value }))
    expect(seen.map(({ status }) => status)).toEqual([...Array(11).fill(200), 429])
    expect(seen.map(left)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0])
    expect(seen[11]!.json).toEqual(QUOTA)
    expect(seen[11]!.headers).not.toHaveProperty('retry-after')
    session.clock.reach(parseInstant('2026-02-28T23:59:59.999Z')!)
    expect((await call(PLATFORMS, { token: value })).json).toEqual(QUOTA)
    session.clock.advance(1)
    expect(left(await call(PLATFORMS, { token: value }))).toBe(9)
  })

  test('quotaTolerance off refuses at the quota', async () => {
    const { call, token } = account({ quotaTolerance: false })
    const value = await token(SMALL_QUOTA)
    for (let i = 0; i < 10; i++) expect((await call(PLATFORMS, { token: value })).status).toBe(200)
    expect((await call(PLATFORMS, { token: value })).json).toEqual(QUOTA)
  })

  test('never names the words of the rate, nor the rate those of the quota', () => {
    expect(JSON.stringify(RATE)).toMatch(/maximum request count/)
    expect(JSON.stringify(QUOTA)).not.toMatch(/maximum request count/)
    expect(JSON.stringify(QUOTA)).toMatch(/monthly available quota/)
  })

  const charges: [string, string, number, number, number][] = [
    ['a success', PLATFORMS, ONE_TEAM, 200, 1],
    ['a wrong parameter', `${PLATFORMS}?limit=x`, ONE_TEAM, 400, 0],
    ['an endpoint outside the plan', `GET /api/v2/artist/${BILLIE}/audience/spotify`, NO_SERIES, 403, 0],
    ['an artist that nobody is', `GET /api/v2/artist/${NOBODY}`, ONE_TEAM, 404, 1],
    ['an unknown route', 'GET /api/v2/nothing', ONE_TEAM, 404, 1],
    ['an unknown platform id of an artist', 'GET /api/v2.9/artist/by-platform/spotify/x', ONE_TEAM, 404, 0],
    ['an unknown platform id of a song', 'GET /api/v2.25/song/by-platform/spotify/x', ONE_TEAM, 404, 0],
    ['an unknown platform id of an album', 'GET /api/v2.36/album/by-platform/spotify/x', ONE_TEAM, 404, 0],
    ['a withdrawn platform id', 'GET /api/v2.25/song/by-platform/spotify/0withdrawnIsrc00000410', ONE_TEAM, 410, 1],
    ['an unknown platform', 'GET /api/v2.9/artist/by-platform/myspace/x', ONE_TEAM, 400, 0],
    ['a platform of another kind', `GET /api/v2/artist/${BILLIE}/audience/apple-music`, ONE_TEAM, 404, 1],
    ['links that are none', `POST /api/v2/artist/${BILLIE}/sources/add`, ONE_TEAM, 400, 0],
    ['an unknown ISRC', 'GET /api/v2.25/song/by-isrc/x', ONE_TEAM, 404, 1],
    ['another method', 'POST /api/v2/referential/platforms', ONE_TEAM, 405, 0],
    ['team/usage', USAGE, ONE_TEAM, 200, 0],
  ]
  test.each(charges)('%s (%s)', async (_name, target, client, status, cost) => {
    const { call, token } = account()
    const value = await token(client)
    const answer = await call(target, { token: value })
    expect(answer.status).toBe(status)
    expect(500_000 - left(answer)).toBe(cost)
    expect(answer.headers['x-ratelimit-remaining']).toBe('9999')
    expect(500_000 - left(await call(USAGE, { token: value }))).toBe(cost)
  })

  test('a call without a good credential costs nobody anything', async () => {
    const { call, token } = account()
    for (const headers of [{}, { authorization: 'Bearer x' }, { 'x-app-id': 'a', 'x-api-key': 'b' }]) {
      const answer = await call(PLATFORMS, { headers: headers as Record<string, string> })
      expect(answer.status).toBe(401)
      expect(answer.headers).not.toHaveProperty('x-quota-remaining')
    }
    expect(left(await call(USAGE, { token: await token() }))).toBe(500_000)
  })

  test('a failure of the server costs nothing', async () => {
    const { session, token } = account()
    const broken: Provider = {
      ...soundcharts,
      routes: soundcharts.routes.map((route) => (route.name === 'artist.get' ? { ...route, handle: fail } : route)),
    }
    const answer = await caller(broken, session)(`GET /api/v2.9/artist/${BILLIE}`, { token: await token() })
    expect(answer.json).toEqual(refusal(500, 'Internal server error', 'server'))
    expect(left(answer)).toBe(500_000)
  })

  test('a call that the rate refuses costs nothing', async () => {
    const { call, token } = account({ limits: { rate: '1 per 1m' } })
    const value = await token()
    expect(left(await call(PLATFORMS, { token: value }))).toBe(499_999)
    const refused = await call(PLATFORMS, { token: value })
    expect([refused.status, left(refused)]).toEqual([429, 499_999])
  })
})

describe('the order of refusals', () => {
  const UNKNOWN = 'GET /api/v2/nothing'

  test('credentials, then rate, then quota, then the route', async () => {
    const { session, call, token } = account({ limits: { rate: '1 per 1m', quota: '2 per 1h' } })
    expect((await call(UNKNOWN)).status).toBe(401)
    const value = await token()
    expect((await call(UNKNOWN, { token: value })).status).toBe(404)
    expect((await call(UNKNOWN, { token: value })).json).toEqual(RATE)
    session.clock.advance(MINUTE)
    expect((await call(UNKNOWN, { token: value })).status).toBe(404)
    // Both are spent now, and the rate is named.
    expect((await call(UNKNOWN, { token: value })).json).toEqual(RATE)
    session.clock.advance(MINUTE)
    expect((await call(UNKNOWN, { token: value })).json).toEqual(QUOTA)
    expect((await call('POST /api/v2/team/usage', { token: value })).json).toEqual(QUOTA)
    expect((await call(UNKNOWN)).status).toBe(401)
  })

  test('plan, then parameters, then the entity', async () => {
    const { call, token } = account()
    const target = `GET /api/v2/artist/${NOBODY}/audience/myspace`
    expect((await call(target, { token: await token(NO_SERIES) })).status).toBe(403)
    const value = await token()
    expect((await call(target, { token: value })).status).toBe(400)
    expect((await call(target.replace('myspace', 'spotify'), { token: value })).status).toBe(404)
  })
})

describe('team/usage', () => {
  test('tells quota and rate, is free, and answers when the quota is spent', async () => {
    const { session, call, token } = account(YEAR)
    session.clock.reach(parseInstant('2026-02-11T10:00:00Z')!)
    const value = await token(SMALL_QUOTA)
    for (let i = 0; i < 12; i++) await call(PLATFORMS, { token: value })
    session.clock.advance(18_000)
    const answer = await call(USAGE, { token: value })
    expect(answer.json).toEqual({
      type: 'usage',
      object: {
        quota: {
          limit: 10,
          used: 11,
          remaining: 0,
          startDate: '2026-02-01T00:00:00+00:00',
          endDate: '2026-03-01T00:00:00+00:00',
        },
        rateLimit: { limit: 10_000, remaining: 9988, reset: 42 },
      },
      errors: [],
    })
    expect(left(answer)).toBe(0)
  })
})

test('the sandbox has a quota that never moves', async () => {
  const { call } = account({ limits: { quota: '1 per 1h' } })
  for (let i = 0; i < 3; i++) {
    const answer = await call(PLATFORMS, { headers: SANDBOX })
    expect([answer.status, left(answer)]).toEqual([200, 500_000])
  }
})

function fail(): never {
  throw new Error('boom')
}
