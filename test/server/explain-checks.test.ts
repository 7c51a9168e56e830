/** Which check refused a call, what it knew, what was charged, and where a call that met no route was meant to go. */

import { describe, expect, test } from 'vitest'
import { stand } from './stand.ts'

const HOOPAI = { version: '2021-07-28' }

/** The explanation of the newest call. */
async function explained({ admin }: Pick<ReturnType<typeof stand>, 'admin'>) {
  const { requests } = (await admin.get('/requests')).body
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  return (await admin.get(`/requests/${requests[0].id}/explain`)).body as any
}

describe('the check that refused is named, with what it knew', () => {
  test('its size', async () => {
    const { agent, ...more } = stand()
    await agent.post('/hoopr/v1/search').send({ name: 'x'.repeat(5 * 2 ** 20) })
    const { refused, words } = await explained(more)
    expect(refused).toMatchObject({ check: 'size', code: 'payload_too_large' })
    expect(words.join('\n')).toContain('It was refused by the check of its size: 413 payload_too_large, ')
  })

  test('what comes before any token: the Version header', async () => {
    const { call, mint, ...more } = stand()
    await call('/hoopai/contacts/', await mint({ provider: 'hoopai' }))
    const { refused, words } = await explained(more)
    expect(refused.check).toBe('preamble')
    expect(words.join('\n')).toMatch(/It was refused by the check that comes before any token: 4\d\d \S*version\S*, /)
  })

  test('its token: none, one never issued, an expired one, a revoked one', async () => {
    const { call, mint, ...more } = stand()
    const told = async (token?: string) => {
      await call('/hoopr/v1/filters', token)
      const { refused, words } = await explained(more)
      expect(refused.check).toBe('token')
      return [refused.code, words.at(-1)]
    }
    expect(await told()).toEqual(['missing_token', 'It brought no token, or none that can be read.'])
    expect(await told('eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmVk')).toEqual([
      'invalid_token',
      'What it brought was never issued here.',
    ])
    const [expired, revoked] = [await mint({ provider: 'hoopr', expiresIn: 60 }), await mint({ provider: 'hoopr' })]
    await more.admin.post('/clock', { advance: '1m' })
    await more.admin.post('/tokens/revoke', { token: revoked })
    const issued = 'Its access token was issued at 2026-01-01T00:00:00.000Z'
    expect(await told(expired)).toEqual(['expired_token', `${issued}, ended 2026-01-01T00:01:00.000Z.`])
    expect(await told(revoked)).toEqual([
      'revoked_token',
      `${issued}, was revoked at 2026-01-01T00:01:00.000Z, is good until 2026-01-01T01:00:00.000Z.`,
    ])
  })

  test("its token's holder: a client that is switched off", async () => {
    const { call, mint, ...more } = stand()
    const token = await mint({ provider: 'hoopr' })
    const settings = { hoopr: { inactiveClients: '1' } }
    await more.admin.put('/scenario', JSON.stringify({ settings }), 'application/json')
    await call('/hoopr/v1/filters', token)
    const { refused, words } = await explained(more)
    expect(refused).toMatchObject({ check: 'holder', code: 'client_inactive' })
    expect(words.join('\n')).toContain("It was refused by the check of its token's holder: ")
  })

  test('its scope, with the one that was missing and those that it had', async () => {
    const { agent, mint, ...more } = stand()
    const token = await mint({ provider: 'hoopai', scopes: ['locations.readonly', 'users.readonly'] })
    await agent.get('/hoopai/contacts/').set({ ...HOOPAI, authorization: `Bearer ${token}` })
    const { refused, words } = await explained(more)
    expect(refused).toMatchObject({ check: 'scope', details: { scope: 'contacts.readonly' } })
    expect(words.join('\n')).toContain(
      'It needs scope contacts.readonly; its token has locations.readonly, users.readonly.',
    )
  })

  test('the route itself: a code that was spent already', async () => {
    const { agent, ...more } = stand()
    const { apps, locations } = (await more.admin.get('/credentials')).body.hoopai
    const [{ clientId, clientSecret, redirectUris }] = apps
    const asked = {
      clientId,
      redirectUri: redirectUris[0],
      scope: 'contacts.readonly',
      locationId: locations[0].locationId,
    }
    const code = new URL((await more.admin.post('/consent', asked)).body.redirectTo).searchParams.get('code')
    const grant = { client_id: clientId, client_secret: clientSecret, grant_type: 'authorization_code', code }
    for (let i = 0; i < 2; i++) await agent.post('/hoopai/oauth/token').type('form').send(grant)
    const explanation = await explained(more)
    expect(explanation.refused.check).toBe('route')
    expect(explanation.words.join('\n')).toMatch(
      /It was refused by the route itself: 4\d\d [^\n]*\nIts code was issued at \S+, was spent at \S+, is good until \S+\./,
    )
    expect(JSON.stringify(explanation)).not.toContain(code)
    expect(JSON.stringify(explanation)).not.toContain(clientSecret)
  })

  test('no check, but a rule in place of the answer', async () => {
    const { call, ...more } = stand()
    const rules = [
      { id: 'lost', call: 'GET /v1/filters', phase: 'after', do: { error: 'unavailable' } },
      { id: 'late', call: 'GET /v1/filters', where: { client: 'nobody', scope: 'search' }, do: { delay: '1ms' } },
      { id: 'by-path', call: 'GET /v1/**/tops', do: { delay: '1ms' } },
      { id: 'one-track', call: 'GET /v1/tracks/one', do: { delay: '1ms' } },
    ]
    await more.admin.put('/scenario', JSON.stringify({ rules }), 'application/json')
    await call('/hoopr/v1/filters')
    const { refused, words } = await explained(more)
    expect(refused).toMatchObject({ check: 'rule', code: 'unavailable' })
    expect(words).toEqual(
      expect.arrayContaining([
        'Rule lost struck: this was call 1 of those it meets, and it does after all else {"error":"unavailable"}.',
        'Rule late did not strike: the caller would need client nobody, and its client is not known; scope search, and its scopes are none.',
        "Of the scenario's other rules none meets such calls: by-path, one-track.",
        expect.stringMatching(
          /^It was refused by a rule, in place of its answer: 503 unavailable, .+, struck by rule lost\.$/,
        ),
      ]),
    )
    await call('/hoopr/v1/tracks/two')
    expect((await explained(more)).words).toContain(
      'Rule one-track did not strike: it meets GET /v1/tracks/one, which this path is not.',
    )
  })
})

