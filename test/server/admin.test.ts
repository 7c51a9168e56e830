/** The admin API, asked as an application without sockets. */

import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import type { Provider } from '../../src/core/provider.ts'
import { Redactor } from '../../src/core/redact.ts'
import { Sessions } from '../../src/core/sessions.ts'
import { providers } from '../../src/providers/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { adminRoutes } from '../../src/server/admin/routes.ts'
import { createApp } from '../../src/server/app.ts'
import { hostsOf, type Stage } from '../../src/server/stage.ts'

const CLOCK = '2026-01-01T00:00:00Z'
const SCENARIO = `name: second-call-expired
clock: ${CLOCK}
rules:
  - id: expiry
    provider: hoopr
    call: GET /v1/filters
    skip: 1
    do: expire
`

function stand() {
  const logged: [string, string, unknown][] = []
  const stage: Stage = {
    version: '1.2.3',
    providers,
    sessions: new Sessions({ frozenAt: Date.parse(CLOCK) }),
    host: '127.0.0.1',
    portOf: new Map<number, Provider>(),
    readScenario: (source, from) => readScenario(source, from, providers),
    redactor: new Redactor(providers),
    byHost: hostsOf(providers),
    log: (level, event, facts) => void logged.push([level, event, typeof facts === 'function' ? facts() : facts]),
  }
  const agent = supertest.agent(createApp(stage)).set('host', 'localhost:4600')
  const admin = {
    get: (path: string) => agent.get(`/__admin${path}`),
    post: (path: string, body: object = {}) => agent.post(`/__admin${path}`).send(body),
    put: (path: string, body: string, type: string) =>
      agent.put(`/__admin${path}`).set('content-type', type).send(body),
    delete: (path: string) => agent.delete(`/__admin${path}`),
  }
  const call = async (path: string, token?: string) => {
    const request = agent.get(path)
    return (token === undefined ? request : request.set('authorization', `Bearer ${token}`)).then(
      ({ status }) => status,
    )
  }
  const mint = async (request: object, at = '') => (await admin.post(`${at}/tokens`, request)).body.token as string
  return { stage, agent, admin, call, mint, logged }
}

