import { describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../../src/core/clock.ts'
import { hostileState } from '../../core/hostile.ts'
import type { Request } from '../../support.ts'
import { account, basicOf, ONE_TEAM, SEVERAL_TEAMS } from './account.ts'

const NO_STORE = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' }
const NO_CLIENT = { error: 'invalid_client', error_description: 'Client authentication failed' }
const NO_GRANT_TYPE = { error: 'invalid_request', error_description: 'The grant_type parameter is required.' }
const NO_TEAM = { error: 'access_denied', error_description: 'The client cannot access the selected team.' }
const OTHER_GRANT = {
  error: 'unsupported_grant_type',
  error_description: 'The authorization grant type is not supported by the authorization server.',
}
const GRANT = 'grant_type=client_credentials'
const FORM = 'application/x-www-form-urlencoded'

describe('POST /oauth/token', () => {
  test('answers exactly four members, in this order', async () => {
    const { ask } = account()
    const answer = await ask(ONE_TEAM)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(NO_STORE)
    expect(answer.text).toMatch(
      /^\{"access_token":"[\w-]+\.[\w-]+\.[\w-]+","token_type":"bearer","expires_in":3600,"refresh_token":null\}$/,
    )
  })

  const { clients } = account()
  const { clientId, clientSecret } = clients[ONE_TEAM]!
  const basic = basicOf(clientId, clientSecret)
  const good = { headers: basic, form: { grant_type: 'client_credentials' } }
  const sent = (body: string, type?: string): Request => ({
    headers: { ...basic, ...(type ? { 'content-type': type } : {}) },
    body,
  })
  const rows: [string, Request, number, object][] = [
    ['no Basic header', { form: good.form }, 401, NO_CLIENT],
    ['Basic without a colon', { ...good, headers: { authorization: 'Basic bm9ib2R5' } }, 401, NO_CLIENT],
    ['another scheme', { ...good, headers: { authorization: `Bearer ${clientSecret}` } }, 401, NO_CLIENT],
    ['an unknown id', { ...good, headers: basicOf('nobody', clientSecret) }, 401, NO_CLIENT],
    ['a wrong secret', { ...good, headers: basicOf(clientId, 'wrong') }, 401, NO_CLIENT],
    [
      'credentials in the body',
      { form: { ...good.form, client_id: clientId, client_secret: clientSecret } },
      401,
      NO_CLIENT,
    ],
    ['no body', sent(''), 400, NO_GRANT_TYPE],
    ['no content type', sent(GRANT), 400, NO_GRANT_TYPE],
    ['a JSON body', sent('{"grant_type":"client_credentials"}', 'application/json'), 400, NO_GRANT_TYPE],
    ['no grant_type', sent('team_id=x', FORM), 400, NO_GRANT_TYPE],
    ['a blank grant_type', sent('grant_type=+', FORM), 400, NO_GRANT_TYPE],
    ['a blank grant_type', sent('grant_type=', FORM), 400, NO_GRANT_TYPE],
    [
      'a repeated grant_type',
      sent(`${GRANT}&${GRANT}`, FORM),
      400,
      { error: 'invalid_request', error_description: 'The grant_type parameter is repeated.' },
    ],
    [
      'a repeated team_id',
      sent(`${GRANT}&team_id=a&team_id=a`, FORM),
      400,
      { error: 'invalid_request', error_description: 'The team_id parameter is repeated.' },
    ],
    ['another grant', sent('grant_type=refresh_token', FORM), 400, OTHER_GRANT],
    ['a foreign team', sent(`${GRANT}&team_id=nobody`, FORM), 403, NO_TEAM],
  ]
  test.each(rows)('%s', async (_name, request, status, body) => {
    const { call } = account()
    const answer = await call('POST /oauth/token', request)
    expect(answer.json).toEqual(body)
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual(
      status === 401 ? { ...NO_STORE, 'www-authenticate': 'Basic realm="OAuth"' } : NO_STORE,
    )
  })

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])(
    '%s is refused, whatever it brings',
    async (method) => {
      const { call, basic } = account()
      for (const headers of [{}, basic()] as Record<string, string>[]) {
        const answer = await call(`${method} /oauth/token`, { headers })
        expect(answer.status).toBe(405)
        expect(answer.headers).toEqual({ ...NO_STORE, allow: 'POST' })
        expect(answer.json).toEqual({ error: 'invalid_request', error_description: 'Method not allowed.' })
      }
    },
  )

  test('the query is not read, other fields are ignored, a charset is tolerated', async () => {
    const { call, basic, ask } = account()
    expect((await call(`POST /oauth/token?${GRANT}`, { headers: basic() })).status).toBe(400)
    for (const team_id of ['', ' ']) expect((await ask(ONE_TEAM, { scope: 'all', team_id })).status).toBe(200)
    const headers = { ...basic(), 'content-type': `${FORM}; charset=UTF-8` }
    expect((await call('POST /oauth/token', { headers, body: GRANT })).status).toBe(200)
  })

  test('checks credentials, then form, then grant, then team', async () => {
    const { call, basic } = account()
    const wrong = basicOf('nobody', 'x')
    const steps: [Record<string, string>, string, string][] = [
      [wrong, 'application/json', '{}'],
      [basic(), 'application/json', 'grant_type=password&team_id=nobody'],
      [basic(), FORM, 'grant_type=password&team_id=nobody'],
      [basic(), FORM, `${GRANT}&team_id=nobody`],
    ]
    const seen = []
    for (const [headers, type, body] of steps) {
      const answer = await call('POST /oauth/token', { headers: { ...headers, 'content-type': type }, body })
      seen.push([answer.status, answer.json.error])
    }
    expect(seen).toEqual([
      [401, 'invalid_client'],
      [400, 'invalid_request'],
      [400, 'unsupported_grant_type'],
      [403, 'access_denied'],
    ])
  })

  test.each(['/oauth/revoke', '/oauth/introspect', '/.well-known/openid-configuration'])(
    '%s is unknown',
    async (path) => {
      const { call } = account()
      expect((await call(`POST ${path}`)).json).toEqual({
        errors: [{ key: 'access', code: 404, message: 'Not found.' }],
      })
    },
  )
})

