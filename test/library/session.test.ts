/** A session's handle, from outside: what a test does with it, and what a client then sees. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Emulator, type SessionHandle, startEmulator } from '../../src/index.ts'
import { receiver } from '../receiver.ts'

const CLOCK = '2026-01-01T00:00:00Z'
const TRACKS = '/v1/tracks?page=2'
let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ ports: 'each' })
})
afterAll(() => emulator.close())

async function ask(url: string, token: string): Promise<number> {
  return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status
}

/** A token as a client gets it: with the session's credentials, from the address given. */
async function grant(session: SessionHandle, base = session.url('hoopr')): Promise<string> {
  const { clientId, secrets } = session.credentials.hoopr.clients[0]!
  const body = { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test }
  const response = await fetch(`${base}/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return ((await response.json()) as { data: { access_token: string } }).data.access_token
}

describe('a session is found', () => {
  test('by its URL, whatever the client sends', async () => {
    const session = await emulator.session({ ownCredentials: false })
    const token = await grant(session)
    expect(await ask(session.url('hoopr') + TRACKS, token)).toBe(200)
    expect(await session.requests()).toHaveLength(2)
    // A token of its own is none of another session's.
    expect(await ask(emulator.default.url('hoopr') + TRACKS, token)).toBe(401)
  })

  test('by credentials of its own, which it has unless told otherwise', async () => {
    const session = await emulator.session()
    const token = await grant(session, `${emulator.url}/hoopr`)
    expect(await ask(session.origin('hoopr') + TRACKS, token)).toBe(200)
    expect((await session.requests()).map(({ status }) => status)).toEqual([200, 200])
  })

  test('by the environment that it gives', async () => {
    const { env, name } = await emulator.session()
    expect(env).toMatchObject({ STUNTDOUBLE_SESSION: name, HOOPR_BASE_URL: `${emulator.url}/s/${name}/hoopr` })
  })

  test('at an origin only where providers have ports', async () => {
    await using other = await startEmulator()
    expect(() => other.default.origin('hoopr')).toThrow('hoopr has no port of its own here.')
  })
})

describe('its clock', () => {
  test('moves as it is told, and answers what fell due', async () => {
    await using hook = await receiver(500, 200)
    const settings = { hoopai: { webhookUrl: hook.url } }
    const session = await emulator.session({ clock: CLOCK, settings })
    await session.webhooks.send({ type: 'ContactCreate' })
    await hook.count(1)
    const moved = await session.clock.advance('59m')
    expect(moved).toMatchObject({ now: '2026-01-01T00:59:00.000Z', frozen: true })
    expect(moved.due).toMatchObject([{ at: '2026-01-01T00:01:00.000Z', kind: 'webhook', status: 200 }])
    expect((await session.webhooks.list()).map(({ delivered, attempts }) => [delivered, attempts.length])).toEqual([
      [true, 2],
    ])
    expect((await session.clock.set('2027-01-01T00:00:00Z')).due).toEqual([])
    expect([session.clock.now, session.clock.frozen]).toEqual(['2027-01-01T00:00:00.000Z', true])
  })

  test('is what tokens go by', async () => {
    const session = await emulator.session({ clock: CLOCK })
    const token = await session.tokens.mint({ provider: 'hoopr', expiresIn: 60 })
    await session.clock.advance('59s')
    expect(await ask(session.url('hoopr') + TRACKS, token)).toBe(200)
    await session.clock.advance('1s')
    expect(await ask(session.url('hoopr') + TRACKS, token)).toBe(401)
  })

  test('stands still and runs', async () => {
    const { clock } = await emulator.session()
    expect(clock.frozen).toBe(false)
    expect((await clock.freeze()).frozen).toBe(true)
    expect(clock.frozen).toBe(true)
    expect((await clock.thaw()).frozen).toBe(false)
  })
})

describe('it plays', () => {
  const OUTAGE = { name: 'outage', rules: [{ id: 'down', call: 'GET /v1/tracks', do: { status: 418 } }] }

  test.each([
    ['an object', OUTAGE],
    ['YAML', `name: outage\nrules:\n  - { id: down, call: GET /v1/tracks, do: { status: 418 } }\n`],
    ['a file', 'test/library/outage.yaml'],
  ])('%s', async (_what, scenario) => {
    const session = await emulator.session({ scenario })
    const token = await session.tokens.mint({ provider: 'hoopr' })
    expect(await ask(session.url('hoopr') + TRACKS, token)).toBe(418)
    const { name, rules } = await session.scenario()
    expect(name).toBe('outage')
    expect(rules).toMatchObject([{ id: 'down', matched: 1, struck: 1 }])
  })

  test('another one, and then none', async () => {
    const session = await emulator.session({ scenario: 'provider-outage' })
    expect((await session.play(OUTAGE)).name).toBe('outage')
    const token = await session.tokens.mint({ provider: 'hoopr' })
    expect(await ask(session.url('hoopr') + TRACKS, token)).toBe(418)
    expect((await session.play(null)).name).toBe(null)
    expect(await ask(session.url('hoopr') + TRACKS, token)).toBe(200)
  })

  test('and says why a call ended as it did', async () => {
    const session = await emulator.session({ scenario: OUTAGE })
    await ask(session.url('hoopr') + TRACKS, 'nobody')
    const [call] = await session.requests({ provider: 'hoopr', status: 418 })
    expect((await session.explain(call!.id)).rules).toMatchObject([
      { rule: 'down', struck: true, why: expect.stringContaining('this was call 1 of those it meets') },
    ])
  })
})

test('its journal is filtered as over HTTP', async () => {
  const session = await emulator.session({ clock: CLOCK })
  await ask(session.url('hoopr') + TRACKS, 'nobody')
  await session.clock.advance('1m')
  await ask(`${session.url('hoopr')}/v9`, 'nobody')
  const paths = async (filter?: Parameters<SessionHandle['requests']>[0]) =>
    (await session.requests(filter)).map(({ path }) => path)
  expect(await paths()).toEqual(['/v9', '/v1/tracks'])
  expect(await paths({ unmatched: true })).toEqual(['/v9'])
  expect(await paths({ status: 401, route: 'tracks.list' })).toEqual(['/v1/tracks'])
  expect(await paths({ since: '2026-01-01T00:01:00Z' })).toEqual(['/v9'])
  expect(await paths({ provider: 'hoopai' })).toEqual([])
})

test('tokens are minted, ended and revoked', async () => {
  const session = await emulator.session()
  const { tokens } = session
  const [one, two] = [await tokens.mint({ provider: 'hoopr' }), await tokens.mint({ provider: 'hoopr' })]
  expect(await tokens.expire({ token: one })).toBe(1)
  expect(await tokens.revoke({ provider: 'hoopr' })).toBe(1)
  expect([await ask(session.url('hoopr') + TRACKS, one), await ask(session.url('hoopr') + TRACKS, two)]).toEqual([
    401, 401,
  ])
})

test("a person's consent needs no browser", async () => {
  const session = await emulator.session()
  const { clientId, clientSecret, redirectUris } = session.credentials.hoopai.apps[0]!
  const { locationId } = session.credentials.hoopai.locations[0]!
  const redirectUri = redirectUris[0]!
  const { redirectTo } = await session.consent({ clientId, redirectUri, scope: 'contacts.readonly', locationId })
  const code = new URL(redirectTo!).searchParams.get('code')!
  const client = { client_id: clientId, client_secret: clientSecret }
  const response = await fetch(`${session.url('hoopai')}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...client, grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  })
  expect(await response.json()).toMatchObject({ locationId, scope: 'contacts.readonly' })
})