describe('the budgets that it spends are told', () => {
  test('what was charged, until when it counts, and that nothing was where another one refused', async () => {
    const { agent, mint, ...more } = stand()
    const settings = { hoopai: { limits: { burst: '9 per 10s', daily: '1 per 1d' } } }
    await more.admin.put('/scenario', JSON.stringify({ settings }), 'application/json')
    const token = await mint({ provider: 'hoopai' })
    const ask = async () => {
      await agent.get('/hoopai/contacts/').set({ ...HOOPAI, authorization: `Bearer ${token}` })
      const { budgets, words } = await explained(more)
      return { budgets, words: words.filter((each: string) => each.startsWith('Budget')) }
    }
    expect((await ask()).words).toEqual([
      'Budget burst was charged 1: 8 of 9 left until 2026-01-01T00:00:10.000Z.',
      'Budget daily was charged 1: 0 of 1 left until 2026-01-02T00:00:00.000Z.',
    ])
    const { budgets, words } = await ask()
    expect(words).toEqual([
      'Budget burst was not charged: 8 of 9 left until 2026-01-01T00:00:10.000Z.',
      'Budget daily had nothing more to give, so it refused, and nothing was charged: 0 of 1 left until 2026-01-02T00:00:00.000Z.',
    ])
    expect(budgets[0]).toEqual({
      ...{ budget: 'burst', limit: 9, remaining: 8, charged: 0, refused: false },
      resetAt: '2026-01-01T00:00:10.000Z',
    })
  })
})

describe('a call that met no route shows where it was probably meant to go', () => {
  test.each([
    ['GET', '/hoopai/contact/abc123/note', 'GET /contacts/:contactId/notes'],
    ['GET', '/hoopai/contacts/abc123/note', 'GET /contacts/:contactId/notes'],
    ['POST', '/hoopai/oauth/tokens', 'POST /oauth/token'],
    ['GET', '/hoopr/v1/track/midnight-drive', 'GET /v1/tracks/:slug'],
    ['GET', '/hoopr/tracks', 'GET /v1/tracks'],
    ['GET', '/soundcharts/api/v2.9/artist/some-uuid/tops', 'GET /api/v2.9/artist/:uuid'],
  ])('%s %s', async (method, path, nearest) => {
    const { agent, admin } = stand()
    await agent[method.toLowerCase() as 'get'](path)
    const explanation = await explained({ admin })
    expect(explanation.route).toBeNull()
    expect(explanation.nearest.slice(0, 2)).toContain(nearest)
    const [unmatched] = (await admin.get('/requests/unmatched')).body.requests
    expect(unmatched.nearest).toEqual(explanation.nearest)
  })

  test('or that its method is another, or its base URL that of another provider', async () => {
    const { agent, admin } = stand()
    await agent.delete('/hoopr/v1/tracks')
    expect((await explained({ admin })).words).toContain('It met no route: its path is there for GET only.')
    await agent.get('/soundcharts/v1/tracks')
    expect((await explained({ admin })).words).toContain(
      'Hoopr B2B has such a route: its base URL may be the one that was meant.',
    )
  })
})