describe('teams', () => {
  const usage = async (form: Record<string, string>) => {
    const { call, token } = account()
    return (await call('GET /api/v2/team/usage', { token: await token(SEVERAL_TEAMS, form) })).json.object.quota.limit
  }

  test('one is picked by identifier, or by name whatever its case; the first is the default', async () => {
    const trial = account().clients[SEVERAL_TEAMS]!.teams[2]!
    expect(await usage({})).toBe(500_000)
    expect(await usage({ team_id: trial.teamId })).toBe(10)
    expect(await usage({ team_id: trial.name })).toBe(10)
    expect(await usage({ team_id: trial.name.toUpperCase() })).toBe(10)
  })

  test('a team of another client is refused', async () => {
    const { ask, clients } = account()
    expect((await ask(ONE_TEAM, { team_id: clients[SEVERAL_TEAMS]!.teams[0]!.teamId })).status).toBe(403)
  })

  test('requireTeam refuses a client with several teams that names none', async () => {
    const { ask } = account({ requireTeam: true })
    expect((await ask(SEVERAL_TEAMS)).json).toEqual(NO_TEAM)
    expect((await ask(SEVERAL_TEAMS, { team_id: 'North Office' })).status).toBe(200)
    expect((await ask(ONE_TEAM)).status).toBe(200)
  })
})

