import { describe, expect, it } from 'vitest'
import { DAY, SECOND } from '../../../src/core/clock.ts'
import { setActive } from '../../../src/providers/hoopai/data.ts'
import { connect, having } from './connect.ts'

const T3 = { error: 'UnAuthorized!', error_description: 'Authorization code not found' }
const T4 = { error: 'UnAuthorized!', error_description: 'Invalid client credentials!' }
const T5 = { statusCode: 400, message: 'Invalid grant: refresh token is invalid' }
const T6 = { statusCode: 400, message: 'Location is not active' }
const T10 = { statusCode: 400, message: 'Invalid parameter: redirect_uri' }
const unprocessable = (...message: string[]) => ({
  message,
  error: 'Unprocessable Entity',
  statusCode: 422,
  traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
})

describe('the fields of a token request', () => {
  const { client_id, client_secret } = connect().client
  const good = { client_id, client_secret, grant_type: 'authorization_code', code: 'x' }
  it.each([
    [
      'T1 grant_type empty',
      { ...good, grant_type: '' },
      ['grant_type must be a valid enum value', 'grant_type should not be empty'],
    ],
    ['T1 grant_type unknown', { ...good, grant_type: 'password' }, ['grant_type must be a valid enum value']],
    ['T1 a name every object has', { ...good, grant_type: 'toString' }, ['grant_type must be a valid enum value']],
    ['T2 camelCase', { ...good, userType: 'Location' }, ['property userType should not exist']],
    ['T2 unknown', { ...good, a: '1', b: '2' }, ['property a should not exist', 'property b should not exist']],
    ['T9 code', { ...good, code: '' }, ['code should not be empty']],
    ['T9 client_id', { ...good, client_id: '' }, ['client_id should not be empty']],
    ['T9 client_secret', { ...good, client_secret: '' }, ['client_secret should not be empty']],
    ['T9 refresh_token', { ...good, grant_type: 'refresh_token' }, ['refresh_token should not be empty']],
    ['user_type', { ...good, user_type: 'Agency' }, ['user_type must be a valid enum value']],
    [
      'several',
      { ...good, code: '', client_id: '', z: '' },
      ['client_id should not be empty', 'code should not be empty', 'property z should not exist'],
    ],
    [
      'T9 with client_credentials',
      { grant_type: 'client_credentials', client_id },
      ['client_secret should not be empty'],
    ],
  ] as [string, Record<string, string>, string[]][])('%s is 422, form and JSON alike', async (_, fields, texts) => {
    const { call } = connect()
    for (const answer of [
      await call('POST /oauth/token', { form: fields }),
      await call('POST /oauth/token', { json: fields }),
    ]) {
      expect(answer.status).toBe(422)
      expect(answer.json).toEqual(unprocessable(...texts))
    }
  })

  it('come before the code, the code before the client (T3), and the client before a refresh token (T4)', async () => {
    const { exchange, refresh } = connect()
    expect((await exchange('bogus', { extra: '1' })).status).toBe(422)
    expect(await exchange('bogus', { client_secret: 'wrong' })).toMatchObject({ status: 401, json: T3 })
    expect(await refresh('bogus', { client_secret: 'wrong' })).toMatchObject({ status: 401, json: T4 })
    expect(await refresh('bogus')).toMatchObject({ status: 400, json: T5 })
  })

  it('T2b: scope, state and code_verifier are ignored, unless strictTokenFields', async () => {
    const more = { scope: 'contacts.readonly', state: 's', code_verifier: 'v' }
    const lenient = connect()
    expect((await lenient.exchange(await lenient.code(), more)).status).toBe(200)
    const strict = connect(having({ strictTokenFields: true }))
    const refused = await strict.exchange(await strict.code(), more)
    expect(refused.json).toEqual(unprocessable(...Object.keys(more).map((name) => `property ${name} should not exist`)))
  })

  it('T11: client_credentials is 400', async () => {
    const { token } = connect()
    const answer = await token({ grant_type: 'client_credentials' })
    expect(answer).toMatchObject({ status: 400, json: { statusCode: 400, message: 'Invalid parameter: grant_type' } })
  })

  it('a JSON field of another type, a body that is no JSON or no object, and another media type are refused', async () => {
    const { call, client } = connect()
    const json = { ...client, grant_type: 'refresh_token', refresh_token: 5 }
    expect((await call('POST /oauth/token', { json })).json).toEqual(unprocessable('refresh_token must be a string'))
    const headers = { 'content-type': 'application/json' }
    const broken = await call('POST /oauth/token', { body: '{"a":', headers })
    expect(broken.json).toEqual({ message: 'Unexpected token in JSON', error: 'Bad Request', statusCode: 400 })
    for (const body of ['[1]', 'null', '7'])
      expect((await call('POST /oauth/token', { body, headers })).status).toBe(422)
    const plain = { body: 'grant_type=refresh_token', headers: { 'content-type': 'text/plain' } }
    expect((await call('POST /oauth/token', plain)).status).toBe(422)
  })
})

