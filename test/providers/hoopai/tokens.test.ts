import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import keys from '../../../fixtures/keys.json' with { type: 'json' }
import { DAY, HOUR, SECOND } from '../../../src/core/clock.ts'
import { readClaims } from '../../../src/core/jwt.ts'
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
