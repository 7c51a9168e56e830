/** Calls in process, beside the same calls over a socket: no client can tell them apart. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/http.ts'
import { type Emulator, type Json, type SessionHandle, startEmulator } from '../../src/index.ts'

const CLOCK = '2026-01-01T00:00:00Z'
let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

type Fetch = (path: string, init?: RequestInit) => Promise<Response>

/** One session's Hoopr in process, and a twin's over a socket: of one name, after one another, so that all is equal. */
async function both<T>(
  scenario: JsonObject,
  run: (fetch: Fetch, session: SessionHandle) => Promise<T>,
): Promise<[T, T]> {
  const results: T[] = []
  const name = `twin-${Object.keys(scenario).length}-${JSON.stringify(scenario).length}`
  for (const way of ['process', 'socket']) {
    await using session = await emulator.session({ name, clock: CLOCK, scenario })
    const over: Fetch = (path, init) => fetch(session.url('hoopr') + path, init)
    results.push(await run(way === 'socket' ? over : (path, init) => session.fetch('hoopr', path, init), session))
  }
  return results as [T, T]
}

/** Status, the provider's own headers and the bytes; or how it failed. */
async function outcome(call: Promise<Response>) {
  try {
    const response = await call
    // Of the connection, which a call in process has none of.
    const headers = [...response.headers].filter(([name]) => !['connection', 'keep-alive'].includes(name))
    return { status: response.status, statusText: response.statusText, headers, ...(await read(response)) }
  } catch (error) {
    return failure(error)
  }
}

/** The bytes that came, and what then went wrong. */
async function read({ body }: Response) {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of body ?? []) pieces.push(piece)
    return { body: Buffer.concat(pieces).toString('latin1') }
  } catch (error) {
    return { body: Buffer.concat(pieces).toString('latin1'), broken: failure(error) }
  }
}

function failure(error: unknown) {
  const { name, message, cause } = error as Error & { cause?: Error & { code?: string } }
  const { code } = cause ?? {}
  return {
    type: error?.constructor.name,
    name,
    message,
    cause: cause && { name: cause.name, message: cause.message, code },
  }
}

const rules = (effect: Json, phase?: 'after'): JsonObject => ({
  rules: [{ call: 'GET /v1/**', do: effect, ...(phase ? { phase } : {}) }],
})

describe('in process and over a socket', () => {
  test('one gets the same bytes', async () => {
    const [here, there] = await both({}, async (fetch, { credentials }) => {
      const { clientId, secrets } = credentials.hoopr.clients[0]!
      const grant = { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test }
      const token = await fetch('/v1/auth/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(grant),
      })
      const { data } = (await token.clone().json()) as { data: { access_token: string } }
      const headers = { authorization: `Bearer ${data.access_token}` }
      return [
        await outcome(Promise.resolve(token)),
        await outcome(fetch('/v1/tracks?page=2&search=a%20b', { headers })),
        await outcome(fetch('/v1/tracks/midnight-drive', { headers })),
        await outcome(fetch('/v1/tracks/nobody', { headers })),
        await outcome(fetch('/v1/tracks', { method: 'HEAD', headers })),
        await outcome(fetch('/v1/tracks', { method: 'DELETE', headers })),
        await outcome(fetch('/v1/filters')),
        await outcome(fetch('/v1/search', { method: 'POST', headers, body: 'x'.repeat(6 * 1024 * 1024) })),
        await outcome(fetch('/v1/filters', { headers: { ...headers, 'x-long': 'x'.repeat(17_000) } })),
      ]
    })
    expect(here.map((each) => 'status' in each && each.status)).toEqual([200, 200, 200, 404, 404, 404, 401, 413, 431])
    expect(here).toEqual(there)
  })

  test.each([
    ['a reset', rules({ wire: 'reset' })],
    ['an end without a byte', rules({ wire: 'close' })],
    ['headers alone', rules({ wire: 'empty' })],
    ['half an answer', rules({ wire: 'truncate' })],
    ['broken JSON', rules({ wire: 'malformed' })],
    ['pieces', rules({ drip: { chunks: 3, over: '20ms' } })],
    ['a late answer', rules([{ delay: '20ms' }, { status: 503, body: { late: true } }])],
    ['no body', rules({ status: 204 })],
    ['an odd status', rules({ status: 599, body: 'odd' })],
    ['a redirect nowhere', rules({ status: 304 })],
    ['a lost answer', rules({ wire: 'reset' }, 'after')],
  ])('%s looks the same', async (_what, scenario) => {
    const [here, there] = await both(scenario, (fetch) => outcome(fetch('/v1/filters')))
    expect(here).toEqual(there)
  })
})

test('a reset is what a client takes a reset for', async () => {
  await using session = await emulator.session({ scenario: rules({ wire: 'reset' }) })
  const error = await session.fetch('hoopr', '/v1/filters').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET', syscall: 'read' } })
})

