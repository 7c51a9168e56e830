/** What changes while a scenario plays: settings from an instant on, and jumps of the clock. */

import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/core/clock.ts'
import type { Json } from '../../src/core/http.ts'
import { MemoryState } from '../../src/core/memory.ts'
import type { SessionOptions } from '../../src/core/session.ts'
import { limitsOf } from '../../src/core/settings.ts'
import { hoopr } from '../../src/providers/hoopr/index.ts'
import { providers } from '../../src/providers/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { hostileState } from '../core/hostile.ts'
import { connect } from '../providers/hoopai/connect.ts'
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

test('so much time passes as was asked, beside what the clock jumps', async () => {
  const { session } = await scheduled([
    { at: '5m', advance: '1h' },
    { at: '70m', advance: '1d' },
  ])
  const { agenda, clock } = session
  const due = await agenda.advance(9 * MINUTE)
  expect(clock.now()).toBe(START + 9 * MINUTE + HOUR)
  expect(due.map(({ at, what }) => [at - START, what.kind, what.ms])).toEqual([[5 * MINUTE, 'jump', HOUR]])
  await agenda.advance(MINUTE)
  expect(clock.now()).toBe(START + 10 * MINUTE + 25 * HOUR)
})

test('a clock that is set to an instant stands there, or where it jumped beyond', async () => {
  const { session } = await scheduled([{ at: '5m', advance: '1h' }])
  await session.agenda.advanceTo(START + 30 * MINUTE)
  expect(session.clock.now()).toBe(START + 65 * MINUTE)
  await session.agenda.advanceTo(START + 66 * MINUTE)
  expect(session.clock.now()).toBe(START + 66 * MINUTE)
})

test('a replaced scenario has nothing to report either, and the new one counts from its own beginning', async () => {
  const { session, script } = await scheduled([{ at: '5m', advance: '1h' }])
  await session.agenda.advance(3 * MINUTE)
  session.play(script)
  expect(await session.agenda.advance(4 * MINUTE)).toEqual([])
  expect(await session.agenda.advance(MINUTE)).toHaveLength(1)
  expect(session.clock.now()).toBe(START + 8 * MINUTE + HOUR)
})

test('tokens live shorter from an instant on', async () => {
  const schedule = [{ at: '5m', settings: { hoopai: { accessTokenSeconds: 60 } } }]
  const script = await readScenario({ schedule }, 'object', providers)
  const { session, install } = connect({ script })
  expect((await install()).expires_in).toBe(86400)
  session.clock.advance(5 * MINUTE)
  expect((await install()).expires_in).toBe(60)
})

test('a limit of the schedule stands beside those of the scenario', async () => {
  const text = {
    settings: { hoopr: { limits: { token: '9 per 1m' } } },
    schedule: [{ at: '5m', settings: { hoopr: { limits: { api: '1 per 1m' } } } }],
  }
  const script = await readScenario(text, 'object', providers)
  const { session } = stand(hoopr, { script })
  session.clock.advance(5 * MINUTE)
  expect(limitsOf(session.settings(hoopr))).toEqual({
    token: { limit: 9, perMs: MINUTE },
    api: { limit: 1, perMs: MINUTE },
  })
})

test('without a schedule a session looks at its settings once, and keeps no agenda', async () => {
  let opened = 0
  const openState = () => {
    opened++
    return new MemoryState()
  }
  const { session } = await scheduled([], { openState })
  expect(session.settings(hoopr)).toBe(session.settings(hoopr))
  expect(opened).toBe(0)
})
