import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import keys from '../../../fixtures/keys.json' with { type: 'json' }
import { DAY, HOUR, SECOND } from '../../../src/core/clock.ts'
import type { Call } from '../../../src/core/http.ts'
import { readClaims } from '../../../src/core/jwt.ts'
import { Session } from '../../../src/core/session.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { hostileState } from '../../core/hostile.ts'
import { connect, having, probe, probing, VERSION } from './connect.ts'

describe('an access token', () => {
  it('is an RS256 JWT of the published key with the documented claims', async () => {
    const { session, install, app, locations } = connect()
    const { access_token } = await install({ scope: 'contacts.readonly' })
    const [head, body, signature] = access_token.split('.')
    const key = createPublicKey({ key: keys.hoopai, format: 'jwk' })
    expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
    const iat = session.clock.now() / SECOND
    expect(readClaims(access_token)).toEqual({
      authClass: 'Location',
      authClassId: locations[0]!.locationId,
      source: 'INTEGRATION',
      sourceId: app.clientId,
      channel: 'OAUTH',
      primaryAuthClassId: locations[0]!.locationId,
      oauthMeta: {
        scopes: ['contacts.readonly'],
        client: app.appId,
        versionId: app.appId,
        agencyPlan: expect.any(String),
      },
      iat,
      exp: iat + 86_400,
      jti: expect.any(String),
    })
  })

  it('lives a day, to the millisecond, and is not ended by a refresh', async () => {
    const { session, call, install, refresh } = connect({}, probing)
    const { access_token: token, refresh_token } = await install()
    await refresh(refresh_token)
    const status = async () => (await call(probe('contacts.readonly'), { token, headers: VERSION })).status
    session.clock.advance(DAY - 1)
    expect(await status()).toBe(200)
    session.clock.advance(1)
    expect(await status()).toBe(401)
  })

  it('takes its life from accessTokenSeconds', async () => {
    const { install } = connect(having({ accessTokenSeconds: 60 }))
    const { access_token, expires_in } = await install()
    const { iat, exp } = readClaims(access_token) as { iat: number; exp: number }
    expect([expires_in, exp - iat]).toEqual([60, 60])
  })
})

describe('the grace window', () => {
  it('answers a repeat with the same bytes, until its last millisecond', async () => {
    const { session, install, refresh } = connect(having({ refreshGraceSeconds: 30 }))
    const { refresh_token } = await install()
    const first = await refresh(refresh_token)
    expect((await refresh(first.json.refresh_token)).status).toBe(200)
    session.clock.advance(30 * SECOND - 1)
    expect(await refresh(refresh_token)).toEqual(first)
    session.clock.advance(1)
    expect((await refresh(refresh_token)).status).toBe(400)
  })

  it('checks the client again, and ends with a new consent', async () => {
    const { install, refresh, code } = connect(having({ refreshGraceSeconds: 30 }))
    const { refresh_token } = await install()
    await refresh(refresh_token)
    expect((await refresh(refresh_token, { client_secret: 'x' })).status).toBe(401)
    await code()
    expect((await refresh(refresh_token)).status).toBe(401)
  })

  it('is not for codes', async () => {
    const { code, exchange } = connect(having({ refreshGraceSeconds: 30 }))
    const one = await code()
    await exchange(one)
    expect((await exchange(one)).status).toBe(401)
  })
})

