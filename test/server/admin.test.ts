/** The admin API: scenarios, the journal, and what is no good input. */

import { describe, expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { adminRoutes } from '../../src/server/admin/routes.ts'
import { CLOCK, SCENARIO, stand } from './stand.ts'

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
    const env = await providers[0]!.env(stage.sessions.default, '')
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

  test('a body that is nested deeper than any stack is refused', async () => {
    const { agent } = stand()
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
    const answer = await agent.post('/__admin/sessions').set('content-type', 'application/json').send(deep)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({ code: 'malformed_json', expected: 'at most 200 levels' })
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