test('pieces come one by one', async () => {
  await using session = await emulator.session({ scenario: rules({ drip: { chunks: 4, over: '20ms' } }) })
  const response = await session.fetch('hoopr', '/v1/filters')
  const pieces: Uint8Array[] = []
  for await (const piece of response.body!) pieces.push(piece)
  expect(pieces).toHaveLength(4)
  expect(Buffer.concat(pieces)).toHaveLength(Number(response.headers.get('content-length')))
})

describe("the client's patience", () => {
  test('ends a delay, and what was done stays done', async () => {
    await using session = await emulator.session({ scenario: rules({ delay: '1h' }) })
    const call = session.fetch('hoopr', '/v1/filters', { signal: AbortSignal.timeout(20) })
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(await session.requests({ provider: 'hoopr' })).toHaveLength(1)
  })

  test('ends a body that drips', async () => {
    await using session = await emulator.session({ scenario: rules({ drip: { chunks: 2, over: '1h' } }) })
    const patience = new AbortController()
    const response = await session.fetch('hoopr', '/v1/filters', { signal: patience.signal })
    const body = response.text()
    patience.abort()
    await expect(body).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('that is over already asks nothing', async () => {
    await using session = await emulator.session()
    await expect(session.fetch('hoopr', '/v1/filters', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(await session.requests()).toEqual([])
  })
})

test('the judge hears when an answer was handed over', async () => {
  await using session = await emulator.session({ clock: CLOCK })
  const { clientId, clientSecret, redirectUris } = session.credentials.hoopai.apps[0]!
  const { locationId } = session.credentials.hoopai.locations[0]!
  const redirectUri = redirectUris[0]!
  const { redirectTo } = await session.consent({ clientId, redirectUri, scope: 'contacts.readonly', locationId })
  const client = { client_id: clientId, client_secret: clientSecret }
  const grant = async (fields: Record<string, string>) => {
    const body = new URLSearchParams({ ...client, ...fields })
    const answer = await session.fetch('hoopai', '/oauth/token', { method: 'POST', body })
    return (await answer.json()) as { refresh_token: string }
  }
  const code = new URL(redirectTo!).searchParams.get('code')!
  const { refresh_token } = await grant({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
  const stampedes = async () => {
    const { sessions } = await session.report()
    return sessions[0]!.findings.filter(({ rule }) => rule === 'refresh-stampede').length
  }
  const refresh = () => grant({ grant_type: 'refresh_token', refresh_token })
  await refresh()
  // One after the other is no stampede, though nobody can tell by a clock that stands still.
  await refresh()
  expect(await stampedes()).toBe(0)
})

describe('a handler answers', () => {
  const TOKEN = 'https://services.leadconnectorhq.com/oauth/token'
  const refresh = { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token' }) }

  test("requests to a provider's own host, in its session", async () => {
    await using session = await emulator.session()
    const response = await session.handler(new Request(TOKEN, refresh))
    expect(response.status).toBe(422)
    expect(await session.requests({ provider: 'hoopai', route: 'oauth.token' })).toMatchObject([
      { headers: { host: 'services.leadconnectorhq.com' } },
    ])
  })

  test('with URLs that lead back to where they were asked', async () => {
    await using session = await emulator.session()
    const authorization = `Bearer ${await session.tokens.mint({ provider: 'hoopr' })}`
    const ask = (url: string) => session.handler(new Request(url, { headers: { authorization } }))
    const first = await ask('https://api.example.com/hoopr/v1/tracks/midnight-drive')
    const { data } = (await first.json()) as { data: { artworkUrl: string } }
    expect(data.artworkUrl).toMatch(`https://api.example.com/s/${session.name}/hoopr/`)
    expect((await ask(data.artworkUrl)).status).toBe(200)
  })

  test("of the emulator finds the session as a socket's calls do", async () => {
    await using session = await emulator.session()
    const { clientId, clientSecret } = session.credentials.hoopai.apps[0]!
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, grant_type: 'refresh_token' })
    const headers = { 'x-stuntdouble-session': session.name }
    await emulator.handler(new Request(TOKEN, { method: 'POST', body }))
    await emulator.handler(new Request(TOKEN, { ...refresh, headers }))
    await emulator.handler(new Request(`${session.url('hoopai')}/oauth/token`, refresh))
    const found = await session.requests()
    const ways = await Promise.all(found.map(async ({ id }) => (await session.explain(id)).session.foundBy))
    expect(ways).toEqual(['prefix', 'header', 'credentials'])
    const unknown = await emulator.handler(new Request(TOKEN, { headers: { 'x-stuntdouble-session': 'nobody' } }))
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'unknown_session' } }])
  })

  test.each(['https://example.com/nowhere', 'http://localhost/__admin/health'])('nothing at %s', async (url) => {
    const response = await emulator.handler(new Request(url))
    expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'unknown_path' } }])
  })
})