describe('sessions', () => {
  test('one is made with what a client needs to know of it', async () => {
    const { admin } = stand()
    const { status, body } = await admin.post('/sessions', { name: 'a', seed: 7, clock: CLOCK, ownCredentials: true })
    expect(status).toBe(201)
    expect(body).toMatchObject({ name: 'a', seed: 7, clock: { now: '2026-01-01T00:00:00.000Z', frozen: true } })
    expect(body.urls.hoopr).toBe('http://localhost:4600/s/a/hoopr')
    expect(body.credentials.hoopr.baseUrl).toBe(body.urls.hoopr)
    expect(body.env).toMatchObject({
      STUNTDOUBLE_URL: 'http://localhost:4600',
      STUNTDOUBLE_SESSION: 'a',
      HOOPR_BASE_URL: body.urls.hoopr,
      HOOPR_CLIENT_ID: body.credentials.hoopr.clients[0].clientId,
    })
    expect(body.env).not.toHaveProperty('STUNTDOUBLE_ADMIN_TOKEN')
    expect((await admin.get('/sessions/a/credentials')).body).toEqual(body.credentials)
  })

  test('names are counted where none is given, and a body may be left out', async () => {
    const { admin, agent } = stand()
    expect((await admin.post('/sessions')).body.name).toBe('session-1')
    expect((await agent.post('/__admin/sessions')).body.name).toBe('session-2')
  })

  test('they are listed, shown and dropped; default begins anew', async () => {
    const { admin, stage } = stand()
    await admin.post('/sessions', { name: 'a' })
    const names = async () => (await admin.get('/sessions')).body.sessions.map(({ name }: { name: string }) => name)
    expect(await names()).toEqual(['default', 'a'])
    expect((await admin.get('/sessions/a')).body).toMatchObject({ name: 'a', scenario: null })
    expect((await admin.delete('/sessions/a')).body).toEqual({ dropped: 'a' })
    expect(await names()).toEqual(['default'])
    const old = stage.sessions.default
    await admin.delete('/sessions/default')
    expect(stage.sessions.default).not.toBe(old)
  })

  test("settings are checked against the providers' own tables", async () => {
    const { admin, stage } = stand()
    const ok = await admin.post('/sessions', { name: 'a', settings: { hoopr: { limits: { token: '2 per 1m' } } } })
    expect(ok.status).toBe(201)
    expect(stage.sessions.get('a')!.limits(providers[0]!)).toEqual({ token: { limit: 2, perMs: 60_000 } })
  })

  test.each([
    [{ settings: { hopr: {} } }, 'settings.hopr', 'hoopr'],
    [{ settings: { hoopr: { limts: {} } } }, 'settings.hoopr.limts', 'limits'],
    [{ settings: { hoopr: { limits: { tokens: '1 per 1m' } } } }, 'settings.hoopr.limits.tokens', 'token'],
    [{ settings: { hoopr: { accessTokenSeconds: 0 } } }, 'settings.hoopr.accessTokenSeconds', undefined],
    [{ settings: [] }, 'settings', undefined],
    [{ name: 'a b' }, 'name', undefined],
    [{ seed: 1.5 }, 'seed', undefined],
    [{ clock: 'noon' }, 'clock', undefined],
    [{ scenario: 5 }, 'scenario', undefined],
    [{ nme: 'a' }, 'nme', 'name'],
  ])('%j is refused and says why', async (body, names, known) => {
    const { admin, stage } = stand()
    const answer = await admin.post('/sessions', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({ code: 'invalid_input', message: expect.stringContaining(names) })
    if (known !== undefined) expect(answer.body.error.known).toContain(known)
    expect(stage.sessions.size).toBe(1)
  })

  test.each(['../package', 'LICENSE', 'package.json'])('a file is no scenario here: %s', async (scenario) => {
    const { admin, stage } = stand()
    const answer = await admin.post('/sessions', { scenario })
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({
      code: 'bad_scenario',
      expected: 'the name of a ready scenario',
      got: JSON.stringify(scenario),
    })
    expect(answer.body.error.known).toContain('burst-limit')
    expect(stage.sessions.size).toBe(1)
  })

  test('a name that is taken is a conflict', async () => {
    const { admin } = stand()
    const answer = await admin.post('/sessions', { name: 'default' })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'session_exists'])
  })

  test('of two that take one name at the same moment, one is told so', async () => {
    const { admin, stage } = stand()
    const arrived: (() => void)[] = []
    const slow: Stage = {
      ...stage,
      readScenario: async (source, from) => {
        await new Promise<void>((resolve) => {
          arrived.push(resolve)
          if (arrived.length === 2) for (const go of arrived) go()
        })
        return stage.readScenario(source, from)
      },
    }
    const agent = supertest.agent(createApp(slow)).set('host', 'localhost')
    const make = () => agent.post('/__admin/sessions').send({ name: 'a', scenario: { rules: [] } })
    const answers = await Promise.all([make(), make()])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect((await admin.get('/sessions/a')).status).toBe(200)
  })

  test('a reset keeps name, seed, settings and scenario and forgets the rest', async () => {
    const { admin, mint, call } = stand()
    const created = await admin.post('/sessions', { name: 'a', seed: 9, clock: CLOCK, ownCredentials: true })
    const token = await mint({ provider: 'hoopr' }, '/sessions/a')
    await admin.post('/sessions/a/clock', { advance: '1h' })
    await admin.put('/sessions/a/scenario', SCENARIO, 'application/yaml')
    const reset = await admin.post('/sessions/a/reset')
    expect(reset.body).toEqual({ ...created.body, scenario: 'second-call-expired', warnings: undefined })
    expect(await call('/s/a/hoopr/v1/filters', token)).toBe(401)
    expect(await mint({ provider: 'hoopr' }, '/sessions/a')).toBe(token)
  })

  test('a reset brings the clock and seed of a scenario that was played later, and never changes own credentials', async () => {
    const { admin } = stand()
    for (const [name, ownCredentials, seed] of [
      ['shared', false, 42],
      ['own', true, 1],
    ] as const) {
      const { body } = await admin.post('/sessions', { name, ownCredentials, clock: CLOCK })
      await admin.put(`/sessions/${name}/scenario`, 'seed: 42\nclock: 2027-01-01T00:00:00Z\n', 'application/yaml')
      expect((await admin.get(`/sessions/${name}/clock`)).body.now).toBe('2026-01-01T00:00:00.000Z')
      const reset = await admin.post(`/sessions/${name}/reset`)
      expect(reset.body).toMatchObject({ seed, clock: { now: '2027-01-01T00:00:00.000Z', frozen: true } })
      expect(reset.body.credentials).toEqual(body.credentials)
    }
  })

  test("a scenario's seed and clock apply when it comes with the session, and what is said outright wins", async () => {
    const { admin } = stand()
    const scenario = { seed: 42, clock: '2027-01-01T00:00:00Z', rules: [] }
    const from = await admin.post('/sessions', { scenario })
    expect(from.body).toMatchObject({ seed: 42, clock: { now: '2027-01-01T00:00:00.000Z', frozen: true } })
    const said = await admin.post('/sessions', { scenario, seed: 3, clock: CLOCK })
    expect(said.body).toMatchObject({ seed: 3, clock: { now: '2026-01-01T00:00:00.000Z' } })
  })
})

