import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/core/clock.ts'
import { MemoryState } from '../../src/core/memory.ts'
import type { State } from '../../src/core/state.ts'
import { type Credential, live, Vault } from '../../src/core/vault.ts'
import { hostileState } from './hostile.ts'

const facts = (more: Partial<Credential> = {}): Omit<Credential, 'id'> => ({
  kind: 'refresh',
  provider: 'p',
  client: 'c',
  scopes: ['read'],
  issuedAt: 0,
  expiresAt: 100,
  ...more,
})

const stores: [string, () => State][] = [
  ['memory', () => new MemoryState()],
  ['a hostile store', () => hostileState(3)],
]

describe.each(stores)('the vault on %s', (_name, open) => {
  test('of a hundred that spend one credential at once, exactly one is first', async () => {
    const vault = new Vault(open())
    const { id } = await vault.issue('secret', facts())
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => vault.spend(id, 5)))
    expect(outcomes.filter(({ outcome }) => outcome === 'first')).toHaveLength(1)
    expect(outcomes.filter(({ outcome }) => outcome === 'spent')).toHaveLength(99)
  })

  test('a repeat inside the grace window is answered again with the first instant, and not after it', async () => {
    const vault = new Vault(open())
    const { id } = await vault.issue('secret', facts({ expiresAt: null }))
    await vault.spend(id, 10, 30)
    expect(await vault.spend(id, 39, 30)).toMatchObject({ outcome: 'again', credential: { spentAt: 10 } })
    expect(await vault.spend(id, 40, 30)).toMatchObject({ outcome: 'spent' })
  })

  test.each([
    ['an unknown one', async () => {}, 'unknown'],
    ['a revoked one', async (vault: Vault, id: string) => vault.revoke(id, 1), 'revoked'],
    ['an expired one', async (vault: Vault, id: string) => vault.expire(id, 1), 'expired'],
  ])('spending %s says so and changes nothing', async (_what, prepare, outcome) => {
    const vault = new Vault(open())
    const { id } = outcome === 'unknown' ? { id: 'nobody' } : await vault.issue('secret', facts())
    await prepare(vault, id)
    expect((await vault.spend(id, 5)).outcome).toBe(outcome)
    expect((await vault.byId(id))?.spentAt).toBeUndefined()
  })

  test('a second issue of the same token keeps the first, spent or not', async () => {
    const vault = new Vault(open())
    const { id } = await vault.issue('secret', facts())
    await vault.spend(id, 5)
    await vault.issue('secret', facts({ issuedAt: 50 }))
    expect(await vault.find('secret')).toMatchObject({ issuedAt: 0, spentAt: 5 })
  })

  test('what never expires is not expired by anyone', async () => {
    const vault = new Vault(open())
    const { id } = await vault.issue('key', facts({ kind: 'static', expiresAt: null }))
    await vault.expire(id, 5)
    expect(live((await vault.byId(id))!, 1e15)).toBe(true)
    await vault.revoke(id, 6)
    expect(live((await vault.byId(id))!, 7)).toBe(false)
  })

  test('what died more than a day ago is forgotten in time, what lives or died lately is not', async () => {
    const vault = new Vault(open())
    await vault.issue('dead', facts({ expiresAt: 5 }))
    await vault.issue('eternal', facts({ expiresAt: null }))
    const later = 2 * DAY
    await vault.issue('lately', facts({ expiresAt: later - 1 }))
    for (let i = 0; i < 1024; i++) await vault.issue(`${i}`, facts({ issuedAt: later, expiresAt: later + 1 }))
    expect(await vault.find('dead')).toBeUndefined()
    expect(await vault.find('eternal')).toBeDefined()
    expect(await vault.find('lately')).toBeDefined()
  })

  test('however many are issued, the dead never outweigh the living by much', async () => {
    const state = open()
    const vault = new Vault(state)
    const counts: number[] = []
    for (let day = 0; day < 12; day++) {
      for (let i = 0; i < 500; i++)
        await vault.issue(`${day}/${i}`, facts({ issuedAt: day * DAY, expiresAt: day * DAY + 1 }))
      counts.push((await state.keys('')).length)
    }
    expect(Math.max(...counts)).toBeLessThan(2000)
  })

  test('no token stands in its state', async () => {
    const state = open()
    await new Vault(state).issue('a-very-secret-token', facts())
    expect(JSON.stringify(await state.dump())).not.toContain('secret')
  })
})
