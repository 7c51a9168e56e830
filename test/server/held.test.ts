/** What an emulator that stops does with answers that a scenario holds back. */

import { expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { Held } from '../../src/server/held.ts'

const LATE = { call: 'GET /v1/filters', do: { delay: '1h' } }
const DRIPS = { call: 'GET /version', do: { drip: { chunks: 4, over: '1h' } } }

test('they go at once and whole, and the emulator closes', async () => {
  const emulator = await startEmulator({ scenario: { rules: [LATE, DRIPS] } })
  const base = emulator.default.url('hoopr')
  const late = fetch(`${base}/v1/filters`)
  const dripping = await fetch(`${base}/version`)
  await expect.poll(() => emulator.default.requests()).toHaveLength(2)
  await emulator.close()
  expect((await late).status).toBe(401)
  expect(await dripping.json()).toMatchObject({ data: expect.anything() })
})

test('what would be held once they were released is not', async () => {
  const held = new Held()
  held.release()
  await new Promise<void>((resolve) => void held.hold(3_600_000, resolve))
})

test('what was given up does not go', () => {
  const held = new Held()
  const gone: string[] = []
  held.hold(3_600_000, () => gone.push('one'))()
  held.hold(3_600_000, () => gone.push('other'))
  held.release()
  expect(gone).toEqual(['other'])
})
