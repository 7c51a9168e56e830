/** The admin API: sessions, which one is meant, and their clocks. */

import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { limitsOf } from '../../src/core/settings.ts'
import { providers } from '../../src/providers/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { Stage } from '../../src/server/stage.ts'
import { CLOCK, SCENARIO, stand } from './stand.ts'

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
    expect(limitsOf(stage.sessions.get('a')!.settings(providers[0]!))).toEqual({ token: { limit: 2, perMs: 60_000 } })
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
    expect(reset.body).toEqual({ ...created.body, scenario: 'second-call-expired' })
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
