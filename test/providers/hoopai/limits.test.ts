import { describe, expect, it } from 'vitest'
import { DAY, SECOND } from '../../../src/core/clock.ts'
import { connect, having, probe, probing, VERSION } from './connect.ts'

const READ = probe('contacts.readonly')

function counting(settings: Parameters<typeof having>[0] = {}) {
  const connected = connect(having(settings), probing)
  const { call } = connected
  const get = (token: string, target = READ) => call(target, { token, headers: VERSION })
  /** The statuses of `n` calls. */
  const times = async (n: number, token: string) => {
    const seen: number[] = []
    for (let i = 0; i < n; i++) seen.push((await get(token)).status)
    return seen
  }
  const spend = async (n: number, token: string) => {
    expect(new Set(await times(n, token))).toEqual(new Set([200]))
  }
  return { ...connected, get, times, spend }
}

describe('the headers', () => {
  it('count from the first call, in the documented numbers, the reset in ms', async () => {
    const { session, install, get } = counting()
    const { access_token: token } = await install()
    expect((await get(token)).headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'x-ratelimit-limit-daily': '200000',
      'x-ratelimit-daily-remaining': '199999',
      'x-ratelimit-daily-reset': '86400000',
      'x-ratelimit-interval-milliseconds': '10000',
      'x-ratelimit-max': '100',
      'x-ratelimit-remaining': '99',
    })
    session.clock.advance(1234)
    expect((await get(token)).headers).toMatchObject({
      'x-ratelimit-daily-remaining': '199998',
      'x-ratelimit-daily-reset': String(DAY - 1234),
      'x-ratelimit-remaining': '98',
    })
  })

  it('do not come with the token endpoint', async () => {
    const { exchange, code } = counting()
    expect(Object.keys((await exchange(await code())).headers)).toEqual(['content-type', 'cache-control'])
  })
})

describe('burst', () => {
  it('lets 100 calls through, refuses the next with S6 and no Retry-After, and opens again after 10 s', async () => {
    const { session, install, get, times, spend } = counting()
    const { access_token: token } = await install()
    await spend(99, token)
    expect((await get(token)).headers['x-ratelimit-remaining']).toBe('0')
    const refused = await get(token)
    expect(refused).toMatchObject({ status: 429, text: '{"statusCode":429,"message":"Too Many Requests"}' })
    expect(refused.headers).toMatchObject({ 'x-ratelimit-remaining': '0', 'x-ratelimit-daily-remaining': '199900' })
    expect(Object.keys(refused.headers)).not.toContain('retry-after')
    session.clock.advance(10 * SECOND - 1)
    expect(await times(2, token)).toEqual([429, 429])
    session.clock.advance(1)
    const { headers } = await get(token)
    // Refused calls counted in neither window.
    expect(headers).toMatchObject({ 'x-ratelimit-remaining': '99', 'x-ratelimit-daily-remaining': '199899' })
  })

  it('counts what is refused after authentication, and nothing before', async () => {
    const { install, get, call } = counting()
    const { access_token: token } = await install({ scope: 'contacts.readonly' })
    await get(token, probe('contacts.write'))
    await call(READ, { token })
    await call(READ, { token, headers: { version: 'x' } })
    await call('GET /contacts/x/y/z', { token })
    expect((await get(token)).headers['x-ratelimit-remaining']).toBe('97')
  })

  it('is one for all tokens of an app at a location, and another for each app, location and agency', async () => {
    const { session, install, get, spend, times, locations, companies, apps } = counting()
    const first = (await install()).access_token
    await spend(100, first)
    const again = (await install()).access_token
    expect(await times(1, again)).toEqual([429])
    const other = (await install({ locationId: locations[1]!.locationId })).access_token
    expect((await get(other)).headers['x-ratelimit-remaining']).toBe('99')
    const agency = (await install({ companyId: companies[0]!.companyId })).access_token
    expect((await get(agency, probe('locations.readonly'))).headers['x-ratelimit-remaining']).toBe('99')
    const byOther = await probing.mint(session, session.clock.now(), { client: apps[1]!.clientId })
    expect((await get(byOther)).headers['x-ratelimit-remaining']).toBe('99')
  })
})

