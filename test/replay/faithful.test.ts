/** To record a run changes nothing in it, and what began before it is known in it. */

import { expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import { replayFile } from '../../src/replay/rerun.ts'
import { adminOf, linesOf, record } from './recorded.ts'

const CLOCK = '2026-01-01T00:00:00Z'

/** Status, headers and body of each answer, but for the port, which is another each time. */
async function told(emulator: Emulator, calls: readonly (readonly [path: string, init?: RequestInit])[]) {
  const answers = []
  for (const [path, init] of calls) {
    const response = await fetch(emulator.url + path, { redirect: 'manual', ...init })
    const text = `${JSON.stringify([...response.headers])} ${await response.text()}`
    answers.push(`${response.status} ${text.replaceAll(emulator.url, '')}`)
  }
  return answers
}

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })
const json = (value: object) => ({
  method: 'POST',
  body: JSON.stringify(value, null, 1),
  headers: { 'content-type': 'application/json' },
})

test('a client is answered the same, and reads back what it sent', async () => {
  const pit = { authorization: 'Bearer pit-de300000-0000-4000-8000-000000000001', version: '2021-07-28' }
  const ask = 'response_type=code&client_id=64d0000000000000000000a1-demoapp1&scope=contacts.readonly'
  const to = 'redirect_uri=http://localhost:3000/callback'
  const text =
    'reset at https://x.example/?token=0123456789abcdef&code=f00d, commit da39a3ee5e6b4b0d3255bfef95601890afd80709'
  const contact = { locationId: 'DemoLocation00000001', email: 'a@example.com', source: text, customFields: [] }
  const secret = 'a-secret-of-somebody-else'
  const calls = [
    ['/hoopai/contacts/', { ...json(contact), headers: { ...pit, 'content-type': 'application/json' } }],
    ['/hoopai/contacts/?locationId=DemoLocation00000001&query=a@example.com', { headers: pit }],
    // A state may look like anything, and comes back.
    [`/hoopai/oauth/chooselocation?${ask}&${to}&state=da39a3ee5e6b4b0d3255bfef95601890afd80709`],
    [
      `/hoopai/oauth/chooselocation?${ask}&${to}&state=eyJhbGciOiJIUzI1NiJ9.eyJub25jZSI6MX0.c2lnbmVkIHN0YXRl&step=choose`,
    ],
    // So does what else the page was given.
    [`/hoopai/oauth/chooselocation?${ask}&${to}&access_token=${secret}&api_key=${secret}`],
    [
      '/hoopai/oauth/token',
      form({ grant_type: 'refresh_token', refresh_token: secret, client_id: 'x', client_secret: secret }),
    ],
    ['/hoopai/oauth/token', form({ grant_type: 'authorization_code', code: 'x', client_id: 'x', client_secret: 'y' })],
    [
      '/hoopr/v1/auth/token',
      json({ grant_type: 'client_credentials', client_id: 'x', client_secret: `hpr_live_${secret}` }),
    ],
    ['/hoopr/v1/auth/token', json({ grant_type: 'client_credentials', client_secret: 12345 })],
    ['/hoopr/v1/auth/token', { ...json({}), body: '{"client_secret": "broken' }],
    ['/hoopr/v1/tracks', { headers: { authorization: secret } }],
    ['/hoopr/v1/tracks', { headers: { authorization: `Bearer ${secret}` } }],
    ['/hoopr/v1/tracks?code=US&token=⟦x⟧', { headers: { authorization: 'Basic' } }],
    [
      '/soundcharts/oauth/token',
      { ...form({ grant_type: 'client_credentials' }), headers: { authorization: 'Basic !!!' } },
    ],
    ['/soundcharts/api/v2/charts', { headers: { 'x-app-id': 'soundcharts', 'x-api-key': 'soundcharts' } }],
    ['/hoopr/v1/search', { ...json({}), body: new Uint8Array([0xff, 0xfe, 0x7b]) }],
  ] as const
  await using plain = await startEmulator({ clock: CLOCK })
  const wanted = await told(plain, calls)
  let answers: string[] = []
  const file = await record({ clock: CLOCK }, async (emulator) => (answers = await told(emulator, calls)))
  expect(answers).toEqual(wanted)
  expect(answers[0]).toContain('commit da39a3ee5e6b4b0d3255bfef95601890afd80709')
  expect(answers[4]).toContain(secret)
  expect((await replayFile(file)).deviation).toBeUndefined()
})