describe.each([
  ['memory', {}],
  ['a hostile store', { openState: () => hostileState(7) }],
])('a hundred at once on %s', (_, options) => {
  it('refresh one token once', async () => {
    const { install, refresh } = connect(options)
    const { refresh_token } = await install()
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(refresh_token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(99)
  })

  it('exchange one code once', async () => {
    const { code, exchange } = connect(options)
    const one = await code()
    const answers = await Promise.all(Array.from({ length: 100 }, () => exchange(one)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('get one pair inside the grace window', async () => {
    const { install, refresh } = connect({ ...options, ...having({ refreshGraceSeconds: 30 }) })
    const { refresh_token } = await install()
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(refresh_token)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]!.status).toBe(200)
  })
})

describe('lineage', () => {
  it('names the authorization and the parent of every token', async () => {
    const { session, code, exchange, refresh } = connect()
    const one = await code()
    const first = (await exchange(one)).json
    const second = (await refresh(first.refresh_token)).json
    const find = (token: string) => session.vault.find(token)
    const root = (await find(one))!.id
    expect(await find(first.refresh_token)).toMatchObject({ family: root, parent: root, spentAt: session.clock.now() })
    const parent = (await find(first.refresh_token))!.id
    expect(await find(second.refresh_token)).toMatchObject({ family: root, parent })
    expect(await find(second.access_token)).toMatchObject({ family: root, parent })
  })

  it('of any order of uses has one live refresh token at most, and reuse never wins', async () => {
    const uses = fc.array(fc.record({ pick: fc.nat(9), wait: fc.nat(3 * HOUR) }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(uses, async (steps) => {
        const { session, install, refresh } = connect()
        const issued = [(await install()).refresh_token as string]
        const spent = new Set<string>()
        for (const { pick, wait } of steps) {
          session.clock.advance(wait)
          const token = issued[pick % issued.length]!
          const answer = await refresh(token)
          expect(answer.status).toBe(spent.has(token) ? 400 : 200)
          spent.add(token)
          if (answer.status === 200) issued.push(answer.json.refresh_token)
        }
        expect(new Set(issued).size).toBe(issued.length)
        expect(issued.length - spent.size).toBe(1)
      }),
      { numRuns: 30 },
    )
  })
})

describe('tokens are reproducible', () => {
  const run = async (options: object) => {
    const { session, install, refresh, call, companies, locations } = connect(options)
    const one = await install()
    session.clock.advance(HOUR)
    const two = await refresh(one.refresh_token)
    const agency = await install({ companyId: companies[0]!.companyId })
    const body = { companyId: companies[0]!.companyId, locationId: locations[1]!.locationId }
    const exchange = () =>
      call('POST /oauth/locationToken', { form: body, token: agency.access_token, headers: VERSION })
    const minted = await hoopai.mint(session, session.clock.now(), {})
    return JSON.stringify([one, two, agency, await exchange(), await exchange(), minted])
  }

  it('byte for byte by the same calls, whatever the name and the store (D1)', async () => {
    const once = await run({ seed: 42 })
    expect(await run({ seed: 42, name: 'other' })).toBe(once)
    expect(await run({ seed: 42, openState: () => hostileState(3) })).toBe(once)
    expect(await run({ seed: 43 })).not.toBe(once)
    const own = { seed: 42, name: 'own', ownCredentials: true }
    expect(await run(own)).toBe(await run(own))
  })

  it('and other calls in between change none (D2)', async () => {
    const [alone, busy] = [connect(), connect()]
    await busy.install({ locationId: busy.locations[1]!.locationId })
    await busy.code({ scope: 'contacts.readonly' })
    expect(await busy.install()).toEqual(await alone.install())
  })

  it('and are all different', async () => {
    const { install, session } = connect()
    const answers = [await install(), await install(), await install()]
    const minted = [await hoopai.mint(session, 0, {}), await hoopai.mint(session, 0, {})]
    const tokens = [...answers.flatMap(({ access_token, refresh_token }) => [access_token, refresh_token]), ...minted]
    expect(new Set(tokens).size).toBe(8)
  })
})

describe('POST /oauth/locationToken', () => {
  const exchange = async (form: Record<string, string>, options = {}) => {
    const connected = connect(options, probing)
    const { companies, install, call } = connected
    const agency = await install({ companyId: companies[0]!.companyId, scope: 'contacts.readonly oauth.write' })
    const { access_token: token } = agency
    return { ...connected, answer: await call('POST /oauth/locationToken', { form, token, headers: VERSION }) }
  }
  const [mine, , closed, foreign] = connect().locations
  const { companyId, locationId } = mine!

  it("gives a location's token, whose payload begins with jti, and a usable refresh token", async () => {
    const { answer, app, call, refresh } = await exchange({ companyId, locationId })
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 86_400,
      refresh_token: expect.any(String),
      scope: 'contacts.readonly oauth.write oauth.readonly',
      userType: 'Location',
      companyId,
      locationId,
      userId: mine!.userId,
      appId: app.appId,
      versionId: app.appId,
      traceId: expect.any(String),
    })
    expect(Object.keys(readClaims(answer.json.access_token)!)[0]).toBe('jti')
    const { access_token: token } = (await refresh(answer.json.refresh_token)).json
    expect((await call(probe('contacts.readonly'), { token, headers: VERSION })).status).toBe(200)
  })

  it.each([
    ['no field', {}, 422, ['companyId must be a string', 'locationId must be a string']],
    ['an odd field', { companyId, locationId, a: '1' }, 422, ['property a should not exist']],
    [
      'another company',
      { companyId: foreign!.companyId, locationId },
      401,
      'This location is not accessible from this token!',
    ],
    [
      "another company's location",
      { companyId, locationId: foreign!.locationId },
      401,
      'This location is not accessible from this token!',
    ],
    ['no such location', { companyId, locationId: 'x' }, 401, 'This location is not accessible from this token!'],
    ['a suspended location', { companyId, locationId: closed!.locationId }, 400, 'Location is not active'],
  ] as [string, Record<string, string>, number, unknown][])('refuses %s', async (_, form, status, message) => {
    const { answer } = await exchange(form)
    expect(answer).toMatchObject({ status, json: { message } })
  })

  it('answers 201 by switch', async () => {
    expect((await exchange({ companyId, locationId }, having({ exchangeStatus: '201' }))).answer.status).toBe(201)
  })

  it("dies with a new consent of the agency, not with the location's", async () => {
    const { answer, refresh, install } = await exchange({ companyId, locationId })
    await install({ locationId })
    const next = await refresh(answer.json.refresh_token)
    expect(next.status).toBe(200)
    await install({ companyId })
    expect((await refresh(next.json.refresh_token)).status).toBe(401)
  })
})

describe('GET /oauth/installedLocations', () => {
  const ask = async (query: string) => {
    const { install, call, companies, app, session } = connect()
    await install()
    const token = await hoopai.mint(session, session.clock.now(), { companyId: companies[0]!.companyId })
    const target = query.replace('$company', companies[0]!.companyId).replace('$app', app.appId)
    return call(`GET /oauth/installedLocations?${target}`, { token, headers: VERSION })
  }

  it('lists the locations of the agency and where the app is installed', async () => {
    const { json } = await ask('companyId=$company&appId=$app')
    expect(json).toMatchObject({
      locations: [
        { _id: 'DemoLocation00000001', isInstalled: true, installedAt: '2026-01-01T00:00:00.000Z' },
        { _id: 'DemoLocation00000002', isInstalled: false },
        { _id: 'DemoLocation00000003', isInstalled: false },
      ],
      count: 3,
      installToFutureLocations: false,
      traceId: expect.any(String),
    })
    expect(Object.keys(json.locations[1])).toEqual(['_id', 'name', 'address', 'isInstalled'])
  })

  it.each([
    ['isInstalled=true', ['DemoLocation00000001'], 1],
    ['isInstalled=false', ['DemoLocation00000002', 'DemoLocation00000003'], 2],
    ['query=HILL', ['DemoLocation00000002'], 1],
    ['locationId=DemoLocation00000003', ['DemoLocation00000003'], 1],
    ['skip=1&limit=1', ['DemoLocation00000002'], 3],
    ['versionId=x', [], 0],
  ])('%s filters', async (more, ids, count) => {
    const { json } = await ask(`companyId=$company&appId=$app&${more}`)
    expect(json.locations.map(({ _id }: { _id: string }) => _id)).toEqual(ids)
    expect(json.count).toBe(count)
  })

  it.each([
    ['', 422, ['companyId must be a string', 'appId must be a string']],
    ['companyId=$company&appId=$app&a=1', 422, ['property a should not exist']],
    ['companyId=$company&appId=$app&isInstalled=True', 422, ['isInstalled must be a boolean value']],
    ['companyId=$company&appId=$app&limit=x', 422, ['limit must be a number string']],
    ['companyId=other&appId=$app', 403, 'The token does not have access to this location.'],
  ])('refuses %j', async (query, status, message) => {
    expect(await ask(query)).toMatchObject({ status, json: { message } })
  })
})

describe('a private integration token', () => {
  it('is a token of its location, with its scopes, and never expires', async () => {
    const { session, call, privateIntegrations } = connect({}, probing)
    const { token } = privateIntegrations[0]!
    const status = async (scope: string) => (await call(probe(scope), { token, headers: VERSION })).status
    expect(token).toMatch(/^pit-[0-9a-f-]{36}$/)
    expect(await status('contacts.readonly')).toBe(200)
    expect(await status('contacts.write')).toBe(200)
    expect(await status('calendars.readonly')).toBe(401)
    session.clock.advance(4000 * DAY)
    expect(await status('contacts.readonly')).toBe(200)
  })

  it('can be revoked', async () => {
    const { session, call, privateIntegrations } = connect({}, probing)
    const { token } = privateIntegrations[0]!
    const request = { token, headers: VERSION }
    await call(probe('contacts.readonly'), request)
    await session.vault.revoke((await session.vault.find(token))!.id, session.clock.now())
    expect((await call(probe('contacts.readonly'), request)).json).toEqual({
      statusCode: 401,
      message: 'Invalid Private Integration token',
    })
  })
})

describe('minting for the admin API', () => {
  const mint = (request: object) => {
    const { session, call } = connect({}, probing)
    return { call, token: hoopai.mint(session, session.clock.now(), request) }
  }

  it('gives a token of the client, account, scopes and life that were asked', async () => {
    const [, location] = connect().locations
    const { token } = mint({ locationId: location!.locationId, scopes: ['contacts.write'], expiresInSeconds: 7 })
    const claims = readClaims(await token) as { iat: number; exp: number }
    expect(claims).toMatchObject({ authClassId: location!.locationId, oauthMeta: { scopes: ['contacts.write'] } })
    expect(claims.exp - claims.iat).toBe(7)
    const agency = readClaims(await mint({ companyId: location!.companyId }).token)
    expect(agency).toMatchObject({ authClass: 'Company', authClassId: location!.companyId })
  })

  it('gives a token that lives as long as the settings say', async () => {
    const { session } = connect(having({ accessTokenSeconds: 5 }))
    const { iat, exp } = readClaims(await hoopai.mint(session, session.clock.now(), {})) as { iat: number; exp: number }
    expect(exp - iat).toBe(5)
  })

  it.each([
    [{ client: 'x' }, 'no client x', 'clientId'],
    [{ scopes: ['constructor'] }, 'no scope constructor', 'contacts.readonly'],
    [{ scopes: ['nope'] }, 'no scope nope', 'contacts.readonly'],
    [{ locationId: 'x' }, 'no account x', 'DemoLocation00000001'],
    [{ locationId: 'DemoLocation00000001', companyId: 'x' }, 'no account DemoLocation00000001', 'DemoLocation00000001'],
    [{ mode: 'test' }, 'hoopai has no modes', ''],
  ])('%j: %s', async (request, message, known) => {
    const error = await mint(request).token.catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'invalid_request', message })
    expect(JSON.stringify(error.details)).toContain(known === 'clientId' ? connect().app.clientId : known)
  })
})