describe('daily', () => {
  it('refuses with the same body until a day after its first call', async () => {
    const { session, install, get, times, spend } = counting({ limits: { daily: '5 per 1d' } })
    const { access_token: token } = await install()
    session.clock.advance(DAY / 2)
    await spend(5, token)
    const refused = await get(token)
    expect(refused).toMatchObject({ status: 429, text: '{"statusCode":429,"message":"Too Many Requests"}' })
    expect(refused.headers).toMatchObject({
      'x-ratelimit-limit-daily': '5',
      'x-ratelimit-daily-remaining': '0',
      'x-ratelimit-remaining': '95',
    })
    session.clock.advance(DAY - 1)
    const fresh = await probing.mint(session, session.clock.now(), {})
    expect(await times(1, fresh)).toEqual([429])
    session.clock.advance(1)
    expect(await times(1, fresh)).toEqual([200])
  })

  it('has 200,000 calls', async () => {
    const { session, install, get } = counting()
    const { access_token: token } = await install()
    await get(token)
    const window = { key: `window/hoopai/daily/${(await session.vault.find(token))!.client}/DemoLocation00000001` }
    await session.state.charge([{ ...window, limit: 200_000, perMs: DAY, take: 199_998 }], session.clock.now())
    expect((await get(token)).status).toBe(200)
    expect((await get(token)).status).toBe(429)
  })
})

describe('private integrations', () => {
  it('share a budget of their own at a location, apart from the apps', async () => {
    const { privateIntegrations, install, get, spend, times } = counting()
    const [first, second] = privateIntegrations
    const { access_token: token } = await install()
    await spend(100, first!.token)
    expect(await times(1, first!.token)).toEqual([429])
    expect((await get(second!.token, probe('calendars.readonly'))).status).toBe(429)
    expect((await get(token)).headers['x-ratelimit-remaining']).toBe('99')
  })

  it('share one budget with the apps by switch', async () => {
    const { privateIntegrations, install, spend, times } = counting({ sharedLocationBudget: true })
    const { access_token: token } = await install()
    await spend(50, privateIntegrations[0]!.token)
    await spend(50, token)
    expect(await times(1, privateIntegrations[0]!.token)).toEqual([429])
  })

  it('get 25 per 10 s and 10,000 a day on a trial account', async () => {
    const { privateIntegrations, get, times, spend, install } = counting({ trialAccount: true })
    const { token } = privateIntegrations[0]!
    expect((await get(token)).headers).toMatchObject({ 'x-ratelimit-max': '25', 'x-ratelimit-limit-daily': '10000' })
    await spend(24, token)
    expect(await times(1, token)).toEqual([429])
    expect((await get((await install()).access_token)).headers['x-ratelimit-max']).toBe('100')
  })
})

describe('the token endpoint', () => {
  it('has no limit of its own', async () => {
    const { exchange } = counting()
    for (let i = 0; i < 50; i++) expect((await exchange('x')).status).toBe(401)
  })

  it('has one when it is set, for each client (T12)', async () => {
    const { session, exchange, apps } = counting({ limits: { token: '5 per 1m' } })
    const status = async (more = {}) => (await exchange('x', more)).status
    for (let i = 0; i < 5; i++) expect(await status()).toBe(401)
    const refused = await exchange('x')
    expect(refused).toMatchObject({ status: 429, text: '{"statusCode":429,"message":"Too Many Requests"}' })
    expect(refused.headers).toEqual({ 'content-type': 'application/json; charset=utf-8' })
    expect(await status({ client_id: apps[1]!.clientId })).toBe(401)
    session.clock.advance(60 * SECOND)
    expect(await status()).toBe(401)
  })
})