describe('which session is meant', () => {
  test('the path names it, else the prefix, else the header, else it is default', async () => {
    const { admin, agent } = stand()
    for (const name of ['a', 'b']) await admin.post('/sessions', { name, clock: CLOCK })
    const advance = (path: string, session?: string) => {
      const request = agent.post(path).send({ advance: '1m' })
      return session === undefined ? request : request.set('x-stuntdouble-session', session)
    }
    await advance('/__admin/sessions/a/clock', 'b')
    await advance('/s/a/__admin/clock', 'b')
    await advance('/__admin/clock', 'b')
    const nowOf = async (name: string) => (await admin.get(`/sessions/${name}/clock`)).body.now.slice(11, 19)
    expect([await nowOf('a'), await nowOf('b'), await nowOf('default')]).toEqual(['00:02:00', '00:01:00', '00:00:00'])
  })

  test.each(['/__admin/sessions/x/clock', '/s/x/__admin/clock'])('an unknown one is 404: %s', async (path) => {
    const { agent } = stand()
    const answer = await agent.get(path)
    expect(answer.status).toBe(404)
    expect(answer.body.error).toMatchObject({ code: 'unknown_session', got: 'x', known: ['default'] })
  })

  test('a header that names none is 404 where a session is needed, and nothing to a session yet to be made', async () => {
    const { admin } = stand()
    expect((await admin.get('/clock').set('x-stuntdouble-session', 'x')).status).toBe(404)
    expect((await admin.post('/sessions', { name: 'x' }).set('x-stuntdouble-session', 'x')).status).toBe(201)
  })
})

describe('the clock', () => {
  test('is advanced, set, frozen and set running', async () => {
    const { admin } = stand()
    const move = async (body: object) => (await admin.post('/clock', body)).body
    expect(await move({ advance: '59m' })).toEqual({ now: '2026-01-01T00:59:00.000Z', frozen: true, due: [] })
    expect(await move({ set: '2026-02-01T00:00:00Z' })).toMatchObject({ now: '2026-02-01T00:00:00.000Z' })
    expect(await move({ freeze: false })).toMatchObject({ frozen: false })
    expect(await move({ freeze: true })).toMatchObject({ frozen: true })
    expect((await admin.get('/clock')).body.now.slice(0, 10)).toBe('2026-02-01')
  })

  test('may run on while it is moved', async () => {
    const { admin, stage } = stand()
    let at = Date.parse(CLOCK)
    Object.assign(stage.sessions.default.clock, { now: () => at++ })
    expect((await admin.post('/clock', { advance: '0s' })).status).toBe(200)
  })

  test('answers what fell due, in order, and does it first', async () => {
    const { admin, stage } = stand()
    const { agenda, clock } = stage.sessions.default
    const done: string[] = []
    agenda.on('test', async ({ id }) => void done.push(`${id} at ${clock.now() - Date.parse(CLOCK)}`))
    await agenda.add('late', Date.parse(CLOCK) + 2000, { kind: 'test' })
    await agenda.add('soon', Date.parse(CLOCK) + 1000, { kind: 'test' })
    await agenda.add('never', Date.parse(CLOCK) + 9000, { kind: 'test' })
    const { body } = await admin.post('/clock', { advance: '5s' })
    expect(body.due).toEqual([
      { id: 'soon', at: '2026-01-01T00:00:01.000Z', kind: 'test' },
      { id: 'late', at: '2026-01-01T00:00:02.000Z', kind: 'test' },
    ])
    expect(done).toEqual(['soon at 1000', 'late at 2000'])
  })

  test.each([
    {},
    { advance: '1m', freeze: true },
    { advance: '-1m' },
    { advance: '99999999d' },
    { advance: 60 },
    { set: '2025-12-31T23:59:59Z' },
    { set: 'tomorrow' },
    { freeze: 'yes' },
  ])('%j is refused and moves nothing', async (body) => {
    const { admin } = stand()
    const answer = await admin.post('/clock', body)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_input'])
    expect(answer.body.error.expected).toBeTruthy()
    expect((await admin.get('/clock')).body.now).toBe('2026-01-01T00:00:00.000Z')
  })
})

