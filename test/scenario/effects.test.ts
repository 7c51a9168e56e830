import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/core/clock.ts'
import type { Json } from '../../src/core/http.ts'
import type { Provider } from '../../src/core/provider.ts'
import type { SessionOptions } from '../../src/core/session.ts'
import { startEmulator } from '../../src/index.ts'
import { hoopai } from '../../src/providers/hoopai/index.ts'
import { hoopr } from '../../src/providers/hoopr/index.ts'
import { providers } from '../../src/providers/index.ts'
import { soundcharts } from '../../src/providers/soundcharts/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import type { EffectText, RuleText } from '../../src/scenario/written.ts'
import { stand } from '../support.ts'
import { playing, told } from './meeting.ts'

const TRACKS = 'GET /v1/tracks?pageSize=1'

/** A provider on which the scenario plays, and a token for it. */
async function stage(provider: Provider, rules: readonly RuleText[], head: object = {}, options: SessionOptions = {}) {
  const script = await readScenario({ ...head, rules } as unknown as Json, 'object', providers)
  const { session, call } = stand(provider, { script, ...options })
  const mint = (seconds?: number) =>
    provider.mint(session, session.clock.now(), seconds === undefined ? {} : { expiresInSeconds: seconds })
  return { session, call, mint, token: await mint(), rulesOf: async () => (await session.journal.list())[0]?.rules }
}

async function once(effect: EffectText | readonly EffectText[], more: Partial<RuleText> = {}) {
  return stage(hoopr, [{ id: 'fault', call: 'tracks.list', times: 1, do: effect, ...more }])
}

describe('expire', () => {
  test('ends the token, and the answer is a genuine one to the byte', async () => {
    const { session, call, token, mint, rulesOf } = await once('expire')
    const struck = await call(TRACKS, { token })
    const unharmed = await stage(hoopr, [])
    const old = await unharmed.mint(60)
    unharmed.session.clock.advance(60_000)
    expect(struck).toEqual(await unharmed.call(TRACKS, { token: old }))
    expect(struck).toMatchObject({ status: 401, json: { error: { type: 'invalid_token' } } })
    expect((await session.vault.find(token))!.expiresAt).toBe(session.clock.now())
    expect((await call(TRACKS, { token: await mint() })).status).toBe(200)
    expect(await rulesOf()).toEqual([])
  })

  test('does not strike a call without a credential, and keeps its strike for one that has it', async () => {
    const { call, token } = await once('expire')
    expect((await call(TRACKS)).json.error.type).toBe('missing_token')
    expect((await call(TRACKS, { token: 'nobody' })).json.error.type).toBe('invalid_token')
    expect((await call(TRACKS, { token })).status).toBe(401)
  })

  test('leaves alone what never expires, which can be revoked', async () => {
    const contacts = (locationId: string) => `GET /contacts/?locationId=${locationId}`
    for (const [effect, status] of [
      ['expire', 200],
      ['revoke', 401],
    ] as const) {
      const { session, call } = await stage(hoopai, [{ call: 'GET /contacts/**', times: 1, do: effect }])
      const { privateIntegrations } = (await hoopai.credentials(session, '')) as unknown as {
        privateIntegrations: { token: string; locationId: string }[]
      }
      const { token, locationId } = privateIntegrations[0]!
      expect((await call(contacts(locationId), { token, headers: { version: '2021-07-28' } })).status).toBe(status)
    }
  })

  test('on the token route ends the refresh token', async () => {
    const rule = { call: 'POST /oauth/token', where: { grant: 'refresh_token' }, times: 1, do: 'expire' } as const
    const { session, call } = await stage(hoopai, [rule])
    const refresh = await install(session, call)
    expect((await refresh()).json).toEqual({ statusCode: 400, message: 'Invalid grant: refresh token is invalid' })
    expect((await refresh()).status).toBe(400)
  })
})