describe('an authorization code', () => {
  it('gives the documented fields, and no more, for a location', async () => {
    const { exchange, code, locations } = connect()
    const answer = await exchange(await code({ scope: 'contacts.readonly contacts.write' }))
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 86_400,
      refresh_token: expect.stringMatching(/^[0-9a-f]{12}[0-9A-Za-z]{52}$/),
      scope: 'contacts.readonly contacts.write',
      userType: 'Location',
      locationId: locations[0]!.locationId,
      companyId: locations[0]!.companyId,
      userId: locations[0]!.userId,
      traceId: expect.any(String),
    })
    expect(answer.headers).toEqual({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  })

  it('gives an agency no locationId, but what it approved', async () => {
    const { exchange, code, companies, locations } = connect()
    const { companyId } = companies[0]!
    const { json } = await exchange(await code({ companyId }), { user_type: 'Company' })
    expect(json).toMatchObject({
      userType: 'Company',
      companyId,
      isBulkInstallation: true,
      approvedLocations: [locations[0]!.locationId, locations[1]!.locationId],
    })
    expect(json).not.toHaveProperty('locationId')
  })

  it('works once: T3 from then on', async () => {
    const { exchange, code } = connect()
    const once = await code()
    expect((await exchange(once)).status).toBe(200)
    expect(await exchange(once)).toMatchObject({ status: 401, json: T3 })
  })

  it('works until its last millisecond', async () => {
    const { session, exchange, code } = connect()
    const codes = [await code(), await code()]
    session.clock.advance(600 * SECOND - 1)
    expect((await exchange(codes[0]!)).status).toBe(200)
    session.clock.advance(1)
    expect(await exchange(codes[1]!)).toMatchObject({ status: 401, json: T3 })
  })

  it('is spent by a success alone', async () => {
    const { session, exchange, code, apps, locations } = connect()
    const kept = await code()
    const other = { client_id: apps[1]!.clientId, client_secret: apps[1]!.clientSecret }
    await setActive(session, locations[0]!.locationId, false)
    expect(await exchange(kept, { redirect_uri: 'https://evil.example/' })).toMatchObject({ status: 400, json: T10 })
    expect(await exchange(kept)).toMatchObject({ status: 400, json: T6 })
    await setActive(session, locations[0]!.locationId, true)
    const badClients: Record<string, string>[] = [{ client_secret: 'x' }, { client_id: 'x' }, other]
    for (const bad of badClients)
      expect(await exchange(kept, { ...bad, redirect_uri: 'x' })).toMatchObject({ status: 401, json: T4 })
    expect((await exchange(kept)).status).toBe(200)
  })

  it('takes its own redirect_uri, or none (T10)', async () => {
    const { exchange, code, redirectUri } = connect()
    expect((await exchange(await code(), { redirect_uri: redirectUri })).status).toBe(200)
    expect((await exchange(await code(), { redirect_uri: `${redirectUri}/` })).json).toEqual(T10)
  })

  it('is neither a refresh token nor an access token', async () => {
    const { refresh, code, call } = connect()
    const one = await code()
    expect((await refresh(one)).json).toEqual(T5)
    const answer = await call('GET /oauth/installedLocations', { token: one, headers: { version: '2021-07-28' } })
    expect(answer.json).toEqual({ statusCode: 401, message: 'Invalid JWT' })
  })

  it.each([true, false])('of a suspended location gets no tokens (T6)', async (byFixture) => {
    const { session, exchange, code, locations } = connect()
    const { locationId } = locations[byFixture ? 2 : 0]!
    const one = await code({ locationId })
    if (!byFixture) await setActive(session, locationId, false)
    expect((await exchange(one)).json).toEqual(T6)
  })
})

