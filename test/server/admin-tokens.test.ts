/** The admin API: tokens, and consent without a browser. */

import { describe, expect, test } from 'vitest'
import { CLOCK, stand } from './stand.ts'

describe('tokens', () => {
  test('one is minted as asked, and works', async () => {
    const { admin, call, mint } = stand()
    const { status, body } = await admin.post('/tokens', { provider: 'hoopr', scopes: ['catalog:read'], expiresIn: 60 })
    expect(status).toBe(201)
    expect(await call('/hoopr/v1/filters', body.token)).toBe(200)
    expect(await call('/hoopr/v1/tracks-top', body.token)).toBe(403)
    await admin.post('/clock', { advance: '1m' })
    expect(await call('/hoopr/v1/filters', body.token)).toBe(401)
    expect(await call('/hoopr/v1/filters', await mint({ provider: 'hoopr' }))).toBe(200)
  })

  test.each([
    { provider: 'hopr' },
    { provider: 'hoopr', client: 'nobody' },
    { provider: 'hoopr', scopes: ['all'] },
    { provider: 'hoopr', mode: 'dev' },
    { provider: 'hoopr', expiresIn: 0 },
    {},
  ])('%j cannot be minted', async (body) => {
    const { admin } = stand()
    const { status, body: answer } = await admin.post('/tokens', body)
    expect(status).toBe(400)
    expect(answer.error.message).not.toBe('')
  })

  test.each(['expire', 'revoke'])(
    '%s strikes the one that is named, or all access tokens of a provider or client',
    async (act) => {
      const { admin, call, mint } = stand()
      const [one, two] = [await mint({ provider: 'hoopr' }), await mint({ provider: 'hoopr' })]
      const client = (await admin.get('/credentials')).body.hoopr.clients[1].clientId
      const other = await mint({ provider: 'hoopr', client })
      const statuses = async () => [
        await call('/hoopr/v1/filters', one),
        await call('/hoopr/v1/filters', two),
        await call('/hoopr/v1/filters', other),
      ]
      const count = { expire: 'expired', revoke: 'revoked' }[act]!
      expect((await admin.post(`/tokens/${act}`, { token: one })).body).toEqual({ [count]: 1 })
      expect(await statuses()).toEqual([401, 200, 200])
      expect((await admin.post(`/tokens/${act}`, { client })).body).toEqual({ [count]: 1 })
      expect(await statuses()).toEqual([401, 200, 401])
      expect((await admin.post(`/tokens/${act}`, { provider: 'hoopr' })).body).toEqual({ [count]: 1 })
      expect(await statuses()).toEqual([401, 401, 401])
    },
  )

  test('a refresh token is touched only when it is named', async () => {
    const { admin, agent } = stand()
    const { apps } = (await admin.get('/credentials')).body.hoopai
    const { clientId, clientSecret, redirectUris } = apps[0]
    const ask = { clientId, redirectUri: redirectUris[0], scope: 'contacts.readonly' }
    const { redirectTo } = (await admin.post('/consent', ask)).body
    const code = new URL(redirectTo).searchParams.get('code')
    const token = (fields: object) =>
      agent
        .post('/hoopai/oauth/token')
        .type('form')
        .send({ client_id: clientId, client_secret: clientSecret, ...fields })
    const first = await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUris[0] })
    expect(first.status).toBe(200)
    expect((await admin.post('/tokens/revoke', { provider: 'hoopai' })).body).toEqual({ revoked: 1 })
    const second = await token({ grant_type: 'refresh_token', refresh_token: first.body.refresh_token })
    expect(second.status).toBe(200)
    expect((await admin.post('/tokens/revoke', { token: second.body.refresh_token })).body).toEqual({ revoked: 1 })
    const third = await token({ grant_type: 'refresh_token', refresh_token: second.body.refresh_token })
    expect(third.status).toBeGreaterThanOrEqual(400)
  })

  test('a private integration token never expires, and can be revoked before it was ever used', async () => {
    const { admin } = stand()
    const { token } = (await admin.get('/credentials')).body.hoopai.privateIntegrations[0]
    expect((await admin.post('/tokens/expire', { token })).body).toEqual({ expired: 0 })
    expect((await admin.post('/tokens/revoke', { token })).body).toEqual({ revoked: 1 })
    expect((await admin.post('/tokens/revoke', { token })).body).toEqual({ revoked: 0 })
  })

  test('a token of another session is unknown, and not repeated in the refusal', async () => {
    const { admin, mint } = stand()
    await admin.post('/sessions', { name: 'a', clock: CLOCK })
    const token = await mint({ provider: 'hoopr' }, '/sessions/a')
    const answer = await admin.post('/tokens/revoke', { token })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'unknown_token'])
    expect(answer.text).not.toContain(token)
  })

  test.each([{}, { token: 'x', provider: 'hoopr' }, { provider: 'hopr' }])('%j names no token', async (body) => {
    const { admin } = stand()
    expect((await admin.post('/tokens/expire', body)).status).toBe(400)
  })
})

describe('consent', () => {
  test('what the provider refuses is said in its words', async () => {
    const { admin } = stand()
    const { status, body } = await admin.post('/consent', { clientId: 'nobody', redirectUri: 'http://x', scope: 'y' })
    expect(status).toBe(400)
    expect(body.error.code).toBe('refused')
  })
})