describe("a session's own credentials", () => {
  it('have the documented forms and carry its tag', async () => {
    const { session, app, privateIntegrations, code, install } = connect({ name: 'own', ownCredentials: true })
    const { tag } = session
    expect(app.clientId).toMatch(new RegExp(`^${tag}[0-9a-f]{12}-[0-9a-z]{8}$`))
    expect(app.clientSecret).toMatch(new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-${tag}$`))
    expect(privateIntegrations[0]!.token).toMatch(new RegExp(`^pit-.{24}${tag}$`))
    const { access_token, refresh_token } = await install()
    const one = await code()
    expect(one).toMatch(new RegExp(`^${tag}[0-9a-f]{28}$`))
    expect(refresh_token).toMatch(new RegExp(`^${tag}[0-9A-Za-z]{52}$`))

    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const tagsOf = (headers: Call['headers'], query = '', body = '') =>
      hoopai.tags({
        method: 'POST',
        path: '/oauth/token',
        query: new URLSearchParams(query),
        headers,
        body: Buffer.from(body),
        at: 0,
        base: '',
        address: '',
      })
    expect(tagsOf({ authorization: `Bearer ${access_token}` })).toEqual([tag])
    expect(tagsOf({ authorization: `bearer ${privateIntegrations[0]!.token}` })).toEqual([tag])
    expect(tagsOf({}, `client_id=${app.clientId}`)).toEqual([tag])
    expect(tagsOf(type, '', `client_id=${app.clientId}`)).toEqual([tag])
    expect(tagsOf(type, '', `refresh_token=${refresh_token}`)).toEqual([tag])
    expect(tagsOf(type, '', `code=${one}`)).toEqual([tag])
    expect(tagsOf(type, '', `client_secret=${app.clientSecret}`)).toEqual([tag])
    expect(tagsOf({ 'content-type': 'application/json' }, '', JSON.stringify({ code: one }))).toEqual([tag])
    for (const odd of ['{', '[]', '{"code":5}'])
      expect(tagsOf({ 'content-type': 'application/json' }, '', odd)).toEqual([])
    expect(tagsOf({ authorization: 'Bearer x.y.z' })).toEqual([])
  })

  it('demo credentials have the documented forms too', () => {
    const { app, privateIntegrations, locations } = connect()
    expect(app.clientId).toMatch(/^[0-9a-f]{24}-[0-9a-z]{8}$/)
    expect(app.clientSecret).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(privateIntegrations[0]!.token).toMatch(/^pit-/)
    for (const { locationId, companyId } of locations) expect(locationId + companyId).toMatch(/^[0-9A-Za-z]{40}$/)
  })

  it('are shown with the webhook keys in SPKI', () => {
    const shown = hoopai.credentials(new Session(), 'http://h/hoopai') as { webhookKeys: Record<string, string> }
    for (const [name, type] of [
      ['ed25519', 'ed25519'],
      ['rsa', 'rsa'],
    ] as const) {
      const key = { key: Buffer.from(shown.webhookKeys[name]!, 'base64'), format: 'der', type: 'spki' } as const
      expect(createPublicKey(key).asymmetricKeyType).toBe(type)
    }
    const env = hoopai.env(new Session(), 'http://h/hoopai')
    expect(env.HOOPAI_WEBHOOK_PUBLIC_KEY).toBe(shown.webhookKeys.ed25519)
    for (const value of Object.values(env)) expect(value).toBeTruthy()
  })
})