test('what befalls its accounts shows in its credentials', async () => {
  const session = await emulator.session()
  const { clientId, secrets } = session.credentials.hoopr.clients[0]!
  expect(await session.cause('hoopr', 'rotate-secret', clientId)).toMatchObject({ object: clientId })
  const rotated = session.credentials.hoopr.clients[0]!.secrets.test
  expect(rotated).not.toBe(secrets.test)
  expect(session.env.HOOPR_CLIENT_SECRET).toBe(rotated)
  expect(await ask(session.url('hoopr') + TRACKS, await grant(session))).toBe(200)
  await expect(session.cause('hoopr', 'rotate')).rejects.toMatchObject({ code: 'refused', got: 'rotate' })
})

describe('its report', () => {
  test('says whether its client behaved', async () => {
    const expect_ = [{ call: 'POST /v1/auth/token', provider: 'hoopr', exactly: 1 }]
    const session = await emulator.session({ scenario: { name: 'one-grant', rules: [], expect: expect_ } })
    expect((await session.report()).verdict).toBe('failed')
    await grant(session)
    const { verdict, sessions } = await session.report()
    expect(verdict).toBe('passed')
    expect(sessions).toMatchObject([{ name: session.name, scenario: 'one-grant', calls: { hoopr: 1 }, findings: [] }])
  })

  test('waits for no call that never came', async () => {
    expect((await (await emulator.session()).report()).verdict).toBe('inconclusive')
  })
})