describe('the scenario', () => {
  test.each([
    ['application/yaml', SCENARIO],
    [
      'application/json',
      JSON.stringify({
        name: 'second-call-expired',
        clock: CLOCK,
        rules: [{ id: 'expiry', provider: 'hoopr', call: 'GET /v1/filters', skip: 1, do: 'expire' }],
      }),
    ],
  ])('is played from %s, strikes, and shows how often', async (type, text) => {
    const { admin, mint, call } = stand()
    const put = await admin.put('/scenario', text, type)
    expect(put.status).toBe(200)
    expect(put.body).toMatchObject({ name: 'second-call-expired', rules: [{ id: 'expiry', matched: 0, struck: 0 }] })
    expect(put.body.warnings).toEqual([expect.stringContaining('only at creation or reset')])
    const token = await mint({ provider: 'hoopr' })
    expect([await call('/hoopr/v1/filters', token), await call('/hoopr/v1/filters', token)]).toEqual([200, 401])
    expect((await admin.get('/scenario')).body.rules).toMatchObject([{ id: 'expiry', matched: 2, struck: 1 }])
    expect((await admin.delete('/scenario')).body).toEqual({ name: null, rules: [] })
  })

  test('says, in the answer and in the log, what is not judged yet', async () => {
    const { admin, logged } = stand()
    const text = `${SCENARIO}expect:\n  - { call: GET /v1/filters, exactly: 1 }\n`
    const { body } = await admin.put('/scenario', text, 'text/yaml')
    expect(body.warnings[0]).toContain('expect')
    expect(logged.filter(([level, event]) => level === 'warn' && event === 'scenario')).toHaveLength(1)
  })

  test('a bad one is refused with its place and the old one plays on', async () => {
    const { admin } = stand()
    await admin.put('/scenario', SCENARIO, 'application/yaml')
    const { status, body } = await admin.put('/scenario', SCENARIO.replace('hoopr', 'hooper'), 'application/yaml')
    expect(status).toBe(400)
    expect(body.error.code).toBe('bad_scenario')
    expect(body.error.message).toMatch(/:5:15: expected .*got "hooper"/)
    expect(body.error.known).toContain('hoopr')
    expect((await admin.get('/scenario')).body.name).toBe('second-call-expired')
  })

  test('broken YAML is refused with its place', async () => {
    const { admin } = stand()
    const { status, body } = await admin.put('/scenario', 'rules: [\n', 'application/yaml')
    expect([status, body.error.code]).toEqual([400, 'bad_scenario'])
    expect(body.error.message).toMatch(/:\d+:\d+: /)
  })

  test('no body at all is no scenario, and a file is none that this API reads', async () => {
    const { admin } = stand()
    expect((await admin.put('/scenario', '', 'application/json')).status).toBe(400)
    expect((await admin.put('/scenario', '"/etc/passwd"', 'application/json')).body.error.code).toBe('bad_scenario')
  })
})