describe('the token budget', () => {
  const BUSY = { error: 'temporarily_unavailable', error_description: 'Too many token requests.' }

  test('is 60 a minute for each client, refusals included, to the last request and its reset', async () => {
    const { session, ask, call, basic } = account()
    for (let i = 0; i < 30; i++) expect((await ask(ONE_TEAM)).status).toBe(200)
    for (let i = 0; i < 30; i++) expect((await ask(ONE_TEAM, { grant_type: '' })).status).toBe(400)
    session.clock.advance(MINUTE - 1500)
    const refused = await ask(ONE_TEAM, {}, { headers: basicOf(account().clients[ONE_TEAM]!.clientId, 'wrong') })
    expect(refused.status).toBe(429)
    expect(refused.json).toEqual(BUSY)
    expect(refused.headers).toEqual({ ...NO_STORE, 'retry-after': '2' })
    expect((await ask(SEVERAL_TEAMS)).status).toBe(200)
    // The method is checked before the budget.
    expect((await call('GET /oauth/token', { headers: basic() })).status).toBe(405)
    session.clock.advance(1499)
    expect((await ask(ONE_TEAM)).status).toBe(429)
    session.clock.advance(1)
    expect((await ask(ONE_TEAM)).status).toBe(200)
  })

  test('counts unknown callers by address', async () => {
    const { ask } = account({ limits: { token: '2 per 1m' } })
    const stranger = (address: string) => ask(ONE_TEAM, {}, { headers: basicOf('nobody', 'x'), address })
    const seen = []
    for (const address of ['10.0.0.1', '10.0.0.1', '10.0.0.1', '10.0.0.2']) seen.push((await stranger(address)).status)
    expect(seen).toEqual([401, 401, 429, 401])
    expect((await ask(ONE_TEAM, {}, { address: '10.0.0.1' })).status).toBe(200)
  })

  test('retryAfter leaves the header out', async () => {
    const { ask } = account({ retryAfter: false, limits: { token: '1 per 1m' } })
    await ask(ONE_TEAM)
    expect((await ask(ONE_TEAM)).headers).toEqual(NO_STORE)
  })
})

describe('tokens', () => {
  test('a new one comes each time, and older ones live on', async () => {
    const { session, call, token } = account()
    const first = await token()
    session.clock.advance(10 * MINUTE)
    expect(await token()).not.toBe(first)
    expect((await call('GET /api/v2/team/usage', { token: first })).status).toBe(200)
  })

  test('accessTokenSeconds is what expires_in says', async () => {
    const { ask } = account({ accessTokenSeconds: 900 })
    expect((await ask(ONE_TEAM)).json.expires_in).toBe(900)
  })

  test('reuseLiveToken answers the live token and what is left of it, a new one when it ends or was revoked', async () => {
    const { session, ask } = account({ reuseLiveToken: true })
    const first = (await ask(ONE_TEAM)).json
    session.clock.advance(10 * MINUTE + 500)
    expect((await ask(ONE_TEAM)).json).toEqual({ ...first, expires_in: 2999 })
    session.clock.advance(50 * MINUTE - 500 - SECOND)
    expect((await ask(ONE_TEAM)).json).toEqual({ ...first, expires_in: 1 })
    session.clock.advance(1)
    const second = (await ask(ONE_TEAM)).json
    expect(second.access_token).not.toBe(first.access_token)
    expect(second.expires_in).toBe(3600)
    await session.vault.revoke((await session.vault.find(second.access_token))!.id, session.clock.now())
    expect((await ask(ONE_TEAM)).json.access_token).not.toBe(second.access_token)
  })

  test.each([1, 2, 3, 4, 5])('reuseLiveToken: requests at the same moment agree (%i)', async (chance) => {
    const { ask } = account({ reuseLiveToken: true }, { openState: () => hostileState(chance) })
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(SEVERAL_TEAMS)))
    expect(new Set(answers.map(({ json }) => json.access_token)).size).toBe(1)
  })

  test('reuseLiveToken keeps teams apart', async () => {
    const { token } = account({ reuseLiveToken: true })
    expect(await token(SEVERAL_TEAMS, { team_id: 'Trial Desk' })).not.toBe(await token(SEVERAL_TEAMS))
  })

  test('basicFormDecoding reads an encoded secret, which is else compared as it is', async () => {
    const { clients, ...off } = account()
    const { clientId, clientSecret } = clients[ONE_TEAM]!
    const encoded = basicOf(clientId.replace('s', '%73'), clientSecret.replace('s', '%73'))
    expect((await off.ask(ONE_TEAM, {}, { headers: encoded })).status).toBe(401)
    const on = account({ basicFormDecoding: true })
    expect((await on.ask(ONE_TEAM, {}, { headers: encoded })).status).toBe(200)
    expect((await on.ask(ONE_TEAM)).status).toBe(200)
  })
})
