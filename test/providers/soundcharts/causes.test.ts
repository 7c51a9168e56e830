/** What may befall a Soundcharts account, by scenario, admin API and library alike; and by the calls that it strikes. */

import { describe, expect, test } from 'vitest'
import { parseInstant } from '../../../src/core/clock.ts'
import { accounts, secretOf } from '../../../src/providers/soundcharts/data.ts'
import { soundcharts } from '../../../src/providers/soundcharts/index.ts'
import { befalling, WAYS } from '../../befall.ts'
import { hostileState } from '../../core/hostile.ts'
import { basicOf, ONE_TEAM, refusal, SANDBOX, SEVERAL_TEAMS, SMALL_QUOTA } from './account.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

const PLATFORMS = 'GET /api/v2/referential/platforms'
const USAGE = 'GET /api/v2/team/usage'
const QUOTA = refusal(429, 'You have reached your monthly available quota.')
const WRONG = { error: 'invalid_client', error_description: 'Client authentication failed' }
const NO_TEAM = { error: 'access_denied', error_description: 'The client cannot access the selected team.' }
const FEBRUARY = parseInstant('2026-02-01T00:00:00Z')!

function account(settings = {}, options = {}) {
  const stand = befalling(soundcharts, settings, options)
  const { session, call } = stand
  const { clients, teams, legacyKeys } = accounts(session)
  const ids = clients.map(({ clientId }) => clientId)
  const ask = (at: number, form = {}, generation = 1) =>
    call('POST /oauth/token', {
      form: { grant_type: 'client_credentials', ...form },
      headers: basicOf(ids[at]!, secretOf(session, at, generation)),
    })
  const token = async (at: number, form = {}) => (await ask(at, form)).json.access_token as string
  const shown = async (at: number) => ((await soundcharts.credentials(session, '')) as Any).clients[at]
  const keys = { 'x-app-id': legacyKeys[0]!.appId, 'x-api-key': legacyKeys[0]!.apiKey }
  return { ...stand, ids, teams, ask, token, shown, keys }
}

describe.each(WAYS)('by %s', (way) => {
  test.each([
    [false, 200],
    [true, 401],
  ])('rotate-secret: a new secret, and with rotationRevokes %s an old token is %i', async (rotationRevokes, status) => {
    const { session, call, ids, ask, token, shown, befall } = account({ rotationRevokes })
    const old = await token(ONE_TEAM)
    const done = await befall(way, 'rotate-secret', ids[ONE_TEAM]!)
    const { clientSecret } = await shown(ONE_TEAM)
    if (done) expect(done).toMatchObject({ cause: 'rotate-secret', object: ids[ONE_TEAM], clientSecret })
    expect(clientSecret).toBe(secretOf(session, ONE_TEAM, 2))
    expect(await soundcharts.env(session, '')).toMatchObject({ SOUNDCHARTS_CLIENT_SECRET: clientSecret })
    expect((await ask(ONE_TEAM)).json).toEqual(WRONG)
    const fresh = (await ask(ONE_TEAM, {}, 2)).json.access_token
    expect((await call(USAGE, { token: fresh })).status).toBe(200)
    expect((await call(USAGE, { token: old })).status).toBe(status)
    expect((await ask(SEVERAL_TEAMS)).status).toBe(200)
  })

  test('move-team: who asks for it is refused, who names none gets the next, and what it has goes on', async () => {
    const { call, teams, ask, token, shown, befall } = account()
    const [, north, desk] = teams as Any
    const old = await token(SEVERAL_TEAMS)
    expect((await ask(SEVERAL_TEAMS, { team_id: north.name })).status).toBe(200)
    const done = await befall(way, 'move-team', north.teamId)
    if (done) expect(done).toMatchObject({ object: north.teamId, moved: true })
    for (const team_id of [north.teamId, north.name])
      expect(await ask(SEVERAL_TEAMS, { team_id })).toMatchObject({ status: 403, json: NO_TEAM })
    expect((await shown(SEVERAL_TEAMS)).teams.map(({ name }: Any) => name)).toEqual(['Metadata Desk', 'Trial Desk'])
    // Without series in its plan, another team is what a client notices.
    const plays = 'GET /api/v2/artist/11e81bcc-9c1c-ce38-b96b-a0369fe50396/audience/instagram'
    expect((await call(plays, { token: old })).status).toBe(200)
    expect((await call(plays, { token: await token(SEVERAL_TEAMS) })).status).toBe(403)
    await befall(way, 'return-team', north.teamId)
    expect((await ask(SEVERAL_TEAMS, { team_id: north.teamId })).status).toBe(200)
    expect((await call(plays, { token: await token(SEVERAL_TEAMS) })).status).toBe(200)
    expect((await ask(SEVERAL_TEAMS, { team_id: desk.teamId })).status).toBe(200)
  })

  test('move-team of the only one leaves a client without any', async () => {
    const { session, call, teams, ask, token, keys, befall } = account()
    const old = await token(ONE_TEAM)
    await befall(way, 'move-team', teams[0]!.teamId)
    expect(await ask(ONE_TEAM)).toMatchObject({ status: 403, json: NO_TEAM })
    expect((await call(USAGE, { token: old })).status).toBe(200)
    expect((await call(USAGE, { headers: keys })).status).toBe(200)
    await expect(soundcharts.mint(session, session.clock.now(), {})).rejects.toThrow('has no team')
  })

  test('spend-quota: the month is used up with its tolerance, for all of the team, until the next', async () => {
    const { session, call, teams, token, befall } = account({ accessTokenSeconds: 10 ** 8 })
    const [mine, same, another] = [
      await token(SMALL_QUOTA),
      await token(SEVERAL_TEAMS, { team_id: 'Trial Desk' }),
      await token(ONE_TEAM),
    ]
    expect((await call(PLATFORMS, { token: mine })).headers['x-quota-remaining']).toBe('9')
    const done = await befall(way, 'spend-quota', teams[3]!.teamId)
    if (done) expect(done.quota).toEqual({ limit: 10, used: 11, resetAt: '2026-02-01T00:00:00.000Z' })
    for (const token of [mine, same]) {
      const refused = await call(PLATFORMS, { token })
      expect([refused.status, refused.json, refused.headers['x-quota-remaining']]).toEqual([429, QUOTA, '0'])
    }
    // It costs none, and shows it.
    expect((await call(USAGE, { token: mine })).json.object.quota).toMatchObject({ limit: 10, remaining: 0 })
    expect((await call(PLATFORMS, { token: another })).status).toBe(200)
    session.clock.advance(FEBRUARY - 1 - session.clock.now())
    expect((await call(PLATFORMS, { token: mine })).status).toBe(429)
    session.clock.advance(1)
    expect((await call(PLATFORMS, { token: mine })).headers['x-quota-remaining']).toBe('9')
  })

  test('spend-quota spends what settings have in its place', async () => {
    const { session, call, teams, token, befall } = account({ limits: { quota: '5 per 1h' }, quotaTolerance: false })
    const mine = await token(ONE_TEAM)
    const done = await befall(way, 'spend-quota', 'Main Office')
    if (done) expect(done).toMatchObject({ object: teams[0]!.teamId, quota: { limit: 5, used: 5 } })
    expect((await call(PLATFORMS, { token: mine })).status).toBe(429)
    session.clock.advance(3_600_000)
    expect((await call(PLATFORMS, { token: await token(ONE_TEAM) })).status).toBe(200)
  })
})