describe('requests', () => {
  test('are listed newest first, filtered, counted and forgotten', async () => {
    const { admin, call } = stand()
    await call('/hoopr/version')
    await admin.post('/clock', { advance: '1m' })
    await call('/hoopr/v1/filters')
    await call('/hoopr/nowhere')
    const routes = async (query: string) =>
      (await admin.get(`/requests${query}`)).body.requests.map(({ route }: { route: string }) => route)
    expect(await routes('')).toEqual([null, 'filters.list', 'version.get'])
    expect(await routes('?route=version.get')).toEqual(['version.get'])
    expect(await routes('?status=401')).toEqual(['filters.list'])
    expect(await routes('?since=2026-01-01T00:01:00Z&provider=hoopr')).toEqual([null, 'filters.list'])
    expect(await routes('/unmatched')).toEqual([null])
    expect((await admin.get('/requests/count?provider=hoopr')).body).toEqual({ count: 3 })
    await admin.delete('/requests')
    expect((await admin.get('/requests/count')).body).toEqual({ count: 0 })
  })

  test.each(['provider=x', 'status=abc', 'since=noon', 'rout=x'])(
    'a filter that cannot be is refused: %s',
    async (query) => {
      const { admin } = stand()
      expect((await admin.get(`/requests?${query}`)).body.error.code).toBe('invalid_input')
    },
  )

  test('hold no secret and no token', async () => {
    const { admin, agent, stage } = stand()
    const env = providers[0]!.env(stage.sessions.default, '')
    const grant = {
      grant_type: 'client_credentials',
      client_id: env.HOOPR_CLIENT_ID,
      client_secret: env.HOOPR_CLIENT_SECRET,
    }
    const { body } = await agent.post('/hoopr/v1/auth/token').send(grant)
    const token = body.data.access_token
    await agent.get('/hoopr/v1/filters').set('authorization', `Bearer ${token}`)
    const { text } = await admin.get('/requests')
    expect(text).toContain(env.HOOPR_CLIENT_ID)
    for (const secret of [env.HOOPR_CLIENT_SECRET!, token, token.split('.')[2]]) expect(text).not.toContain(secret)
  })
})

describe('tokens', () => {
  test('one is minted as asked, and works', async () => {
    const { admin, call, mint } = stand()
    const { status, body } = await admin.post('/tokens', { provider: 'hoopr', scopes: ['catalog:read'], expiresIn: 60 })
    expect(status).toBe(201)
    expect(await call('/hoopr/v1/filters', body.token)).toBe(200)
    expect(await call('/hoopr/v1/tracks-top', body.token)).toBe(403)
    await admin.post('/clock', { advance: '1m' })
    expect(await call('/hoopr/v1/filters', body.token)).toBe(401)
    expect(await call('/hoopr/v1/filters', await mint({ provider: 'hoopr' }))).toBe(200)
  })

  test.each([
    { provider: 'hopr' },
    { provider: 'hoopr', client: 'nobody' },
    { provider: 'hoopr', scopes: ['all'] },
    { provider: 'hoopr', mode: 'dev' },
    { provider: 'hoopr', expiresIn: 0 },
    {},
  ])('%j cannot be minted', async (body) => {
    const { admin } = stand()
    const { status, body: answer } = await admin.post('/tokens', body)
    expect(status).toBe(400)
    expect(answer.error.message).not.toBe('')
  })

  test.each(['expire', 'revoke'])(
    '%s strikes the one that is named, or all access tokens of a provider or client',
    async (act) => {
      const { admin, call, mint } = stand()
      const [one, two] = [await mint({ provider: 'hoopr' }), await mint({ provider: 'hoopr' })]
      const client = (await admin.get('/credentials')).body.hoopr.clients[1].clientId
      const other = await mint({ provider: 'hoopr', client })
      const statuses = async () => [
        await call('/hoopr/v1/filters', one),
        await call('/hoopr/v1/filters', two),
        await call('/hoopr/v1/filters', other),
      ]
      const count = { expire: 'expired', revoke: 'revoked' }[act]!
      expect((await admin.post(`/tokens/${act}`, { token: one })).body).toEqual({ [count]: 1 })
      expect(await statuses()).toEqual([401, 200, 200])
      expect((await admin.post(`/tokens/${act}`, { client })).body).toEqual({ [count]: 1 })
      expect(await statuses()).toEqual([401, 200, 401])
      expect((await admin.post(`/tokens/${act}`, { provider: 'hoopr' })).body).toEqual({ [count]: 1 })
      expect(await statuses()).toEqual([401, 401, 401])
    },
  )

  test('a refresh token is touched only when it is named', async () => {
    const { admin, agent } = stand()
    const { apps } = (await admin.get('/credentials')).body.hoopai
    const { clientId, clientSecret, redirectUris } = apps[0]
    const ask = { clientId, redirectUri: redirectUris[0], scope: 'contacts.readonly' }
    const { redirectTo } = (await admin.post('/consent', ask)).body
    const code = new URL(redirectTo).searchParams.get('code')
    const token = (fields: object) =>
      agent
        .post('/hoopai/oauth/token')
        .type('form')
        .send({ client_id: clientId, client_secret: clientSecret, ...fields })
    const first = await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUris[0] })
    expect(first.status).toBe(200)
    expect((await admin.post('/tokens/revoke', { provider: 'hoopai' })).body).toEqual({ revoked: 1 })
    const second = await token({ grant_type: 'refresh_token', refresh_token: first.body.refresh_token })
    expect(second.status).toBe(200)
    expect((await admin.post('/tokens/revoke', { token: second.body.refresh_token })).body).toEqual({ revoked: 1 })
    const third = await token({ grant_type: 'refresh_token', refresh_token: second.body.refresh_token })
    expect(third.status).toBeGreaterThanOrEqual(400)
  })

  test('a private integration token never expires, and can be revoked before it was ever used', async () => {
    const { admin } = stand()
    const { token } = (await admin.get('/credentials')).body.hoopai.privateIntegrations[0]
    expect((await admin.post('/tokens/expire', { token })).body).toEqual({ expired: 0 })
    expect((await admin.post('/tokens/revoke', { token })).body).toEqual({ revoked: 1 })
    expect((await admin.post('/tokens/revoke', { token })).body).toEqual({ revoked: 0 })
  })

  test('a token of another session is unknown, and not repeated in the refusal', async () => {
    const { admin, mint } = stand()
    await admin.post('/sessions', { name: 'a', clock: CLOCK })
    const token = await mint({ provider: 'hoopr' }, '/sessions/a')
    const answer = await admin.post('/tokens/revoke', { token })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'unknown_token'])
    expect(answer.text).not.toContain(token)
  })

  test.each([{}, { token: 'x', provider: 'hoopr' }, { provider: 'hopr' }])('%j names no token', async (body) => {
    const { admin } = stand()
    expect((await admin.post('/tokens/expire', body)).status).toBe(400)
  })
})