describe('revoke', () => {
  test('revokes the token, and no other', async () => {
    const { session, call, token, mint } = await once('revoke')
    const other = await mint()
    expect((await call(TRACKS, { token })).status).toBe(401)
    expect((await session.vault.find(token))!.revokedAt).toBe(session.clock.now())
    expect((await call(TRACKS, { token: other })).status).toBe(200)
  })
})

describe('exhaust', () => {
  test("spends the route's first budget until its reset, and the answer is a genuine 429", async () => {
    const { session, call, token } = await once('exhaust')
    await call('GET /v1/filters', { token })
    session.clock.advance(20_000)
    const struck = await call(TRACKS, { token })
    expect(struck).toMatchObject({
      status: 429,
      json: { error: { type: 'rate_limited' } },
      headers: { 'ratelimit-limit': '600', 'ratelimit-remaining': '0', 'ratelimit-reset': '40' },
    })
    expect(await call(TRACKS, { token })).toEqual(struck)
    expect((await call('GET /v1/filters', { token })).status).toBe(429)
    session.clock.advance(40_000)
    expect((await call(TRACKS, { token })).status).toBe(200)
  })

  test('spends the token budget on the token route', async () => {
    const rule = { call: 'POST /**/token', times: 1, do: 'exhaust' } as const
    const { session, call } = await stage(hoopr, [rule])
    const { clientId, secrets } = (
      (await hoopr.credentials(session, '')) as unknown as {
        clients: { clientId: string; secrets: { test: string } }[]
      }
    ).clients[0]!
    const ask = () =>
      call('POST /v1/auth/token', {
        json: { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test },
      })
    expect((await ask()).status).toBe(429)
    session.clock.advance(MINUTE)
    expect((await ask()).status).toBe(200)
  })

  test('spends the first of several budgets only', async () => {
    const { call, token } = await stage(hoopai, [{ call: 'GET /contacts/**', times: 1, do: 'exhaust' }])
    expect(await call('GET /contacts/', { token, headers: { version: '2021-07-28' } })).toMatchObject({
      status: 429,
      headers: { 'x-ratelimit-daily-remaining': '200000', 'x-ratelimit-remaining': '0' },
    })
  })

  test('by name spends that budget and no other', async () => {
    const { session, call, mint } = await stage(hoopai, [
      { call: 'GET /contacts/**', times: 1, do: { exhaust: 'daily' } },
    ])
    const token = await mint(3 * 86_400)
    const contacts = () => call('GET /contacts/', { token, headers: { version: '2021-07-28' } })
    expect(await contacts()).toMatchObject({
      status: 429,
      headers: { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-remaining': '100' },
    })
    session.clock.advance(MINUTE)
    expect((await contacts()).status).toBe(429)
    session.clock.advance(24 * HOUR)
    expect((await contacts()).status).toBe(200)
  })

  test('takes the tolerance with it', async () => {
    const { call, token } = await stage(soundcharts, [{ call: 'GET /api/**', times: 1, do: { exhaust: 'quota' } }])
    const answer = await call('GET /api/v2/referential/platforms', { token })
    expect(answer).toMatchObject({ status: 429, headers: { 'x-quota-remaining': '0' } })
    expect(answer.text).toContain('monthly available quota')
  })

  test('does not strike a budget that this caller has not', async () => {
    const rule = { id: 'none', provider: 'hoopai', call: 'POST /oauth/token', do: 'exhaust' } as const
    const { session, call } = await stage(hoopai, [rule])
    await call('POST /oauth/token', { form: { grant_type: 'refresh_token' } })
    expect(await session.script!.describe(session)).toMatchObject({ rules: [{ matched: 1, struck: 0 }] })
  })
})

describe('an error', () => {
  test.each(Object.entries(hoopr.errors))('%s is worded as the provider words it', async (code, { status }) => {
    const { call, token, rulesOf } = await once({ error: code })
    const struck = await call(TRACKS, { token })
    expect(struck.status).toBe(status)
    expect(struck.headers['x-api-version']).toBe('v1')
    expect(await rulesOf()).toEqual(['fault'])
    expect((await call(TRACKS, { token })).status).toBe(200)
  })

  test('comes before the work of the provider: nothing is spent', async () => {
    const { call, token } = await once({ error: 'unavailable' })
    expect((await call(TRACKS, { token })).headers['ratelimit-remaining']).toBe('600')
    expect((await call(TRACKS, { token })).headers['ratelimit-remaining']).toBe('599')
  })
})

describe('a status', () => {
  test('answers with its headers and body, in place of the provider’s', async () => {
    const { call, token } = await once({
      status: 502,
      headers: { 'Content-Type': 'text/html', 'X-Id': 7 },
      body: '<h1>Bad gateway</h1>',
    })
    const { status, headers, text } = await call(TRACKS, { token })
    expect({ status, text }).toEqual({ status: 502, text: '<h1>Bad gateway</h1>' })
    expect(headers).toMatchObject({ 'content-type': 'text/html', 'x-id': '7', 'x-api-version': 'v1' })
  })

  test.each<[EffectText, string, string]>([
    [{ status: 200, body: { data: [1] } }, '{"data":[1]}', 'application/json; charset=utf-8'],
    [{ status: 200, body: null }, 'null', 'application/json; charset=utf-8'],
    [{ status: 200, body: 'plain' }, 'plain', 'text/plain; charset=utf-8'],
    [{ status: 503 }, '', 'application/json; charset=utf-8'],
  ])('%j has the body %s', async (effect, text, type) => {
    const { call, token } = await once(effect)
    const answer = await call(TRACKS, { token })
    expect([answer.text, answer.headers['content-type']]).toEqual([text, type])
  })
})

describe('the phase after', () => {
  const lost = {
    provider: 'hoopai',
    call: 'POST /oauth/token',
    where: { grant: 'refresh_token' },
    times: 1,
    phase: 'after',
  } as const

  test.each<EffectText>([{ error: 'unavailable' }, { status: 504 }])(
    'loses the answer %j of work that was done',
    async (effect) => {
      const { session, call } = await stage(hoopai, [{ ...lost, do: effect }])
      const refresh = await install(session, call)
      expect((await refresh()).status).toBeGreaterThanOrEqual(503)
      expect((await refresh()).json.message).toContain('refresh token is invalid')
    },
  )

  test('leaves the refresh token good when it is before', async () => {
    const { session, call } = await stage(hoopai, [{ ...lost, phase: 'before', do: { error: 'unavailable' } }])
    const refresh = await install(session, call)
    expect((await refresh()).status).toBe(503)
    expect((await refresh()).status).toBe(200)
  })
})

describe('several effects on one call', () => {
  test('all delays add up, and the first that answers wins; the later one is spent and shadowed', async () => {
    const { session, meet } = await playing([
      { id: 'slow', do: { delay: '1s' } },
      { id: 'first', do: [{ status: 502 }, { delay: '1s' }] },
      { id: 'second', times: 1, do: { status: 504 } },
    ])
    expect(await meet({ target: TRACKS })).toMatchObject({
      strikes: [{ rule: 'slow' }, { rule: 'first' }, { rule: 'second', shadowed: true }],
      causes: [],
      effect: { rule: 'first', phase: 'before', reply: { status: 502, headers: {} } },
      edits: [],
      delayMs: 2000,
    })
    expect((await told(session))[2]).toEqual({ id: 'second', matched: 1, struck: 1 })
  })

  test('the order is that of the file, whatever the matchers', async () => {
    const { meet } = await playing([
      { id: 'a', call: 'GET /v1/**', do: { status: 501 } },
      { id: 'b', do: { status: 502 } },
      { id: 'c', call: 'GET /v1/**', do: { delay: '1s' } },
    ])
    const met = await meet({ target: TRACKS })
    expect(met!.strikes).toEqual([{ rule: 'a' }, { rule: 'b', shadowed: true }, { rule: 'c' }])
    expect(met!.effect).toMatchObject({ rule: 'a' })
  })

  test('a rule with a cause too is no shadow', async () => {
    const { meet } = await playing([{ do: { status: 503 } }, { do: ['exhaust', { status: 500 }] }])
    const met = await meet({ target: TRACKS })
    expect(met!.strikes).toEqual([{ rule: 'rule-1' }, { rule: 'rule-2' }])
    expect(met!.effect).toMatchObject({ rule: 'rule-1' })
    expect(met!.causes).toHaveLength(1)
  })

  test('a shadowed rule does not stand in the journal', async () => {
    const { call, token, rulesOf } = await stage(hoopr, [{ do: { status: 502 } }, { do: { status: 504 } }])
    expect((await call(TRACKS, { token })).status).toBe(502)
    expect(await rulesOf()).toEqual(['rule-1'])
  })
})

describe('over HTTP', () => {
  test.each<[EffectText, object, string | null]>([
    [{ status: 503 }, {}, 'fault'],
    [{ error: 'unavailable' }, {}, 'fault'],
    [{ error: 'unavailable' }, { marker: false }, null],
    ['exhaust', {}, null],
    [{ delay: '1ms' }, {}, null],
  ])('an answer to %j is marked where an effect made it', async (effect, head, mark) => {
    const scenario = { ...head, rules: [{ id: 'fault', do: effect }] } as Json
    await using emulator = await startEmulator({ scenario })
    const { headers } = await fetch(`${emulator.url}/hoopr/v1/tracks`)
    expect(headers.get('x-stuntdouble-fault')).toBe(mark)
  })

  test('a delay is real time, and the clock of the session stands', async () => {
    const scenario = { clock: '2026-01-01T00:00:00Z', rules: [{ do: { delay: '300ms' } }] }
    await using emulator = await startEmulator({ scenario })
    const began = performance.now()
    const { headers } = await fetch(`${emulator.url}/hoopr/version`)
    expect(performance.now() - began).toBeGreaterThan(295)
    expect(headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
  })
})

test('settings of the scenario lie over the defaults, limits among them', async () => {
  const settings = { hoopr: { accessTokenSeconds: 60, tokenStatus: 201, limits: { api: '2 per 10s' } } }
  const { session, call, token } = await stage(hoopr, [], { settings })
  expect(session.settings(hoopr)).toMatchObject({ accessTokenSeconds: 60, tokenStatus: '201' })
  expect((await call(TRACKS, { token })).headers['ratelimit-limit']).toBe('2')
  await call(TRACKS, { token })
  expect((await call(TRACKS, { token })).status).toBe(429)
  session.clock.advance(10_000)
  expect((await call(TRACKS, { token })).status).toBe(200)
})

test('limits that are off refuse nothing and keep the headers', async () => {
  const { call, token } = await stage(hoopr, [{ times: 1, do: 'exhaust' }], { settings: { hoopr: { limits: 'off' } } })
  for (let n = 0; n < 3; n++)
    expect(await call(TRACKS, { token })).toMatchObject({ status: 200, headers: { 'ratelimit-limit': '600' } })
})

/** Installs the first app at its first location. Answers how to send its first refresh token. */
async function install(
  session: Awaited<ReturnType<typeof stage>>['session'],
  call: Awaited<ReturnType<typeof stage>>['call'],
) {
  const { apps, locations } = (await hoopai.credentials(session, '')) as unknown as {
    apps: { clientId: string; clientSecret: string; redirectUris: string[]; scopes: string[] }[]
    locations: { locationId: string }[]
  }
  const { clientId, clientSecret, redirectUris, scopes } = apps[0]!
  const { locationId } = locations[0]!
  const redirectUri = redirectUris[0]!
  const asked = { clientId, redirectUri, scope: scopes.join(' '), locationId }
  const { redirectTo } = await hoopai.consent!(session, session.clock.now(), asked)
  const code = new URL(redirectTo!).searchParams.get('code')!
  const app = { client_id: clientId, client_secret: clientSecret }
  const { json } = await call('POST /oauth/token', { form: { ...app, grant_type: 'authorization_code', code } })
  const { refresh_token } = json as { refresh_token: string }
  return () => call('POST /oauth/token', { form: { ...app, grant_type: 'refresh_token', refresh_token } })
}
