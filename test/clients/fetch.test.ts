/** Plain `fetch` against the running program: what each provider's documentation tells a person to write. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { choose } from './consentPage.ts'
import { type Program, type Session, startProgram } from './emulator.ts'

const BILLIE_EILISH = '11e81bcc-9c1c-ce38-b96b-a0369fe50396'

let program: Program
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program?.stop())

describe('Hoopr with fetch', () => {
  test('the demo credentials, on the base URL alone', async () => {
    const session = await program.demo()
    expect(session.credentials.hoopr.baseUrl).toBe(`${program.url}/hoopr`)
    const { access_token } = (await hooprToken(session)).json.data
    expect((await tracks(session, access_token)).status).toBe(200)
  })

  test('token, call, expiry, another token', async () => {
    const session = await program.session()
    const issued = await hooprToken(session)
    expect(issued.status).toBe(200)
    const { access_token } = issued.json.data
    expect(issued.json).toEqual({
      data: {
        access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'catalog:read search',
        mode: 'test',
      },
      error: { code: 0, message: 'Token issued' },
    })
    const called = await tracks(session, access_token)
    expect(called.status).toBe(200)
    expect(called.json).toMatchObject({
      data: { currentPage: 1, pageSize: 1, items: [{ type: expect.any(String) }] },
      error: { code: 0, message: 'OK' },
    })

    await session.advance('3600s')
    const expired = await tracks(session, access_token)
    expect(expired.status).toBe(401)
    expect(expired.json).toMatchObject({ data: null, error: { type: 'invalid_token' } })

    const renewed = (await hooprToken(session)).json.data
    expect((await tracks(session, renewed.access_token)).status).toBe(200)
  })

  test('a 429 on calls, and RateLimit-Reset as the way out', async () => {
    const session = await program.session({ settings: { hoopr: { limits: { api: '1 per 1m' } } } })
    const { data } = (await hooprToken(session)).json
    expect((await tracks(session, data.access_token)).headers.get('ratelimit-remaining')).toBe('0')
    const refused = await tracks(session, data.access_token)
    expect(refused.status).toBe(429)
    expect(refused.json).toEqual({
      data: null,
      error: { code: 1, message: 'Too many requests', type: 'rate_limited' },
    })
    await session.advance(`${refused.headers.get('ratelimit-reset')}s`)
    expect((await tracks(session, data.access_token)).status).toBe(200)
  })

  test('a wrong secret', async () => {
    const refused = await hooprToken(await program.session(), 'hpr_test_wrong')
    expect(refused.status).toBe(401)
    expect(refused.json).toEqual({
      data: null,
      error: { code: 1, message: 'Invalid client credentials', type: 'invalid_client' },
    })
  })

  function hooprToken({ credentials: { hoopr } }: Session, secret?: string) {
    const { clientId, secrets } = hoopr.clients[0]
    return send(`${hoopr.baseUrl}/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secret ?? secrets.test,
      }),
    })
  }

  function tracks({ credentials: { hoopr } }: Session, token: string) {
    return send(`${hoopr.baseUrl}/v1/tracks?pageSize=1`, { headers: bearer(token) })
  }
})

describe('HoopAI with fetch', () => {
  test('the demo credentials, on the base URL alone', async () => {
    const session = await program.demo()
    expect(session.credentials.hoopai.baseUrl).toBe(`${program.url}/hoopai`)
    const code = (await session.consent(authorizationUrl(session, 's'))).searchParams.get('code')!
    const { access_token } = (await hoopaiToken(session, { grant_type: 'authorization_code', code })).json
    expect((await contacts(session, access_token)).status).toBe(200)
  })

  test('consent, code, call, expiry, refresh', async () => {
    const session = await program.session()
    const { locationId, companyId } = session.credentials.hoopai.locations[1]
    const answer = await choose(authorizationUrl(session, 'x/y&z'), { account: locationId, press: 'Allow & Install' })
    const callback = new URL(answer.headers.get('location')!)
    expect([...callback.searchParams.keys()].sort()).toEqual(['code', 'state'])
    expect(callback.searchParams.get('state')).toBe('x/y&z')

    const issued = await hoopaiToken(session, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code')!,
    })
    expect(issued.status).toBe(200)
    const tokens = issued.json
    expect(tokens).toMatchObject({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 86_400,
      refresh_token: expect.any(String),
      scope: 'contacts.readonly contacts.write',
      locationId,
      companyId,
      userType: 'Location',
    })
    expect((await contacts(session, tokens.access_token)).status).toBe(200)

    await session.advance('24h')
    const expired = await contacts(session, tokens.access_token)
    expect(expired.status).toBe(401)
    expect(expired.json).toEqual({ statusCode: 401, message: 'Invalid JWT' })

    const refreshed = await refresh(session, tokens.refresh_token)
    expect(refreshed.status).toBe(200)
    const { access_token, refresh_token } = refreshed.json
    expect((await contacts(session, access_token)).status).toBe(200)

    const reused = await refresh(session, tokens.refresh_token)
    expect(reused.status).toBe(400)
    expect(reused.json).toEqual({ statusCode: 400, message: 'Invalid grant: refresh token is invalid' })
    expect((await refresh(session, refresh_token)).status).toBe(200)
  })

  test('a cancelled consent stays on the page', async () => {
    const session = await program.session()
    const answer = await choose(authorizationUrl(session, 's'), { press: 'Cancel' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('location')).toBeNull()
    expect(answer.headers.get('content-type')).toMatch('text/html')
  })

  test('of a hundred refreshes at the same moment exactly one succeeds', async () => {
    const session = await program.session()
    const callback = await session.consent(authorizationUrl(session, 's'))
    const code = callback.searchParams.get('code')!
    const { refresh_token } = (await hoopaiToken(session, { grant_type: 'authorization_code', code })).json
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(session, refresh_token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(99)
  })

  test('a 429 at the burst limit, whose window is in the headers, without Retry-After', async () => {
    const session = await program.session({ settings: { hoopai: { limits: { burst: '1 per 10s' } } } })
    const [{ token }] = session.credentials.hoopai.privateIntegrations
    expect((await contacts(session, token)).headers.get('x-ratelimit-remaining')).toBe('0')
    const refused = await contacts(session, token)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBeNull()
    expect(refused.json).toEqual({ statusCode: 429, message: 'Too Many Requests' })
    await session.advance(`${refused.headers.get('x-ratelimit-interval-milliseconds')}ms`)
    expect((await contacts(session, token)).status).toBe(200)
  })

  test('a 429 at the daily limit lasts to the end of the day', async () => {
    const session = await program.session({ settings: { hoopai: { limits: { daily: '1 per 24h' } } } })
    const [{ token }] = session.credentials.hoopai.privateIntegrations
    await contacts(session, token)
    await session.advance('10h')
    const refused = await contacts(session, token)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-ratelimit-daily-remaining')).toBe('0')
    await session.advance(`${refused.headers.get('x-ratelimit-daily-reset')}ms`)
    expect((await contacts(session, token)).status).toBe(200)
  })

  test('a wrong secret', async () => {
    const session = await program.session()
    const code = (await session.consent(authorizationUrl(session, 's'))).searchParams.get('code')!
    const fields = { grant_type: 'authorization_code', code }
    const refused = await hoopaiToken(session, { ...fields, client_secret: 'wrong' })
    expect(refused.status).toBe(401)
    expect(refused.json).toEqual({
      error: 'UnAuthorized!',
      error_description: 'Invalid client credentials!',
    })
    expect((await hoopaiToken(session, fields)).status).toBe(200)
  })

  function authorizationUrl({ credentials: { hoopai } }: Session, state: string) {
    const [{ clientId, redirectUris }] = hoopai.apps
    const url = new URL(`${hoopai.marketplaceUrl}/oauth/chooselocation`)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUris[0],
      scope: 'contacts.readonly contacts.write',
      state,
    }).toString()
    return url
  }

  function hoopaiToken({ credentials: { hoopai } }: Session, fields: Record<string, string>) {
    const [{ clientId, clientSecret }] = hoopai.apps
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields })
    return send(`${hoopai.baseUrl}/oauth/token`, { method: 'POST', body })
  }

  function refresh(session: Session, refresh_token: string) {
    return hoopaiToken(session, { grant_type: 'refresh_token', refresh_token })
  }

  function contacts({ credentials: { hoopai } }: Session, token: string) {
    return send(`${hoopai.baseUrl}/contacts/`, { headers: { ...bearer(token), version: '2021-07-28' } })
  }
})

describe('Soundcharts with fetch', () => {
  test('the demo credentials, on the base URL alone', async () => {
    const session = await program.demo()
    expect(session.credentials.soundcharts.baseUrl).toBe(`${program.url}/soundcharts`)
    const { access_token } = (await soundchartsToken(session)).json
    expect((await artist(session, bearer(access_token))).status).toBe(200)
  })

  test('token, call, expiry, another token', async () => {
    const session = await program.session()
    const issued = await soundchartsToken(session)
    expect(issued.status).toBe(200)
    const tokens = issued.json
    expect(tokens).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: null,
    })
    const called = await artist(session, bearer(tokens.access_token))
    expect(called.status).toBe(200)
    expect(Number(called.headers.get('x-quota-remaining'))).toBeGreaterThan(0)
    expect(called.json).toMatchObject({ type: 'artist', object: { name: 'Billie Eilish' }, errors: [] })

    await session.advance('1h')
    const expired = await artist(session, bearer(tokens.access_token))
    expect(expired.status).toBe(401)
    expect(expired.json).toEqual({ errors: [{ key: 'access', code: 401, message: 'Expired JWT Token' }] })

    const { access_token } = (await soundchartsToken(session)).json
    expect((await artist(session, bearer(access_token))).status).toBe(200)
  })

  test('legacy keys, the public sandbox pair among them', async () => {
    const session = await program.session()
    for (const { appId, apiKey } of session.credentials.soundcharts.legacyKeys) {
      const called = await artist(session, { 'x-app-id': appId, 'x-api-key': apiKey })
      expect(called.status).toBe(200)
    }
    const refused = await artist(session, { 'x-app-id': 'nobody', 'x-api-key': 'nothing' })
    expect(refused.status).toBe(401)
    expect(refused.json).toEqual({ errors: [{ key: 'access', code: 401, message: 'Invalid credentials' }] })
  })

  test('a 429 of the minute, and x-ratelimit-reset as the way out', async () => {
    const session = await program.session({ settings: { soundcharts: { limits: { rate: '1 per 1m' } } } })
    const { access_token } = (await soundchartsToken(session)).json
    await artist(session, bearer(access_token))
    const refused = await artist(session, bearer(access_token))
    expect(refused.status).toBe(429)
    expect(refused.json.errors[0].message).toContain('maximum request count')
    await session.advance(`${refused.headers.get('x-ratelimit-reset')}s`)
    expect((await artist(session, bearer(access_token))).status).toBe(200)
  })

  test('a 429 of the quota', async () => {
    const session = await program.session({ settings: { soundcharts: { limits: { quota: '10 per 720h' } } } })
    const { access_token } = (await soundchartsToken(session)).json
    let last = await artist(session, bearer(access_token))
    // A plan lets 10 % more pass than was bought.
    for (let i = 0; i < 11; i++) last = await artist(session, bearer(access_token))
    expect(last.status).toBe(429)
    expect(last.headers.get('x-quota-remaining')).toBe('0')
    expect(last.json.errors[0].message).toContain('monthly available quota')
  })

  test('a wrong secret', async () => {
    const refused = await soundchartsToken(await program.session(), 'wrong')
    expect(refused.status).toBe(401)
    expect(refused.json).toEqual({
      error: 'invalid_client',
      error_description: 'Client authentication failed',
    })
  })

  function soundchartsToken({ credentials: { soundcharts } }: Session, secret?: string) {
    const [{ clientId, clientSecret }] = soundcharts.clients
    return send(`${soundcharts.authUrl}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${secret ?? clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    })
  }

  function artist({ credentials: { soundcharts } }: Session, headers: Record<string, string>) {
    return send(`${soundcharts.baseUrl}/api/v2/artist/${BILLIE_EILISH}`, { headers })
  }
})

/** An answer with its JSON. */
async function send(url: string, request: RequestInit) {
  const response = await fetch(url, request)
  // biome-ignore lint/suspicious/noExplicitAny: a body of any shape
  const json: any = await response.json()
  return { status: response.status, headers: response.headers, json }
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}
