import { describe, expect, test } from 'vitest'
import { account } from './account.ts'

const USAGE = 'GET /api/v2/team/usage'

/** An account before a rotation, and the same one after it. */
function rotated(settings: Record<string, unknown> = {}, options = {}) {
  const older = account(settings, options)
  const newer = account({ ...settings, secretGeneration: 2 }, { ...options, openState: () => older.session.state })
  return { older, newer }
}

describe('secretGeneration', () => {
  test.each([false, true])('puts new secrets in force, and refuses the old ones (own credentials: %s)', async (own) => {
    const { older, newer } = rotated({}, { ownCredentials: own, name: 'r' })
    for (const [i, { clientId, clientSecret }] of newer.clients.entries()) {
      expect(clientId).toBe(older.clients[i]!.clientId)
      expect(clientSecret).not.toBe(older.clients[i]!.clientSecret)
      expect(clientSecret).toHaveLength(48)
      expect((await newer.ask(i)).status).toBe(200)
      expect((await newer.ask(i, {}, { headers: older.basic(i) })).status).toBe(401)
      expect((await older.ask(i, {}, { headers: newer.basic(i) })).status).toBe(401)
    }
  })

  test.each([
    [false, 200],
    [true, 401],
  ])('rotationRevokes %s: a token that the old secret bought is %i', async (rotationRevokes, status) => {
    const { older, newer } = rotated({ rotationRevokes })
    const token = await older.token()
    expect((await older.call(USAGE, { token })).status).toBe(200)
    const answer = await newer.call(USAGE, { token })
    expect(answer.status).toBe(status)
    if (status === 401) expect(answer.json.errors[0].message).toBe('Invalid credentials')
    expect((await newer.call(USAGE, { token: await newer.token() })).status).toBe(200)
  })

  test('reuseLiveToken hands out no token that an older secret bought', async () => {
    const { older, newer } = rotated({ reuseLiveToken: true, rotationRevokes: true })
    const token = await older.token()
    expect(await older.token()).toBe(token)
    const fresh = await newer.token()
    expect(fresh).not.toBe(token)
    expect((await newer.call(USAGE, { token: fresh })).status).toBe(200)
  })
})