describe('a rule strikes what the call itself has', () => {
  test('a token request the team that it would get', async () => {
    const { ask, play } = account()
    await play([{ call: 'oauth.token', do: 'move-team', times: 2 }])
    expect((await ask(SEVERAL_TEAMS, { team_id: 'nobody’s' })).status).toBe(403)
    // The default team goes, and this very request gets the next one.
    expect((await ask(SEVERAL_TEAMS)).status).toBe(200)
    expect((await ask(SEVERAL_TEAMS, { team_id: 'North Office' })).status).toBe(403)
    expect((await ask(SEVERAL_TEAMS, { team_id: 'Trial Desk' })).status).toBe(403)
    expect((await ask(SEVERAL_TEAMS)).status).toBe(200)
  })

  test('a call the team of its token or keys, and the sandbox none', async () => {
    const { call, play, token, keys } = account()
    await play([{ call: 'GET /api/**', times: 1, do: 'spend-quota' }])
    expect((await call(PLATFORMS, { headers: SANDBOX })).status).toBe(200)
    expect((await call(PLATFORMS, { headers: keys })).json).toEqual(QUOTA)
    expect((await call(PLATFORMS, { token: await token(ONE_TEAM) })).json).toEqual(QUOTA)
    expect((await call(PLATFORMS, { token: await token(SMALL_QUOTA) })).status).toBe(200)
  })

  test('spend-quota answers the bytes of {exhaust: quota}, which are the genuine ones', async () => {
    const answers = await Promise.all(
      ['spend-quota', { exhaust: 'quota' }].map(async (effect) => {
        const { call, play, token } = account()
        await play([{ call: 'GET /api/**', times: 1, do: effect as Any }])
        return call(PLATFORMS, { token: await token(SMALL_QUOTA) })
      }),
    )
    const { call, token } = account()
    const value = await token(SMALL_QUOTA)
    for (let n = 0; n < 11; n++) expect((await call(PLATFORMS, { token: value })).status).toBe(200)
    const genuine = await call(PLATFORMS, { token: value })
    const bytes = ({ status, text }: Any) => [status, text]
    expect(answers[0]).toEqual(answers[1])
    expect(bytes(answers[0])).toEqual(bytes(genuine))
  })
})

test('a hundred calls at once, of which two strike, leave what two strikes leave', async () => {
  const { session, ids, ask, token, call, play } = account({}, { openState: () => hostileState(4) })
  const value = await token(ONE_TEAM)
  await play([{ call: 'GET /api/**', times: 2, do: ['rotate-secret', 'spend-quota'] }])
  const answers = await Promise.all(Array.from({ length: 100 }, () => call(PLATFORMS, { token: value })))
  expect(answers.some(({ status }) => status === 429)).toBe(true)
  expect(await session.state.count(`soundcharts rotations/${ids[ONE_TEAM]}`, 0)).toBe(2)
  expect([(await ask(ONE_TEAM, {}, 2)).status, (await ask(ONE_TEAM, {}, 3)).status]).toEqual([401, 200])
})
