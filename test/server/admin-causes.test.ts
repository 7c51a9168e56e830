/** The admin API: what may befall an account, and what becomes of it in snapshots and resets. */

import { describe, expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { stand } from './stand.ts'

type Admin = ReturnType<typeof stand>['admin']

const secretOf = async (admin: Admin, at = '') =>
  (await admin.get(`${at}/credentials`)).body.hoopr.clients[0].secrets.test as string

test('every cause of every provider is listed, with what it may strike', async () => {
  const { admin } = stand()
  const { status, body } = await admin.get('/causes')
  expect(status).toBe(200)
  expect(body.causes.map(({ provider, cause }: Record<string, string>) => [provider, cause])).toEqual(
    providers.flatMap(({ name, causes = {} }) => Object.keys(causes).map((cause) => [name, cause])),
  )
  const { clients } = (await admin.get('/credentials')).body.hoopr
  expect(body.causes[0]).toEqual({
    provider: 'hoopr',
    cause: 'rotate-secret',
    about: expect.stringContaining('replaced'),
    object: 'client',
    objects: clients.map(({ clientId }: { clientId: string }) => clientId),
    source: 'seed, docs/best-practices; assumed U7',
  })
  const own = (await admin.get('/causes?provider=soundcharts')).body.causes
  expect(new Set(own.map(({ provider }: { provider: string }) => provider))).toEqual(new Set(['soundcharts']))
  expect(JSON.stringify(body)).not.toMatch(/pit-|hpr_|scs/)
})

test('without an object the first is struck, and the answer says which and what is new', async () => {
  const { admin, logged } = stand()
  const before = await secretOf(admin)
  const { status, body } = await admin.post('/causes', { provider: 'hoopr', cause: 'rotate-secret' })
  expect(status).toBe(200)
  const { clientId, secrets } = (await admin.get('/credentials')).body.hoopr.clients[0]
  expect(body).toEqual({ provider: 'hoopr', cause: 'rotate-secret', object: clientId, secrets })
  expect(secrets.test).not.toBe(before)
  expect((await admin.get('/sessions/default')).body.env.HOOPR_CLIENT_SECRET).toBe(secrets.test)
  const facts = { session: 'default', provider: 'hoopr', cause: 'rotate-secret', object: clientId }
  expect(logged).toContainEqual(['info', 'cause', facts])
})

test('a session has its own', async () => {
  const { admin } = stand()
  await admin.post('/sessions', { name: 'a' })
  await admin.post('/sessions/a/causes', { provider: 'hoopr', cause: 'rotate-secret' })
  expect(await secretOf(admin, '/sessions/a')).not.toBe(await secretOf(admin))
})

describe('what cannot be is refused with what is known', () => {
  const known = Object.keys(providers[0]!.causes!)

  test.each([
    [{ provider: 'hooper', cause: 'rotate-secret' }, 'invalid_input', ['hoopr', 'hoopai', 'soundcharts']],
    [{ provider: 'hoopr', cause: 'spend-quota' }, 'refused', known],
    [{ provider: 'hoopr', cause: 'constructor' }, 'refused', known],
    [{ provider: 'hoopr', cause: 'rotate-secret', objekt: 'x' }, 'invalid_input', ['provider', 'cause', 'object']],
    [{ provider: 'hoopr', cause: 'rotate-secret', object: 7 }, 'invalid_input', undefined],
    [{ provider: 'hoopr' }, 'invalid_input', undefined],
  ])('%j', async (asked, code, list) => {
    const { admin } = stand()
    const before = await secretOf(admin)
    const { status, body } = await admin.post('/causes', asked)
    expect([status, body.error.code]).toEqual([400, code])
    if (list) expect([...body.error.known].sort()).toEqual([...list].sort())
    expect(await secretOf(admin)).toBe(before)
  })

  test('an object that is not there, and no secret that was taken for one', async () => {
    const { admin } = stand()
    const secret = await secretOf(admin)
    const { status, body, text } = await admin.post('/causes', {
      provider: 'hoopr',
      cause: 'deactivate-client',
      object: secret,
    })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'refused',
      message: 'deactivate-client: there is no such client to strike',
      expected: 'client id',
      known: expect.arrayContaining(['5d0b1e00-0000-4000-8000-000000000001']),
    })
    expect(text).not.toContain(secret)
  })

  test('one that there is none of yet', async () => {
    const { admin } = stand()
    const { body } = await admin.post('/causes', { provider: 'hoopai', cause: 'uninstall-app' })
    expect(body.error.message).toBe('uninstall-app: there is no install to strike')
  })
})

/** What each account is like after something befell it. */
async function outlook(admin: Admin) {
  const { hoopr, hoopai, soundcharts } = (await admin.get('/credentials')).body
  const { causes } = (await admin.get('/causes?provider=hoopai')).body
  return {
    secret: hoopr.clients[0].secrets.test,
    active: hoopr.clients[1].active,
    location: hoopai.locations[0].active,
    token: hoopai.privateIntegrations[0].token,
    installs: causes.find(({ cause }: { cause: string }) => cause === 'uninstall-app').objects,
    teams: soundcharts.clients[1].teams.length,
    clientSecret: soundcharts.clients[0].clientSecret,
  }
}

test('what befell an account goes with a snapshot, and a reset undoes it', async () => {
  const { admin } = stand()
  const befall = async (provider: string, cause: string, object?: string) =>
    expect((await admin.post('/causes', { provider, cause, object })).status).toBe(200)
  const { hoopr, soundcharts } = (await admin.get('/credentials')).body
  await admin.post('/tokens', { provider: 'hoopai' })
  const first = await outlook(admin)
  await befall('hoopr', 'rotate-secret')
  await befall('hoopr', 'deactivate-client', hoopr.clients[1].clientId)
  await befall('hoopai', 'suspend-location')
  await befall('hoopai', 'uninstall-app')
  await befall('hoopai', 'rotate-private-token')
  await befall('soundcharts', 'rotate-secret')
  await befall('soundcharts', 'move-team', soundcharts.clients[1].teams[0].teamId)
  const then = await outlook(admin)
  for (const [name, value] of Object.entries(then)) expect(value, name).not.toEqual(first[name as keyof typeof first])
  const { body: snapshot } = await admin.post('/snapshot')
  for (const secret of [then.secret, then.token, then.clientSecret])
    expect(JSON.stringify(snapshot)).not.toContain(secret)
  await befall('hoopr', 'rotate-secret')
  await befall('hoopai', 'resume-location')
  expect((await admin.post('/restore', snapshot)).status).toBe(200)
  expect(await outlook(admin)).toEqual(then)
  await admin.post('/reset')
  expect(await outlook(admin)).toEqual({ ...first, installs: [] })
})
