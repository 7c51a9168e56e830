/** What changes while a scenario plays: settings from an instant on, and jumps of the clock. */

import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/core/clock.ts'
import type { Json } from '../../src/core/http.ts'
import type { SessionOptions } from '../../src/core/session.ts'
import { hoopr } from '../../src/providers/hoopr/index.ts'
import { providers } from '../../src/providers/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { hostileState } from '../core/hostile.ts'
import { START, stand } from '../support.ts'

async function scheduled(schedule: Json, options: SessionOptions = {}) {
  const script = await readScenario({ schedule }, 'object', providers)
  return { script, ...stand(hoopr, { script, ...options }) }
}

test('settings hold from their instant on, the later over the earlier', async () => {
  const { session } = await scheduled([
    { at: '20m', settings: { hoopr: { accessTokenSeconds: 20 } } },
    { at: '10m', settings: { hoopr: { accessTokenSeconds: 10, retryAfter: true } } },
  ])
  const seen = () => {
    const { accessTokenSeconds, retryAfter } = session.settings(hoopr)
    return [accessTokenSeconds, retryAfter]
  }
  expect(seen()).toEqual([3600, false])
  session.clock.advance(10 * MINUTE - 1)
  expect(seen()).toEqual([3600, false])
  session.clock.advance(1)
  expect(seen()).toEqual([10, true])
  session.clock.advance(10 * MINUTE)
  expect(seen()).toEqual([20, true])
})

test('limits shrink in the middle of a run', async () => {
  const { session, call } = await scheduled([{ at: '5m', settings: { hoopr: { limits: { api: '1 per 1m' } } } }])
  const token = await hoopr.mint(session, START, {})
  const statuses = async () => {
    const seen = []
    for (let i = 0; i < 3; i++) seen.push((await call('GET /v1/filters', { token })).status)
    return seen
  }
  expect(await statuses()).toEqual([200, 200, 200])
  session.clock.advance(5 * MINUTE)
  expect(await statuses()).toEqual([200, 429, 429])
})

test.each([false, true])(
  'the clock jumps when it comes by, and what the jump passes is done before advance answers (hostile: %s)',
  async (hostile) => {
    const { session } = await scheduled(
      [{ at: '5m', advance: '1h' }],
      hostile ? { openState: () => hostileState(3) } : {},
    )
    const { agenda, clock } = session
    const done: number[] = []
    agenda.on('test', async ({ at }) => void done.push(at - START))
    await agenda.add('in the jump', START + 30 * MINUTE, { kind: 'test' })
    await agenda.advance(4 * MINUTE)
    expect(clock.now()).toBe(START + 4 * MINUTE)
    await agenda.advance(MINUTE)
    expect(clock.now()).toBe(START + 5 * MINUTE + HOUR)
    expect(done).toEqual([30 * MINUTE])
  },
)

test('a scenario that was replaced jumps no more', async () => {
  const { session } = await scheduled([{ at: '5m', advance: '1h' }])
  session.play(undefined)
  await session.agenda.advance(10 * MINUTE)
  expect(session.clock.now()).toBe(START + 10 * MINUTE)
})
