/** What may befall a Hoopr account, by scenario, admin API and library alike; and by the calls that it strikes. */

import { describe, expect, test } from 'vitest'
import { hoopr } from '../../../src/providers/hoopr/index.ts'
import { befalling, WAYS } from '../../befall.ts'
import { hostileState } from '../../core/hostile.ts'
import { FIRST, grant, PARTNER_EXCLUSIVES, refusal, SECOND, secretOf, TOP_50 } from './demo.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

const TOKEN = 'POST /v1/auth/token'
const WRONG = refusal('invalid_client', 'Invalid client credentials')
const INACTIVE = refusal('client_inactive', 'Client is inactive')
const RESTRICTED = refusal('playlist_restricted', 'Playlist is restricted')

function account(settings = {}, options = {}) {
  const stand = befalling(hoopr, settings, options)
  const { session, call } = stand
  const ask = (client: string, client_secret: string) =>
    call(TOKEN, { json: { grant_type: 'client_credentials', client_id: client, client_secret } })
  const shown = async (id: string) =>
    ((await hoopr.credentials(session, '')) as Any).clients.find(({ clientId }: Any) => clientId === id)
  const tokenOf = (client: string, mode = 'test') => hoopr.mint(session, session.clock.now(), { client, mode })
  const statusWith = async (token: string, target = 'GET /v1/tracks?pageSize=1') =>
    (await call(target, { token })).status
  return { ...stand, ask, shown, tokenOf, statusWith }
}

describe.each(WAYS)('by %s', (way) => {
  test.each([
    [false, 200],
    [true, 401],
  ])('rotate-secret: new secrets, and with rotationRevokes %s an old token is %i', async (rotationRevokes, status) => {
    const { session, ask, shown, tokenOf, statusWith, befall } = account({ rotationRevokes })
    const [mine, another] = [await tokenOf(FIRST), await tokenOf(SECOND)]
    expect((await ask(FIRST, secretOf(FIRST))).status).toBe(200)
    const done = await befall(way, 'rotate-secret', FIRST)
    const { secrets } = await shown(FIRST)
    if (done) expect(done).toEqual({ provider: 'hoopr', cause: 'rotate-secret', object: FIRST, secrets })
    for (const mode of ['test', 'live'] as const) {
      expect(secrets[mode]).toMatch(new RegExp(`^hpr_${mode}_[A-Za-z0-9]{32}$`))
      expect((await ask(FIRST, secretOf(FIRST, mode))).json).toEqual(WRONG)
      expect((await ask(FIRST, secrets[mode])).json.data.mode).toBe(mode)
    }
    expect(await hoopr.env(session, '')).toMatchObject({
      HOOPR_CLIENT_SECRET: secrets.test,
      HOOPR_LIVE_CLIENT_SECRET: secrets.live,
    })
    expect([await statusWith(mine), await statusWith(another)]).toEqual([status, 200])
    expect(await statusWith((await ask(FIRST, secrets.test)).json.data.access_token)).toBe(200)
    expect((await ask(SECOND, secretOf(SECOND))).status).toBe(200)
  })

  test('deactivate-client refuses it and its tokens at once, and reactivate-client serves them again', async () => {
    const { call, ask, shown, tokenOf, statusWith, befall } = account()
    const [mine, another] = [await tokenOf(FIRST), await tokenOf(SECOND)]
    await befall(way, 'deactivate-client', FIRST)
    expect((await shown(FIRST)).active).toBe(false)
    expect((await ask(FIRST, secretOf(FIRST))).json).toEqual(INACTIVE)
    expect((await call('GET /v1/filters', { token: mine })).json).toEqual(INACTIVE)
    expect([await statusWith(another), (await ask(SECOND, secretOf(SECOND))).status]).toEqual([200, 200])
    await befall(way, 'reactivate-client', FIRST)
    expect([await statusWith(mine), (await ask(FIRST, secretOf(FIRST))).status]).toEqual([200, 200])
  })

  test('restrict-playlist takes it from every client, in its own mode, and grant-playlist gives one to all', async () => {
    const { call, tokenOf, befall } = account()
    const [mine, live] = [await tokenOf(FIRST), await tokenOf(FIRST, 'live')]
    const get = async (id: string, token = mine) => (await call(`GET /v1/playlists/${id}`, { token })).json
    const listed = async () =>
      (await call('GET /v1/playlists?pageSize=100', { token: mine })).json.data.items.map(({ id }: Any) => id)
    expect([await listed(), (await get(TOP_50)).data.id]).toEqual([expect.arrayContaining([TOP_50]), TOP_50])
    await befall(way, 'restrict-playlist', TOP_50)
    expect(await get(TOP_50)).toEqual(RESTRICTED)
    expect((await call(`GET /v1/playlists/${TOP_50}/tracks`, { token: mine })).json).toEqual(RESTRICTED)
    expect(await listed()).not.toContain(TOP_50)
    expect((await get(TOP_50, live)).error.type).toBe('playlist_not_found')
    await befall(way, 'grant-playlist', TOP_50)
    expect((await get(TOP_50)).data.id).toBe(TOP_50)
    const { test: kept } = PARTNER_EXCLUSIVES
    expect(await get(kept)).toEqual(RESTRICTED)
    await befall(way, 'grant-playlist', kept)
    expect((await get(kept)).data.id).toBe(kept)
  })
})