test('tokens of an earlier run are good where their session goes on, and the replay takes a stand-in for them', async () => {
  const settings = { hoopai: { refreshTokenDays: 30 } }
  await using earlier = await startEmulator({ clock: CLOCK, seed: 3, settings })
  const { token } = await adminOf(earlier)('POST /tokens', { provider: 'hoopr' })
  const pair = await connect(earlier)
  const state = await adminOf(earlier)('POST /snapshot')
  const run = async (emulator: Emulator) => {
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${emulator.url}/hoopr/v1/filters`, { headers })).status).toBe(200)
    const refreshed = await refresh(emulator, pair.refresh_token)
    expect(refreshed.status).toBe(200)
    expect((await refresh(emulator, pair.refresh_token)).status).toBe(400)
    await adminOf(emulator)('POST /tokens/revoke', { token })
    expect((await fetch(`${emulator.url}/hoopr/v1/filters`, { headers })).status).toBe(401)
    return (await refreshed.json()) as { access_token: string }
  }
  let issued: unknown
  const went = await record({ state }, async (emulator) => (issued = await run(emulator)))
  const restored = await record({}, async (emulator) => {
    await adminOf(emulator)('POST /restore', state)
    expect(await run(emulator)).toEqual(issued)
  })
  await using unrecorded = await startEmulator({ state })
  expect(await run(unrecorded)).toEqual(issued)
  for (const file of [went, restored]) {
    expect((await replayFile(file)).deviation).toBeUndefined()
    const text = JSON.stringify(linesOf(file))
    for (const secret of [token, pair.refresh_token, pair.access_token]) expect(text).not.toContain(secret)
    expect(text).toContain('⟦kept#2⟧')
  }
})

test('what a client brings from an earlier run is this run’s own once it is issued or held here', async () => {
  const filters = async (emulator: Emulator, token: string) =>
    (await fetch(`${emulator.url}/hoopr/v1/filters`, { headers: { authorization: `Bearer ${token}` } })).status
  const grant = async (emulator: Emulator, client: { clientId: string; clientSecret: string }) => {
    const authorization = `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}`
    const fields = form({ grant_type: 'client_credentials' })
    return (await fetch(`${emulator.url}/soundcharts/oauth/token`, { ...fields, headers: { authorization } })).status
  }
  await using earlier = await startEmulator({ clock: CLOCK })
  const { token } = await adminOf(earlier)('POST /tokens', { provider: 'hoopr' })
  const client = (await earlier.session({ name: 'mine' })).credentials.soundcharts.clients[0]!
  const file = await record({ clock: CLOCK }, async (emulator) => {
    expect([await filters(emulator, token), await grant(emulator, client)]).toEqual([401, 401])
    // The same seed at the same instant.
    expect(await adminOf(emulator)('POST /tokens', { provider: 'hoopr' })).toEqual({ token })
    await emulator.session({ name: 'mine' })
    expect([await filters(emulator, token), await grant(emulator, client)]).toEqual([200, 200])
  })
  expect((await replayFile(file)).deviation).toBeUndefined()
  for (const secret of [token, client.clientSecret]) expect(JSON.stringify(linesOf(file))).not.toContain(secret)
})

test('a snapshot that holds what is a credential to this run is restored all the same', async () => {
  await using earlier = await startEmulator({
    clock: CLOCK,
    settings: { hoopai: { webhookSecret: 'a secret "setting"' } },
  })
  const { token } = await adminOf(earlier)('POST /tokens', { provider: 'hoopr' })
  const webhook = { type: 'NoteCreate', data: { note: token }, fault: 'late', url: 'http://me:pw@127.0.0.1:1/' }
  await adminOf(earlier)('POST /webhooks', webhook)
  const snapshot = await adminOf(earlier)('POST /snapshot')
  const file = await record({}, async (emulator) => {
    await fetch(`${emulator.url}/hoopr/v1/filters`, { headers: { authorization: `Bearer ${token}` } })
    expect(await adminOf(emulator)('POST /restore', snapshot)).toMatchObject({ name: 'default' })
    const { due } = await adminOf(emulator)('POST /clock', { advance: '10m' })
    expect(due).toHaveLength(1)
  })
  expect((await replayFile(file)).deviation).toBeUndefined()
  const text = JSON.stringify(linesOf(file))
  for (const secret of [token, 'me:pw', 'a secret']) expect(text).not.toContain(secret)
})

test('a pair of an earlier run that is answered once more within its grace', async () => {
  const settings = { hoopai: { refreshGraceSeconds: 30 } }
  await using earlier = await startEmulator({ clock: CLOCK, settings })
  const { refresh_token } = await connect(earlier)
  const pair = (await (await refresh(earlier, refresh_token)).json()) as Awaited<ReturnType<typeof connect>>
  const state = await earlier.default.snapshot()
  const file = await record({ state: state as never }, async (emulator) => {
    const headers = { authorization: `Bearer ${pair.access_token}`, version: '2021-07-28' }
    const read = async () => (await fetch(`${emulator.url}/hoopai/contacts/?locationId=x`, { headers })).status
    const before = await read()
    expect(await (await refresh(emulator, refresh_token)).json()).toEqual(pair)
    expect(await read()).toBe(before)
    expect((await refresh(emulator, pair.refresh_token)).status).toBe(200)
  })
  expect((await replayFile(file)).deviation).toBeUndefined()
})

async function connect(emulator: Emulator) {
  const { hoopai } = await adminOf(emulator)('GET /credentials')
  const [app] = hoopai.apps
  const wanted = { clientId: app.clientId, redirectUri: app.redirectUris[0], scope: 'contacts.readonly' }
  const { redirectTo } = await adminOf(emulator)('POST /consent', wanted)
  const code = new URL(redirectTo).searchParams.get('code')!
  const response = await fetch(`${emulator.url}/hoopai/oauth/token`, {
    ...form({ grant_type: 'authorization_code', code, client_id: app.clientId, client_secret: app.clientSecret }),
  })
  return (await response.json()) as { access_token: string; refresh_token: string }
}

async function refresh(emulator: Emulator, refresh_token: string) {
  const { hoopai } = await adminOf(emulator)('GET /credentials')
  const [{ clientId: client_id, clientSecret: client_secret }] = hoopai.apps
  return fetch(
    `${emulator.url}/hoopai/oauth/token`,
    form({ grant_type: 'refresh_token', refresh_token, client_id, client_secret }),
  )
}

test('a token of another run that its provider alone knows to be dead is dead here too', async () => {
  const platforms = (emulator: Emulator, token: string) =>
    fetch(`${emulator.url}/soundcharts/api/v2/referential/platforms`, { headers: { authorization: `Bearer ${token}` } })
  await using earlier = await startEmulator({ clock: CLOCK })
  const { token } = await adminOf(earlier)('POST /tokens', { provider: 'soundcharts' })
  const file = await record({ clock: '2026-03-01T00:00:00Z' }, async (emulator) => {
    expect(await (await platforms(emulator, token)).text()).toContain('Expired JWT Token')
  })
  expect((await replayFile(file)).deviation).toBeUndefined()
  expect(JSON.stringify(linesOf(file))).not.toContain(token)
})
