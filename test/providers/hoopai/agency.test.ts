import { describe, expect, it } from 'vitest'
import { readClaims } from '../../../src/core/jwt.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { connect, having, probe, probing, VERSION } from './connect.ts'

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
