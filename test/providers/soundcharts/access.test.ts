import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../../src/core/clock.ts'
import { soundcharts } from '../../../src/providers/soundcharts/index.ts'
import { caller, type Request } from '../../support.ts'
import { account, BILLIE, basicOf, NO_SERIES, refusal, SANDBOX } from './account.ts'

const PLATFORMS = 'GET /api/v2/referential/platforms'
const LOGIN = refusal(401, 'You are not logged in')
const WRONG = refusal(401, 'Invalid credentials')
const EXPIRED = refusal(401, 'Expired JWT Token')
const JSON_ONLY = { 'content-type': 'application/json' }

describe('authorization', () => {
  const { keys } = account()
  const rows: [string, Request, object, boolean][] = [
    ['no credentials', {}, LOGIN, false],
    ['Basic', { headers: basicOf('a', 'b') }, LOGIN, false],
    ['only x-app-id', { headers: { 'x-app-id': keys['x-app-id'] } }, LOGIN, false],
    ['only x-api-key', { headers: { 'x-api-key': keys['x-api-key'] } }, LOGIN, false],
    ['a wrong key', { headers: { ...keys, 'x-api-key': 'wrong' } }, WRONG, false],
    ['a wrong app id', { headers: { ...keys, 'x-app-id': 'wrong' } }, WRONG, false],
    ['an unknown token', { token: 'nobody' }, WRONG, true],
    ['a Bearer without a token', { headers: { authorization: 'Bearer' } }, WRONG, true],
    ['a legacy key as a token', { token: keys['x-api-key'] }, WRONG, true],
    ['an unknown token with a valid pair', { token: 'nobody', headers: keys }, WRONG, true],
  ]
  test.each(rows)('%s is refused', async (_name, request, body, challenged) => {
    const { call, keys } = account()
    // The vault knows legacy keys once they were used; that must not make tokens of them.
    await call(PLATFORMS, { headers: keys })
    const answer = await call(PLATFORMS, request)
    expect(answer.status).toBe(401)
    expect(answer.json).toEqual(body)
    // No rate and no quota: no team is known.
    expect(answer.headers).toEqual(challenged ? { ...JSON_ONLY, 'www-authenticate': 'Bearer' } : JSON_ONLY)
  })

  test('a token in the query is not read', async () => {
    const { call, token } = account()
    expect((await call(`${PLATFORMS}?access_token=${await token()}`)).json).toEqual(LOGIN)
  })

  test('a token, a legacy pair and the public pair open the API, whatever the case of the scheme', async () => {
    const { call, token, keys } = account()
    const value = await token()
    const requests: Request[] = [{ token: value }, { headers: { authorization: `bEARER ${value}` } }, { headers: keys }]
    for (const request of [...requests, { headers: SANDBOX }]) expect((await call(PLATFORMS, request)).status).toBe(200)
  })

  test('with both, the token decides; wrongKeysRefused also looks at the keys', async () => {
    const mixed = async (settings: object, headers: Record<string, string>) => {
      const { call, token } = account(settings as never)
      return call(PLATFORMS, { token: await token(), headers })
    }
    const wrong = { 'x-app-id': 'a', 'x-api-key': 'b' }
    expect((await mixed({}, wrong)).status).toBe(200)
    expect((await mixed({ wrongKeysRefused: true }, wrong)).json).toEqual(WRONG)
    expect((await mixed({ wrongKeysRefused: true }, account().keys)).status).toBe(200)
    // The public pair beside a token gives the token's data, not the sandbox.
    expect((await mixed({}, SANDBOX)).headers['x-quota-remaining']).toBe('499999')
  })

  test('an expired token says so, also when the vault has forgotten it', async () => {
    const { session, call, token } = account()
    const value = await token()
    session.clock.advance(HOUR - 1)
    expect((await call(PLATFORMS, { token: value })).status).toBe(200)
    session.clock.advance(1)
    const expired = await call(PLATFORMS, { token: value })
    expect(expired.json).toEqual(EXPIRED)
    expect(expired.headers).toEqual({ ...JSON_ONLY, 'www-authenticate': 'Bearer' })
    session.clock.advance(3 * DAY)
    await session.state.sweep(session.clock.now())
    expect(await session.vault.find(value)).toBeUndefined()
    expect(await call(PLATFORMS, { token: value })).toEqual(expired)
    expect((await call(PLATFORMS, { token: `${value.slice(0, -2)}xx` })).json).toEqual(WRONG)
  })

  test('a live token of another universe is unknown here', async () => {
    const here = account()
    expect((await here.call(PLATFORMS, { token: await account({}, { seed: 9 }).token() })).json).toEqual(WRONG)
  })

  test('a revoked legacy key is refused', async () => {
    const { session, call, keys } = account()
    await call(PLATFORMS, { headers: keys })
    await session.vault.revoke((await session.vault.find(keys['x-api-key']))!.id, session.clock.now())
    expect((await call(PLATFORMS, { headers: keys })).json).toEqual(WRONG)
  })
})

describe('plans', () => {
  const PLAN =
    'This endpoint is not included in your current plan, reach out to help@soundcharts.com if you want access.'

  test('an endpoint that the plan lacks is refused, the rest is open', async () => {
    const { call, token } = account()
    const value = await token(NO_SERIES)
    expect((await call(`GET /api/v2/artist/${BILLIE}`, { token: value })).status).toBe(200)
    for (const end of ['audience/spotify', 'streaming/spotify', 'streaming/spotify/listening']) {
      const answer = await call(`GET /api/v2/artist/${BILLIE}/${end}`, { token: value })
      expect(answer.status).toBe(403)
      expect(answer.json).toEqual(refusal(403, PLAN))
    }
  })
})

describe('own credentials', () => {
  test('lead back to their session by token, by Basic and by app id', async () => {
    const { session, token, basic, keys } = account({}, { name: 'mine', ownCredentials: true })
    const tags = (headers: Record<string, string>) => soundcharts.tags({ headers } as never)
    expect(tags({ authorization: `Bearer ${await token()}` })).toEqual([session.tag])
    expect(tags(basic())).toEqual([session.tag])
    expect(tags(keys)).toEqual([session.tag])
    expect(tags({ authorization: 'Bearer nonsense' })).toEqual([])
    expect(tags({})).toEqual([])
  })

  test('work like the demo ones, and the demo ones do not work there', async () => {
    const { session, call, token, keys } = account({}, { name: 'mine', ownCredentials: true })
    expect((await call(PLATFORMS, { token: await token() })).status).toBe(200)
    expect((await call(PLATFORMS, { headers: keys })).status).toBe(200)
    const demo = account()
    expect((await demo.ask(0, {}, { headers: demo.basic() })).status).toBe(200)
    expect((await caller(soundcharts, session)('POST /oauth/token', { headers: demo.basic() })).status).toBe(401)
  })
})

test('mint names what it knows when it is asked for something else', async () => {
  const { session, clients } = account()
  const mint = (request: object) => soundcharts.mint(session, session.clock.now(), request)
  await expect(mint({ client: 'x' })).rejects.toMatchObject({
    details: { known: clients.map((each) => each.clientId) },
  })
  await expect(mint({ mode: 'x' })).rejects.toMatchObject({ details: { known: ['production', 'sandbox'] } })
  await expect(mint({ scopes: ['x'] })).rejects.toMatchObject({ details: { known: Object.keys(soundcharts.scopes) } })
})
