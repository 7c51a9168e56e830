/** A run in which everything happens at once, recorded and replayed. */

import http from 'node:http'
import { expect, test } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import { replayFile } from '../../src/replay/rerun.ts'
import { receiver } from '../receiver.ts'
import { adminOf, linesOf, record } from './recorded.ts'

test('parallel calls of own sessions on a running clock, with chance, wire faults and a grace window', async () => {
  const scenario = {
    name: 'mixed',
    seed: 5,
    settings: { hoopai: { refreshGraceSeconds: 30 } },
    rules: [
      { id: 'sometimes', provider: 'hoopr', call: 'GET /v1/**', chance: 0.4, do: { error: 'unavailable' } },
      { id: 'drawn', provider: 'hoopai', chance: 0.5, do: { delay: ['0ms', '5ms'] } },
      { id: 'cut', provider: 'soundcharts', call: 'GET /**', every: 3, do: { wire: 'reset' } },
      { id: 'half', provider: 'soundcharts', call: 'GET /**', every: 4, do: { wire: 'truncate' } },
      {
        id: 'lost',
        provider: 'hoopai',
        call: 'POST /oauth/token',
        skip: 1,
        times: 1,
        phase: 'after',
        do: { wire: 'close' },
      },
    ],
  }
  const file = await record({ scenario, seed: 9 }, async (emulator) => {
    const admin = adminOf(emulator)
    const own = await admin('POST /sessions', { ownCredentials: true, seed: 3, scenario })
    await Promise.all([play(emulator, admin, ''), play(emulator, admin, '/sessions/session-1', own.urls)])
  })
  const lines = linesOf(file)
  expect(lines.filter(({ call }) => call).length).toBeGreaterThan(60)
  expect(new Set(lines.map(({ answer }) => answer?.status))).toEqual(new Set([undefined, 200, 201, 503, 401, 0, 400]))
  expect(lines.filter(({ answer }) => answer?.wire).length).toBeGreaterThan(3)
  expect(await replayFile(file)).toMatchObject({ turns: lines.length - 2, notes: [] })
  expect((await replayFile(file)).deviation).toBeUndefined()
})

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
async function play(emulator: Emulator, admin: ReturnType<typeof adminOf>, at: string, urls?: any) {
  const credentials = await admin(`GET ${at}/credentials`)
  const base = (provider: string): string => urls?.[provider] ?? `${emulator.url}/${provider}`
  const quiet = (url: string, init?: RequestInit) =>
    fetch(url, init).then(
      // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
      async (response) => ({ status: response.status, body: (await response.json().catch(() => ({}))) as any }),
      () => ({ status: 0, body: {} }),
    )
  const { clients } = credentials.hoopr
  const grant = {
    grant_type: 'client_credentials',
    client_id: clients[0].clientId,
    client_secret: clients[0].secrets.test,
  }
  const json = { 'content-type': 'application/json' }
  const token = (fields: object) =>
    quiet(`${base('hoopr')}/v1/auth/token`, { method: 'POST', body: JSON.stringify(fields), headers: json })
  const hoopr = await token(grant)
  const bearer = (given: string) => ({ authorization: `Bearer ${given}`, version: '2021-07-28' })
  await Promise.all([
    token({ ...grant, client_secret: 'hpr_test_NobodyKnowsThisOne0000000001' }),
    ...Array.from({ length: 12 }, (_, i) =>
      quiet(`${base('hoopr')}/v1/tracks?pageSize=${1 + (i % 3)}`, { headers: bearer(hoopr.body.data.access_token) }),
    ),
    ...Array.from({ length: 4 }, () =>
      quiet(`${base('hoopr')}/v1/tracks`, { headers: bearer('sk_live_whatever-12345678') }),
    ),
  ])
  const [app] = credentials.hoopai.apps
  const { redirectTo } = await admin(`POST ${at}/consent`, {
    clientId: app.clientId,
    redirectUri: app.redirectUris[0],
    scope: app.scopes.join(' '),
  })
  const ask = (fields: Record<string, string>) =>
    quiet(`${base('hoopai')}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...fields }),
    })
  const code = new URL(redirectTo).searchParams.get('code')!
  const pair = (await ask({ grant_type: 'authorization_code', code })).body
  const refreshes = Array.from({ length: 4 }, () =>
    ask({ grant_type: 'refresh_token', refresh_token: pair.refresh_token }),
  )
  await Promise.all([
    ...refreshes,
    ask({ grant_type: 'refresh_token', refresh_token: 'nobody-knows-this-refresh-token' }),
  ])
  const [sound] = credentials.soundcharts.clients
  const basic = (secret: string) => ({ authorization: `Basic ${btoa(`${sound.clientId}:${secret}`)}` })
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  const issued = await quiet(`${base('soundcharts')}/oauth/token`, {
    method: 'POST',
    body: form,
    headers: basic(sound.clientSecret),
  })
  await quiet(`${base('soundcharts')}/oauth/token`, {
    method: 'POST',
    body: form,
    headers: basic('a secret of somebody else'),
  })
  await Promise.all(
    Array.from({ length: 12 }, () =>
      quiet(`${base('soundcharts')}/api/v2/referential/platforms`, { headers: bearer(issued.body.access_token) }),
    ),
  )
}

test('webhooks whose receiver fails, calls and moves the clock before it answers', async () => {
  await using hook = await receiver(
    async (_heard, res) => {
      await calls()
      res.writeHead(500).end()
    },
    async (_heard, res) => {
      await moves()
      res.writeHead(503).end()
    },
    404,
    200,
  )
  let calls: () => Promise<unknown> = async () => {}
  let moves: () => Promise<unknown> = async () => {}
  const settings = { hoopai: { webhookUrl: hook.url } }
  const file = await record({ settings }, async (emulator) => {
    const admin = adminOf(emulator)
    const { token } = await admin('POST /tokens', { provider: 'hoopai' })
    const headers = { authorization: `Bearer ${token}`, version: '2021-07-28', 'content-type': 'application/json' }
    const create = (email: string) =>
      fetch(`${emulator.url}/hoopai/contacts/`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ locationId: 'DemoLocation00000001', email }),
      })
    calls = () => create('second@example.com')
    moves = () => admin('POST /clock', { advance: '30s' })
    await create('first@example.com')
    await hook.count(2)
    const due = await admin('POST /clock', { advance: '1h' })
    expect(due.due.length).toBeGreaterThan(1)
    expect((await admin('GET /webhooks')).webhooks).toMatchObject([{ delivered: true }, { delivered: true }])
  })
  const lines = linesOf(file)
  expect(lines.filter(({ outside }) => outside?.webhookId).length).toBeGreaterThan(3)
  expect(lines.filter(({ due }) => due).length).toBeGreaterThan(0)
  const outcome = await replayFile(file)
  expect(outcome).toEqual({ turns: lines.length - 2, calls: 2, acts: 3, notes: [] })
})

test('webhooks that are under way when the run ends', async () => {
  let call: http.ClientRequest | undefined
  let heard: () => void
  const hears = new Promise<void>((resolve) => (heard = resolve))
  await using hook = await receiver((_heard, res) => {
    // It is given up. Until then the emulator waits for the rest of a call.
    res.on('close', () => call!.end(' '))
    heard()
  })
  const file = await record({ settings: { hoopai: { webhookUrl: hook.url } } }, async (emulator) => {
    const admin = adminOf(emulator)
    call = http.request(`${emulator.url}/hoopr/v1/filters`, { method: 'POST', headers: { 'content-length': 2 } })
    call.on('error', () => {})
    await new Promise((resolve) => call!.write(' ', resolve))
    await Promise.all(['ContactCreate', 'NoteCreate'].map((type) => admin('POST /webhooks', { type })))
    await hears
  })
  expect(await replayFile(file)).toMatchObject({ acts: 2, notes: [] })
  expect((await replayFile(file)).deviation).toBeUndefined()
})

test('admin acts of every kind', async () => {
  const file = await record({ clock: '2026-01-01T00:00:00Z' }, async (emulator) => {
    const admin = adminOf(emulator)
    const { token } = await admin('POST /tokens', { provider: 'hoopr' })
    const read = (given = token) =>
      fetch(`${emulator.url}/hoopr/v1/filters`, { headers: { authorization: `Bearer ${given}` } }).then(
        ({ status }) => status,
      )
    expect(await read()).toBe(200)
    const kept = await admin('POST /snapshot')
    await admin(
      'PUT /scenario',
      'name: broken\nrules: [{ call: filters.list, do: { status: 418 } }]\n',
      'application/yaml',
    )
    expect(await read()).toBe(418)
    await admin('PUT /scenario', JSON.stringify('provider-outage'))
    await admin('PUT /scenario', { name: 'none', rules: [{ do: { error: 'nonsense' } }] })
    await admin('DELETE /scenario')
    await admin('POST /tokens/expire', { token })
    expect(await read()).toBe(401)
    await admin('POST /restore', kept)
    expect(await read()).toBe(200)
    expect(await read('an-unknown-token-of-somebody')).toBe(401)
    await admin('POST /tokens/revoke', { provider: 'hoopr' })
    await admin('POST /tokens/revoke', { token: 'an-unknown-token-of-somebody' })
    expect(await read()).toBe(401)
    await admin('POST /causes', { provider: 'hoopr', cause: 'rotate-secret' })
    await admin('POST /causes', { provider: 'hoopr', cause: 'nonsense' })
    await admin('POST /webhooks', { type: 'ContactCreate', url: 'http://127.0.0.1:1/nobody' })
    await admin('DELETE /requests')
    await admin('POST /sessions', {
      name: 'mine',
      ownCredentials: true,
      settings: { hoopr: { accessTokenSeconds: 60 } },
    })
    await admin('POST /sessions', { name: 'mine' })
    await admin('POST /sessions', {})
    await admin('POST /sessions/mine/clock', { freeze: true })
    await admin('POST /sessions/mine/tokens', { provider: 'soundcharts', mode: 'sandbox' })
    await admin('POST /sessions/mine/clock', { freeze: false })
    await admin('POST /sessions/mine/reset')
    await admin('DELETE /sessions/mine')
    await admin('DELETE /sessions/mine')
    await admin('POST /clock', { set: '2026-02-01T00:00:00Z' })
    await admin('POST /clock', { set: '2026-01-01T00:00:00Z' })
    await admin('DELETE /sessions/default')
    expect(await read()).toBe(401)
  })
  const lines = linesOf(file)
  const acts = lines.flatMap(({ act }) => act?.route ?? [])
  expect(new Set(acts).size).toBe(13)
  const outcome = await replayFile(file)
  expect(outcome).toEqual({ turns: lines.length - 2, calls: 7, acts: acts.length, notes: [] })
})
