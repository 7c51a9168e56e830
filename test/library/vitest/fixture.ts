/** Tests that a test runs: some of them fail, as their names say. */

import { describe, expect } from 'vitest'
import { test } from '../../../src/vitest.ts'

const seen: string[] = []

test('passes: a client that calls', async ({ session, emulator }) => {
  seen.push(emulator.url)
  await fetch(`${session.url('hoopr')}/v1/tracks`)
})

test('passes: the next one, in a session of its own and the same emulator', async ({ session, emulator }) => {
  await fetch(`${session.url('hoopr')}/v1/tracks`)
  expect(await session.requests()).toHaveLength(1)
  expect(seen).toEqual([emulator.url])
  expect(emulator.stage.sessions.list().map(({ name }) => name)).toEqual(['default', session.name])
})

test('fails: a client that never calls', async ({ session }) => {
  expect(session.name).toMatch(/^session-/)
})

test('fails: by itself', async ({ session }) => {
  expect(session.name).toBe('mine')
})

test('passes: without a session there is no verdict, and those of other tests are closed', ({ emulator }) => {
  expect(emulator.stage.sessions.list().map(({ name }) => name)).toEqual(['default'])
})

describe('with options', () => {
  test.override({
    sessionOptions: { scenario: { name: 'one-call', expect: [{ call: 'GET /v1/tracks', exactly: 1 }] } },
  })

  test('fails: what was expected never came', async ({ session }) => {
    await fetch(`${session.url('hoopr')}/v1/filters`)
  })

  test('passes: it came', async ({ session }) => {
    await session.fetch('hoopr', '/v1/tracks')
  })

  describe('that accept what is inconclusive', () => {
    test.override({ accepts: ['passed', 'inconclusive'], sessionOptions: { name: 'mine' } })

    test('passes: a client that never calls', ({ session }) => {
      expect(session.name).toBe('mine')
    })
  })
})

describe('a stampede', () => {
  test('fails: two refreshes at once', async ({ session }) => {
    const { clientId, clientSecret, redirectUris } = session.credentials.hoopai.apps[0]!
    const { locationId } = session.credentials.hoopai.locations[0]!
    const redirectUri = redirectUris[0]!
    const { redirectTo } = await session.consent({ clientId, redirectUri, scope: 'contacts.readonly', locationId })
    const code = new URL(redirectTo!).searchParams.get('code')!
    const grant = async (fields: Record<string, string>) => {
      const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields })
      const answer = await fetch(`${session.url('hoopai')}/oauth/token`, { method: 'POST', body })
      return (await answer.json()) as { refresh_token: string }
    }
    const { refresh_token } = await grant({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
    const refresh = { grant_type: 'refresh_token', refresh_token }
    await Promise.all([grant(refresh), grant(refresh)])
  })
})
