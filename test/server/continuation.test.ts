/** A session that was snapshot in the middle of its life goes on as the one that was not: the same bytes. */

import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/core/clock.ts'
import type { Json } from '../../src/core/http.ts'
import type { Post } from '../../src/core/outbox.ts'
import type { ScenarioForm } from '../../src/core/script.ts'
import { Sessions } from '../../src/core/sessions.ts'
import { takeSnapshot } from '../../src/core/snapshot.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { restore } from '../../src/server/restore.ts'
import { CLOCK, stand } from './stand.ts'

const SCENARIO = {
  name: 'middle',
  seed: 3,
  extends: ['quota-spent'],
  settings: { hoopai: { refreshGraceSeconds: 30, webhookUrl: 'http://127.0.0.1:9/hook' } },
  rules: [
    { call: 'contacts.get', chance: 0.5, do: { status: 503 } },
    { id: 'fourth', call: 'contacts.create', every: 2, do: { patch: { struck: true } } },
  ],
  schedule: [
    { at: '30m', settings: { hoopai: { accessTokenSeconds: 60 } } },
    { at: '40m', advance: '1h' },
  ],
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

/** An app that was installed, refreshed once and has made a contact; then the session is snapshot. */
async function middle() {
  const { admin, agent, stage } = stand()
  await admin.put('/scenario', JSON.stringify(SCENARIO), 'application/json')
  const { clientId, clientSecret, redirectUris } = (await admin.get('/credentials')).body.hoopai.apps[0]
  const { locationId } = (await admin.get('/credentials')).body.hoopai.locations[0]
  const wanted = { clientId, redirectUri: redirectUris[0], scope: 'contacts.readonly contacts.write', locationId }
  const consent = async (at = '') =>
    new URL((await admin.post(`${at}/consent`, wanted)).body.redirectTo).searchParams.get('code')!
  const token = (fields: object, at = '') =>
    agent
      .post(`${at}/hoopai/oauth/token`)
      .type('form')
      .send({ client_id: clientId, client_secret: clientSecret, ...fields })
  const refresh = (refresh_token: string, at = '') => token({ grant_type: 'refresh_token', refresh_token }, at)
  const create = (firstName: string, access: string, at = '') =>
    agent
      .post(`${at}/hoopai/contacts/`)
      .set({ authorization: `Bearer ${access}`, version: '2021-07-28' })
      .send({ locationId, firstName })
  const installed = (await token({ grant_type: 'authorization_code', code: await consent() })).body
  const refreshed = (await refresh(installed.refresh_token)).body
  const { contact } = (await create('First', refreshed.access_token)).body
  await admin.post('/clock', { advance: '20s' })
  const secrets = [clientSecret, ...[installed, refreshed].flatMap((each) => [each.access_token, each.refresh_token])]

  /** What is heard from here on, headers and all. */
  const goOn = async (at = '') => {
    const heard: unknown[] = []
    const note = ({ status, headers, text }: Any) => {
      const { connection: _, ...rest } = headers
      heard.push([status, rest, text])
    }
    const get = (path: string) =>
      agent.get(`${at}/hoopai${path}`).set({ authorization: `Bearer ${refreshed.access_token}`, version: '2021-07-28' })
    for (let i = 0; i < 6; i++) note(await get(`/contacts/${contact.id}`))
    // Within the grace: the same pair once more.
    note(await refresh(installed.refresh_token, at))
    const next = await refresh(refreshed.refresh_token, at)
    note(next)
    note(await create('Second', next.body.access_token, at))
    note(await token({ grant_type: 'authorization_code', code: await consent(at && '/sessions/b') }, at))
    const admins = at && '/sessions/b'
    heard.push((await admin.post(`${admins}/clock`, { advance: '29m' })).body.now)
    note(await refresh(next.body.refresh_token, at))
    const { now, due } = (await admin.post(`${admins}/clock`, { advance: '11m' })).body
    heard.push(now, due.length)
    heard.push((await admin.get(`${admins}/scenario`)).body.rules, (await admin.get(`${admins}/requests`)).body)
    heard.push((await admin.get(`${admins}/requests/request-5/explain`)).body.rules)
    return heard
  }
  return { admin, stage, agent, secrets, goOn }
}

describe('a session that was snapshot', () => {
  test('goes on to the same bytes in its own place', async () => {
    const { admin, goOn } = await middle()
    const { body: document } = await admin.post('/snapshot')
    const first = await goOn()
    expect(new Set(first.slice(0, 6).map((each) => (each as Any)[0]))).toEqual(new Set([200, 503]))
    await admin.post('/restore', document)
    const second = await goOn()
    expect(second).toEqual(first)
  })

  test('goes on to the same in another place, but for what tells its name', async () => {
    const { admin, goOn } = await middle()
    const { body: document } = await admin.post('/snapshot')
    await admin.post('/sessions', { name: 'b' })
    expect((await admin.post('/sessions/b/restore', document)).status).toBe(200)
    // The one left behind is not touched by it.
    const other = await goOn('/s/b')
    const first = await goOn()
    const plain = (heard: unknown) => JSON.stringify(heard).replaceAll('/s/b/', '/').replaceAll('"prefix"', '"default"')
    expect(plain(other)).toBe(plain(first))
  })

  test('tells no token and no secret', async () => {
    const { admin, secrets } = await middle()
    const text = JSON.stringify((await admin.post('/snapshot')).body)
    expect(text).toContain('"First"')
    for (const secret of secrets) expect(text).not.toContain(secret)
  })

  test('can be restored again and again, and so can what was restored', async () => {
    const { admin } = await middle()
    const { body: document } = await admin.post('/snapshot')
    await admin.post('/restore', document)
    expect((await admin.post('/snapshot')).body).toEqual(document)
    await admin.post('/restore', document)
    expect((await admin.post('/snapshot')).body).toEqual(document)
  })

  test('is reset as it would have been: a scenario that was played later brings seed and clock', async () => {
    const { admin } = stand()
    const scenario = { seed: 8, clock: '2027-01-01T00:00:00Z' }
    await admin.put('/scenario', JSON.stringify(scenario), 'application/json')
    const { body: document } = await admin.post('/snapshot')
    const reset = async () => {
      const { seed, clock } = (await admin.post('/reset')).body
      return { seed, clock }
    }
    const usual = await reset()
    expect(usual).toEqual({ seed: 8, clock: { now: '2027-01-01T00:00:00.000Z', frozen: true } })
    await admin.post('/restore', document)
    expect(await reset()).toEqual(usual)
  })
})

test('webhooks that were due, or just being sent, are sent from the restored one', async () => {
  const heard: string[] = []
  // The very first attempt never ends.
  const post: Post = async ({ body }) => (heard.push(body) === 1 ? new Promise<never>(() => {}) : { status: 200 })
  const sessions = new Sessions({ frozenAt: Date.parse(CLOCK), post })
  const first = sessions.default
  const letter = { provider: 'hoopai', type: 'ContactCreate', recipient: 'app', url: 'http://127.0.0.1:9/hook' }
  const send = (webhookId: string, inMs: number) =>
    first.outbox.send(
      { ...letter, webhookId, headers: {}, body: webhookId, retriesMs: [], timeoutMs: 1000 },
      { at: first.clock.now() + inMs },
    )
  await send('later', MINUTE)
  await send('under way', 0)
  while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const document = JSON.parse(JSON.stringify(await takeSnapshot(first, '1.2.3')))
  const needed = {
    sessions,
    readScenario: (source: Json | string, from: ScenarioForm) => readScenario(source, from, []),
  }
  const restored = await restore(needed, 'default', document)
  expect(sessions.default).toBe(restored)
  await restored.agenda.advance(MINUTE)
  expect(heard).toEqual(['under way', 'under way', 'later'])
})

describe('a clock', () => {
  test('that stands stands where it stood, and that runs keeps its distance from real time', async () => {
    const { admin } = stand()
    await admin.post('/clock', { freeze: false })
    await admin.post('/clock', { advance: '10h' })
    const { body: running } = await admin.post('/snapshot')
    await admin.post('/clock', { advance: '20h' })
    const { body: later } = await admin.post('/clock', { freeze: true })
    const { body: standing } = await admin.post('/snapshot')
    const { clock: back } = (await admin.post('/restore', running)).body
    expect(back.frozen).toBe(false)
    const behind = Date.parse(later.now) - Date.parse(back.now)
    expect(behind).toBeGreaterThan(20 * 3_600_000 - 60_000)
    expect(behind).toBeLessThanOrEqual(20 * 3_600_000)
    const { clock } = (await admin.post('/restore', standing)).body
    expect(clock).toEqual({ now: later.now, frozen: true })
  })
})