describe('consent', () => {
  test('what the provider refuses is said in its words', async () => {
    const { admin } = stand()
    const { status, body } = await admin.post('/consent', { clientId: 'nobody', redirectUri: 'http://x', scope: 'y' })
    expect(status).toBe(400)
    expect(body.error.code).toBe('refused')
  })
})

describe('bad input', () => {
  test('an unknown route is told the known ones', async () => {
    const { admin, agent } = stand()
    for (const answer of [
      await admin.get('/nowhere'),
      await agent.patch('/__admin/clock'),
      await agent.get('/s/default/__admin/x'),
    ]) {
      expect(answer.status).toBe(404)
      expect(answer.body.error).toMatchObject({
        code: 'unknown_route',
        known: expect.arrayContaining(['GET /__admin/health']),
      })
    }
  })

  test.each([
    ['application/json', '{"advance":', 400, 'malformed_json'],
    ['application/json', '{"advance":x}', 400, 'malformed_json'],
    ['application/json', '[]', 400, 'invalid_input'],
    ['application/json', 'null', 400, 'invalid_input'],
    ['application/x-www-form-urlencoded', 'advance=1m', 415, 'wrong_content_type'],
    ['application/yaml', 'advance: 1m', 415, 'wrong_content_type'],
  ])('%s %s is %i', async (type, body, status, code) => {
    const { agent } = stand()
    const answer = await agent.post('/__admin/clock').set('content-type', type).send(body)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  test('what looks like a secret is taken out of a refusal', async () => {
    const { admin } = stand()
    const { text } = await admin.post('/tokens', { provider: 'hoopr', client: 'hpr_live_ThisWasPastedByMistake00' })
    expect(text).toContain('[redacted]')
    expect(text).not.toContain('Mistake')
  })

  test('also where nobody lives, and in the log', async () => {
    const { agent, logged } = stand()
    const secret = 'hpr_live_ThisWasPastedByMistake00'
    const answers = [await agent.get(`/nowhere/${secret}`), await agent.get(`/__admin/%zz${secret}`)]
    await agent.get(`/hoopr/v1/${secret}`)
    await agent.get(`/s/${secret}/hoopr/version`)
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(logged.length).toBeGreaterThan(0)
    expect(JSON.stringify([answers.map(({ body }) => body), logged])).not.toContain(secret)
  })

  test('a session in a path that does not decode', async () => {
    const { admin } = stand()
    expect((await admin.get('/sessions/%zz/clock')).status).toBe(400)
  })

  test('no answer is cached or open to other sites', async () => {
    const { admin } = stand()
    const { headers } = await admin.get('/credentials')
    expect(headers['cache-control']).toBe('no-store')
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

test('every route of the table has a name of its own and says what it does', () => {
  const names = adminRoutes.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(names).size).toBe(names.length)
  expect(adminRoutes.filter(({ about }) => about === '')).toEqual([])
})
