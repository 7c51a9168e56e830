import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DAY } from '../../../src/core/clock.ts'
import type { Call } from '../../../src/core/http.ts'
import { readClaims } from '../../../src/core/jwt.ts'
import { Session } from '../../../src/core/session.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { connect, having, probe, probing, VERSION } from './connect.ts'

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

  it('are shown with the webhook keys in SPKI', async () => {
    const shown = (await hoopai.credentials(new Session(), 'http://h/hoopai')) as {
      webhookKeys: Record<string, string>
    }
    for (const [name, type] of [
      ['ed25519', 'ed25519'],
      ['rsa', 'rsa'],
    ] as const) {
      const key = { key: Buffer.from(shown.webhookKeys[name]!, 'base64'), format: 'der', type: 'spki' } as const
      expect(createPublicKey(key).asymmetricKeyType).toBe(type)
    }
    const env = await hoopai.env(new Session(), 'http://h/hoopai')
    expect(env.HOOPAI_WEBHOOK_PUBLIC_KEY).toBe(shown.webhookKeys.ed25519)
    for (const value of Object.values(env)) expect(value).toBeTruthy()
  })
})
