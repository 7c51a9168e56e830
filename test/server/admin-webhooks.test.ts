/** Webhooks over the admin API of a running emulator: on demand, listed, retried by the clock, ended with their session. */

import { expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { receiver } from '../receiver.ts'
import { CLOCK } from './stand.ts'

async function run(settings: Record<string, unknown> = {}) {
  const emulator = await startEmulator({ clock: CLOCK, settings: { hoopai: settings as never } })
  const ask = async (method: string, path: string, body?: object) => {
    const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(`${emulator.url}/__admin${path}`, { method, ...json })
    // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
    return { status: answer.status, json: (await answer.json()) as any }
  }
  return { emulator, ask, idle: () => emulator.stage.sessions.default.agenda.idle() }
}

test('an event is sent on demand and listed with its attempts, newest first', async () => {
  await using target = await receiver()
  const { emulator, ask, idle } = await run({ webhookUrl: target.url })
  await using _ = emulator
  const { status, json } = await ask('POST', '/webhooks', { type: 'ContactCreate', data: { firstName: 'Ada' } })
  expect(status).toBe(201)
  expect(json).toMatchObject({
    type: 'ContactCreate',
    provider: 'hoopai',
    url: target.url,
    attempts: [],
    delivered: false,
  })
  await ask('POST', '/webhooks', { type: 'INSTALL' })
  await idle()
  const { webhooks } = (await ask('GET', '/webhooks')).json
  expect(webhooks.map(({ type }: { type: string }) => type)).toEqual(['INSTALL', 'ContactCreate'])
  expect(webhooks[1]).toEqual({
    ...json,
    headers: {
      'content-type': 'application/json',
      'x-ghl-signature': target.heard[0]!.headers['x-ghl-signature'],
      'x-wh-signature': target.heard[0]!.headers['x-wh-signature'],
    },
    body: target.heard[0]!.body,
    attempts: [{ at: '2026-01-01T00:00:00.000Z', status: 200, tookMs: expect.any(Number) }],
    nextAttemptAt: undefined,
    delivered: true,
  })
  expect((await ask('GET', '/webhooks?type=INSTALL')).json.webhooks).toHaveLength(1)
  expect((await ask('GET', '/webhooks?provider=hoopr')).json.webhooks).toEqual([])
})

test('moving the clock tells what fell due', async () => {
  await using target = await receiver(503, 204)
  const { emulator, ask } = await run({ webhookUrl: target.url })
  await using _ = emulator
  const { webhookId } = (await ask('POST', '/webhooks', { type: 'ContactCreate' })).json
  await target.count(1)
  const { json } = await ask('POST', '/clock', { advance: '1h' })
  expect(json.due).toEqual([
    {
      kind: 'webhook',
      id: 'delivery-1',
      at: '2026-01-01T00:01:00.000Z',
      webhookId,
      type: 'ContactCreate',
      attempt: 2,
      status: 204,
    },
  ])
  expect(target.heard[1]!.raw).toBe(target.heard[0]!.raw)
})

test('a receiver may move the clock before it answers', async () => {
  let emulatorUrl = ''
  await using target = await receiver(async (_, res) => {
    const headers = { 'content-type': 'application/json' }
    const moved = await fetch(`${emulatorUrl}/__admin/clock`, { method: 'POST', headers, body: '{"advance":"5m"}' })
    res.writeHead(moved.status).end()
  })
  const { emulator, ask, idle } = await run({ webhookUrl: target.url })
  await using _ = emulator
  emulatorUrl = emulator.url
  await ask('POST', '/webhooks', { type: 'ContactCreate' })
  await target.count(1)
  await idle()
  expect((await ask('GET', '/webhooks')).json.webhooks[0].attempts).toMatchObject([{ status: 200 }])
  expect((await ask('GET', '/clock')).json.now).toBe('2026-01-01T00:05:00.000Z')
})

test('secrets are taken out of what is listed', async () => {
  await using target = await receiver()
  const { emulator, ask, idle } = await run()
  await using _ = emulator
  const url = target.url.replace('http://', 'http://me:hidden@')
  const data = { note: 'pit-00000000-0000-4000-8000-000000000000', password: 'hidden' }
  const { json } = await ask('POST', '/webhooks', { type: 'NoteCreate', data, url: `${url}?token=hidden` })
  await idle()
  const listed = await ask('GET', '/webhooks')
  expect(JSON.stringify([json, listed.json])).not.toMatch(/hidden|pit-0/)
  expect(target.heard[0]).toMatchObject({ path: '/hook?token=hidden', body: data })
  expect(target.heard[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:hidden').toString('base64')}`)
})

test.each([
  [{}, { code: 'invalid_input', message: expect.stringContaining('type') }],
  [{ type: 'ContactCreate' }, { code: 'refused', message: expect.stringContaining('settings.hoopai.webhookUrl') }],
  [
    { type: 'Odd', url: 'http://localhost:1' },
    { code: 'refused', known: expect.arrayContaining(['INSTALL', 'ContactCreate']) },
  ],
  [
    { type: 'INSTALL', url: 'file:///etc/passwd' },
    { code: 'invalid_input', expected: 'an http or https URL' },
  ],
  [
    { type: 'INSTALL', url: 'localhost:3000' },
    { code: 'invalid_input', expected: 'an http or https URL' },
  ],
  [
    { type: 'INSTALL', url: 'http://localhost:1', fault: 'x' },
    { code: 'refused', known: expect.arrayContaining(['stale']) },
  ],
  [
    { type: 'INSTALL', url: 'http://localhost:1', provider: 'hoopr' },
    { code: 'invalid_input', known: ['hoopai'] },
  ],
  [{ type: 'INSTALL', url: 'http://localhost:1', data: [] }, { code: 'invalid_input' }],
])('%j is refused with what helps', async (body, error) => {
  const { emulator, ask } = await run()
  await using _ = emulator
  const answer = await ask('POST', '/webhooks', body)
  expect([answer.status, answer.json.error]).toEqual([400, expect.objectContaining(error)])
})

test.each(['ftp://localhost/x', 'localhost:3000/hook', 'http://', '/hook'])(
  '%s is no webhookUrl',
  async (webhookUrl) => {
    await expect(run({ webhookUrl })).rejects.toThrow('an http or https URL')
    const { emulator, ask } = await run()
    await using _ = emulator
    const { status, json } = await ask('POST', '/sessions', { settings: { hoopai: { webhookUrl } } })
    expect([status, json.error.expected]).toEqual([400, 'an http or https URL, or an empty text'])
  },
)

test('dropping or resetting a session stops its webhooks', async () => {
  await using target = await receiver(500)
  const { emulator, ask } = await run({ webhookUrl: target.url })
  await using _ = emulator
  await ask('POST', '/sessions', { name: 'other', clock: CLOCK, settings: { hoopai: { webhookUrl: target.url } } })
  const old = emulator.stage.sessions.get('other')!
  await ask('POST', '/webhooks', { type: 'ContactCreate' })
  await ask('POST', '/sessions/other/webhooks', { type: 'ContactCreate' })
  await target.count(2)
  await ask('POST', '/reset')
  await ask('DELETE', '/sessions/other')
  expect((await ask('GET', '/webhooks')).json.webhooks).toEqual([])
  expect((await ask('POST', '/clock', { advance: '1h' })).json.due).toEqual([])
  expect(await old.agenda.advance(3_600_000)).toEqual([])
  expect(target.heard).toHaveLength(2)
})

test('closing waits for no receiver', async () => {
  let arrived = () => {}
  const asked = new Promise<void>((resolve) => (arrived = resolve))
  await using target = await receiver(() => arrived())
  const { emulator, ask } = await run({ webhookUrl: target.url, webhookTimeoutSeconds: 600 })
  await ask('POST', '/webhooks', { type: 'ContactCreate' })
  await asked
  const { agenda, outbox } = emulator.stage.sessions.default
  await emulator.close()
  await agenda.idle()
  expect(await outbox.list()).toMatchObject([{ attempts: [] }])
})