describe('a rule strikes what the call itself has', () => {
  test('a token request its client, before the secret is looked at', async () => {
    const { ask, play, call } = account()
    await play([{ call: 'auth.token', skip: 1, times: 1, do: 'rotate-secret' }])
    expect((await ask(FIRST, secretOf(FIRST))).status).toBe(200)
    const struck = await ask(FIRST, secretOf(FIRST))
    expect(struck.json).toEqual(WRONG)
    // Nothing tells it from a genuine one.
    expect(struck.headers).not.toHaveProperty('x-stuntdouble-fault')
    expect((await call(TOKEN, { json: grant(SECOND) })).status).toBe(200)
  })

  test('a call the client of its token, and a playlist the one in its path', async () => {
    const { call, play, tokenOf } = account()
    await play([
      { call: 'GET /v1/filters', times: 1, do: 'deactivate-client' },
      { call: 'GET /v1/playlists/**', times: 1, do: 'restrict-playlist' },
    ])
    const [mine, another] = [await tokenOf(FIRST), await tokenOf(SECOND)]
    // Another path, or none that there is, has no playlist: the strike is kept.
    expect((await call('GET /v1/playlists/none', { token: another })).json.error.type).toBe('playlist_not_found')
    expect((await call(`GET /v1/playlists/${TOP_50}`, { token: another })).json).toEqual(RESTRICTED)
    expect((await call('GET /v1/filters', { token: mine })).json).toEqual(INACTIVE)
    expect((await call('GET /v1/filters', { token: another })).status).toBe(200)
  })

  test('with the answer lost, the secret is rotated all the same', async () => {
    const { ask, play, shown } = account()
    await play([{ call: 'auth.token', times: 1, phase: 'after', do: ['rotate-secret', { status: 503 }] }])
    expect((await ask(FIRST, secretOf(FIRST))).status).toBe(503)
    expect((await ask(FIRST, secretOf(FIRST))).json).toEqual(WRONG)
    expect((await ask(FIRST, (await shown(FIRST)).secrets.test)).status).toBe(200)
  })
})

test('of a hundred calls at once exactly three rotate the secret, and none of them loses its answer', async () => {
  const { session, call, play, tokenOf, ask, shown } = account({}, { openState: () => hostileState(3) })
  await play([{ call: 'GET /v1/filters', times: 3, do: 'rotate-secret' }])
  const token = await tokenOf(FIRST)
  const answers = await Promise.all(Array.from({ length: 100 }, () => call('GET /v1/filters', { token })))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const { secrets } = await shown(FIRST)
  expect(secrets.test).toBe('hpr_test_DemoSecretOfTheFirstKind00000031')
  expect((await ask(FIRST, secrets.test)).status).toBe(200)
  expect(await session.state.count(`hoopr rotations/${FIRST}`, 0)).toBe(3)
})

test('a setting and the causes add up: the generation is the setting’s and one more for each rotation', async () => {
  const { befall, shown } = account({ secretGeneration: 4 })
  await befall('library', 'rotate-secret', FIRST)
  expect((await shown(FIRST)).secrets.test).toBe('hpr_test_DemoSecretOfTheFirstKind00000041')
  expect((await shown(SECOND)).secrets.test).toBe('hpr_test_DemoSecretOfTheFirstKind00000032')
})

test('in a session of its own, a rotated secret still leads there', async () => {
  const { sessions, session, befall } = account({}, { ownCredentials: true })
  const { HOOPR_CLIENT_ID: id } = await hoopr.env(session, '')
  const { secrets } = (await befall('library', 'rotate-secret', id!)) as Any
  const body = Buffer.from(JSON.stringify({ client_secret: secrets.test }))
  const tags = hoopr.tags({ path: '/v1/auth/token', headers: {}, body } as Any)
  expect(sessions.byTag(() => tags)).toBe(session)
})
