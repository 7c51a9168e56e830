/** A session as one document, and back. */

import { expect, test } from 'vitest'
import { stand } from './stand.ts'

const BURST = {
  settings: { hoopr: { limits: { api: '3 per 1m' } } },
  rules: [{ id: 'third', call: 'GET /v1/filters', skip: 2, times: 1, do: { status: 418 } }],
}

test('a session goes on from where it stood: tokens, windows, counts, clock and journal', async () => {
  const { admin, agent } = stand()
  await admin.put('/scenario', JSON.stringify(BURST), 'application/json')
  const { token } = (await admin.post('/tokens', { provider: 'hoopr' })).body
  const ask = async () => {
    const { status, headers, text } = await agent.get('/hoopr/v1/filters').set('authorization', `Bearer ${token}`)
    return [status, headers['ratelimit-remaining'], headers.date, text]
  }
  await ask()
  await admin.post('/clock', { advance: '20s' })
  const { body: document } = await admin.post('/snapshot')
  const run = async () => [
    await ask(),
    await ask(),
    await ask(),
    (await admin.get('/scenario')).body.rules,
    (await admin.get('/requests')).body,
  ]
  const first = await run()
  expect(first.slice(0, 3).map((each) => each[0])).toEqual([200, 418, 200])
  expect((await admin.post('/restore', document)).status).toBe(200)
  expect(await run()).toEqual(first)
})

test('no token and no secret stands in it', async () => {
  const { admin, agent } = stand()
  const { body: credentials } = await admin.get('/credentials')
  const { clientId, secrets } = credentials.hoopr.clients[0]
  const grant = { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test }
  const { body } = await agent.post('/hoopr/v1/auth/token').send(grant)
  const text = JSON.stringify((await admin.post('/snapshot')).body)
  expect(text).toContain(clientId)
  for (const secret of [secrets.test, body.data.access_token]) expect(text).not.toContain(secret)
})

test('restored into a session of another name it is that session, unless its credentials are its own', async () => {
  const { admin } = stand()
  await admin.post('/sessions', { name: 'a', seed: 9 })
  await admin.post('/sessions', { name: 'b' })
  const { body: document } = await admin.post('/sessions/a/snapshot')
  expect((await admin.post('/sessions/b/restore', document)).body).toMatchObject({ name: 'b', seed: 9 })
  await admin.post('/sessions', { name: 'own', ownCredentials: true })
  const { body: own } = await admin.post('/sessions/own/snapshot')
  const { status, body } = await admin.post('/sessions/b/restore', own)
  expect([status, body.error.message]).toEqual([
    400,
    'The document cannot be restored: its credentials belong to a session "own", and to no "b".',
  ])
})

test.each<[string, (document: Record<string, unknown>) => object, string]>([
  ['something else', () => ({ hello: 1 }), 'it is no snapshot of a session'],
  [
    'a newer one',
    (document) => ({ ...document, format: 99, version: '9.0.0' }),
    'it was taken by stuntdouble 9.0.0, which is newer',
  ],
  [
    'one cut short',
    ({ state: _, ...document }) => document,
    'it is damaged: its digest does not fit what stands in it',
  ],
  ['one with another seed', (document) => ({ ...document, seed: 2 }), 'it is damaged: its digest does not fit'],
])('%s is refused, and the session is left as it was', async (_what, change, message) => {
  const { admin, call, mint } = stand()
  const token = await mint({ provider: 'hoopr' })
  const { body: document } = await admin.post('/snapshot')
  const { status, body } = await admin.post('/restore', change(document))
  expect(status).toBe(400)
  expect(body.error.message).toContain(message)
  expect(await call('/hoopr/v1/filters', token)).toBe(200)
})
