/** Causes as core knows them: what a card from outside may name. */

import { expect, test } from 'vitest'
import { applyCause, type Cause } from '../../src/core/causes.ts'
import type { Provider } from '../../src/core/provider.ts'
import { Session } from '../../src/core/session.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { acme } from '../acme.ts'
import { caller, START } from '../support.ts'

/** Ends all keys of a client. */
const lock: Cause = {
  about: 'all keys of a client are revoked',
  object: 'client',
  source: 'docs/ping',
  objects: () => [{ id: 'demo', names: ['The Demo', 'other'] }, { id: 'other' }],
  meets: () => true,
  objectOf: ({ who }) => who.client,
  apply: async ({ session, provider, at }, object) => {
    const keys = await session.vault.all(({ client }) => client === object)
    for (const { id } of keys) await session.vault.revoke(id, at)
    return { locked: keys.length, by: provider.name, at }
  },
}
const provider: Provider = { ...acme, causes: { 'lock-client': lock } }

function stand() {
  const session = new Session({ frozenAt: START })
  const mint = () => provider.mint(session, session.clock.now(), {})
  const ping = caller(provider, session)
  return {
    session,
    mint,
    ping: async (key: string) => (await ping('GET /ping/you', { headers: { 'x-acme-key': key } })).status,
  }
}

test('a cause of a card from outside strikes by hand: the first, the one of this id, or the one of this name', async () => {
  const { session, mint, ping } = stand()
  for (const named of [undefined, 'demo', 'The Demo']) {
    const key = await mint()
    expect(await ping(key)).toBe(200)
    const done = await applyCause(session, provider, 'lock-client', named)
    expect(done).toMatchObject({ provider: 'acme', cause: 'lock-client', object: 'demo', by: 'acme', at: START })
    expect(await ping(key)).toBe(401)
  }
  // An id goes before another's name.
  expect(await applyCause(session, provider, 'lock-client', 'other')).toMatchObject({ object: 'other', locked: 0 })
})

test('and by a scenario, the call’s own or the one that is named', async () => {
  for (const effect of ['lock-client', { 'lock-client': 'The Demo' }]) {
    const { session, mint, ping } = stand()
    session.play(await readScenario({ rules: [{ skip: 1, times: 1, do: effect }] }, 'object', [provider]))
    const key = await mint()
    expect([await ping(key), await ping(key), await ping(key)]).toEqual([200, 401, 401])
  }
})

test('a card without causes has none, and says so', async () => {
  const session = new Session()
  const refused = await applyCause(session, acme, 'lock-client').catch((error) => error)
  expect(refused).toMatchObject({
    code: 'invalid_request',
    message: 'Acme has no cause "lock-client"',
    details: { known: [] },
  })
})