describe('its life', () => {
  test('begins anew with the same credentials', async () => {
    const session = await emulator.session({ clock: CLOCK, seed: 7 })
    const before = session.credentials
    const token = await grant(session)
    await session.clock.advance('1h')
    await session.reset()
    expect(session.clock.now).toBe('2026-01-01T00:00:00.000Z')
    expect(session.credentials).toEqual(before)
    expect(await session.requests()).toEqual([])
    expect(await ask(session.url('hoopr') + TRACKS, token)).toBe(401)
  })

  test('is carried away as a document, and back', async () => {
    const session = await emulator.session({ clock: CLOCK, seed: 7 })
    const token = await grant(session)
    const document = await session.snapshot()
    await session.tokens.revoke({ token })
    await session.clock.advance('1m')
    await session.restore(document)
    expect(session.clock.now).toBe('2026-01-01T00:00:00.000Z')
    expect(await ask(session.url('hoopr') + TRACKS, token)).toBe(200)
  })

  test('ends with its block', async () => {
    const names = () => emulator.stage.sessions.list().map(({ name }) => name)
    {
      await using session = await emulator.session({ name: 'brief' })
      expect(names()).toContain(session.name)
    }
    expect(names()).not.toContain('brief')
  })

  test('is over when it is closed, also for the next session of its name', async () => {
    const session = await emulator.session({ name: 'twice' })
    await session.close()
    await session.close()
    await using again = await emulator.session({ name: 'twice' })
    expect(again.clock.frozen).toBe(false)
    expect(() => session.env).toThrow('No session has this name.')
    await expect(session.requests()).rejects.toMatchObject({ code: 'unknown_session', got: 'twice' })
    expect((await fetch(`${again.url('hoopr')}/v1/tracks`)).status).toBe(401)
  })

  test('never ends for `default`, which begins anew', async () => {
    await using own = await startEmulator()
    const token = await own.default.tokens.mint({ provider: 'hoopr' })
    expect(await ask(`${own.url}/hoopr${TRACKS}`, token)).toBe(200)
    await own.default.close()
    expect(await own.default.requests()).toEqual([])
    expect(await ask(own.default.url('hoopr') + TRACKS, token)).toBe(401)
  })
})

test('what it answers is a copy', async () => {
  const session = await emulator.session()
  await ask(session.url('hoopr') + TRACKS, 'nobody')
  const [call] = await session.requests()
  call!.headers.host = 'changed'
  session.credentials.hoopr.clients[0]!.clientId = 'changed'
  expect((await session.requests())[0]!.headers.host).toBe(new URL(emulator.url).host)
  expect(session.credentials.hoopr.clients[0]!.clientId).not.toBe('changed')
})

describe('what cannot be is refused in the words of the admin API', () => {
  /** A call of the library, and the same over HTTP. */
  const WRONG: [string, (session: SessionHandle) => Promise<unknown>, string, object][] = [
    ['an hour that is none', ({ clock }) => clock.advance('an hour'), '/clock', { advance: 'an hour' }],
    ['a step back', ({ clock }) => clock.set('2020-01-01T00:00:00Z'), '/clock', { set: '2020-01-01T00:00:00Z' }],
    [
      'an unknown provider',
      ({ tokens }) => tokens.mint({ provider: 'hopr' as 'hoopr' }),
      '/tokens',
      { provider: 'hopr' },
    ],
    [
      'an unknown scope',
      ({ tokens }) => tokens.mint({ provider: 'hoopr', scopes: ['all'] }),
      '/tokens',
      { provider: 'hoopr', scopes: ['all'] },
    ],
    [
      'an unknown field',
      ({ tokens }) => tokens.mint({ provider: 'hoopr', scope: 'x' } as { provider: 'hoopr' }),
      '/tokens',
      { provider: 'hoopr', scope: 'x' },
    ],
    ['a stray token', ({ tokens }) => tokens.expire({ token: 'x' }), '/tokens/expire', { token: 'x' }],
    ['no snapshot', (session) => session.restore({ a: 1 }), '/restore', { a: 1 }],
    ['an unknown event', ({ webhooks }) => webhooks.send({ type: 'Nope' }), '/webhooks', { type: 'Nope' }],
  ]

  test.each(WRONG)('%s', async (_what, act, path, body) => {
    const session = await emulator.session({ clock: CLOCK })
    const thrown = await act(session).then(
      () => undefined,
      (error: Error) => error,
    )
    expect(thrown).toBeInstanceOf(Error)
    const response = await fetch(`${emulator.url}/__admin/sessions/${session.name}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const { error } = (await response.json()) as { error: object }
    expect({ ...thrown, name: undefined, message: thrown!.message }).toEqual(error)
  })

  test('a name that is taken, a seed that is no number, a scenario and a setting that do not exist', async () => {
    await using session = await emulator.session()
    const { name } = session
    await expect(emulator.session({ name })).rejects.toMatchObject({ code: 'session_exists', got: name })
    await expect(emulator.session({ seed: 1.5 })).rejects.toThrow('seed: expected a whole number')
    await expect(emulator.session({ scenario: 'nope' })).rejects.toMatchObject({ name: 'ScenarioError' })
    const settings = { hoopr: { accessTokenSecond: 1 } } as object
    await expect(emulator.session({ settings })).rejects.toMatchObject({
      expected: expect.stringContaining('setting'),
    })
  })

  test('without the secrets that it was given', async () => {
    await using session = await emulator.session()
    const { secrets } = session.credentials.hoopr.clients[0]!
    const client = secrets.live as 'hoopr'
    const error = await session.tokens.mint({ provider: client }).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'invalid_input' })
    expect(JSON.stringify(error) + String(error)).not.toContain(secrets.live)
  })
})