describe('a refresh token', () => {
  it('is replaced by each use, and works once (T5)', async () => {
    const { install, refresh } = connect()
    const first = await install()
    const second = await refresh(first.refresh_token)
    expect(second.status).toBe(200)
    expect(second.json.refresh_token).not.toBe(first.refresh_token)
    expect(second.json.access_token).not.toBe(first.access_token)
    expect(await refresh(first.refresh_token)).toMatchObject({ status: 400, json: T5 })
    expect((await refresh(second.json.refresh_token)).status).toBe(200)
  })

  it('keeps the level that was chosen, whatever user_type says', async () => {
    const { install, refresh, companies } = connect()
    const agency = await install({ companyId: companies[0]!.companyId })
    const answer = await refresh(agency.refresh_token, { user_type: 'Location', redirect_uri: 'http://other.example' })
    expect(answer.json).toMatchObject({ userType: 'Company' })
  })

  it('lives a year, and its successor another', async () => {
    const { session, install, refresh } = connect()
    const { refresh_token } = await install()
    session.clock.advance(365 * DAY - 1)
    const next = await refresh(refresh_token)
    expect(next.status).toBe(200)
    session.clock.advance(365 * DAY - 1)
    const last = await refresh(next.json.refresh_token)
    expect(last.status).toBe(200)
    session.clock.advance(365 * DAY)
    expect((await refresh(last.json.refresh_token)).json).toEqual(T5)
  })

  it('of another client, or with a wrong secret, is T4 and stays unspent', async () => {
    const { install, refresh, apps } = connect()
    const { refresh_token } = await install()
    const other = { client_id: apps[1]!.clientId, client_secret: apps[1]!.clientSecret }
    for (const bad of [other, { client_secret: 'x' }] as Record<string, string>[])
      expect(await refresh(refresh_token, bad)).toMatchObject({ status: 401, json: T4 })
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('of a suspended location is refused and works again later (T6)', async () => {
    const { session, install, refresh, locations } = connect()
    const { refresh_token } = await install()
    await setActive(session, locations[0]!.locationId, false)
    expect((await refresh(refresh_token)).json).toEqual(T6)
    await setActive(session, locations[0]!.locationId, true)
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('is revoked by a new consent for the same app and location, and by no other', async () => {
    const { install, refresh, code, exchange, locations } = connect()
    const before = await install()
    const elsewhere = await install({ locationId: locations[1]!.locationId })
    const pending = await code()
    const after = await install()
    expect(await refresh(before.refresh_token)).toMatchObject({ status: 401, json: T4 })
    expect((await refresh(elsewhere.refresh_token)).status).toBe(200)
    expect((await refresh(after.refresh_token)).status).toBe(200)
    // A code that was still open is no earlier refresh token.
    expect((await refresh((await exchange(pending)).json.refresh_token)).status).toBe(200)
  })

  it('has the older error form by switch (T5b)', async () => {
    const { refresh } = connect(having({ legacyRefreshError: true }))
    const T5b = { error: 'UnAuthorized!', error_description: 'Invalid refresh token' }
    expect(await refresh('x')).toMatchObject({ status: 401, json: T5b })
  })
})

describe('POST /oauth/reconnect', () => {
  it('has been removed (T13)', async () => {
    const answer = await connect().call('POST /oauth/reconnect', { json: {} })
    expect(answer.json).toEqual({ message: 'API endpoint has been removed', error: 'Bad Request', statusCode: 400 })
  })
})
