/** Another scenario that begins to play while calls are under way. */

import { expect, test } from 'vitest'
import { answer } from '../../src/core/answer.ts'
import type { Call, Json, Reply } from '../../src/core/http.ts'
import { findEndpoint } from '../../src/core/routes.ts'
import { Session } from '../../src/core/session.ts'
import { hoopr } from '../../src/providers/hoopr/index.ts'
import { providers } from '../../src/providers/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { hostileState } from '../core/hostile.ts'
import { START } from '../support.ts'

const scenario = (id: string, status: number, marker: boolean, limit: number) =>
  readScenario(
    {
      name: id,
      marker,
      settings: { hoopr: { limits: { api: `${limit} per 1m` } } },
      expect: [{ call: 'GET /v1/filters', exactly: 1 }],
      rules: [{ id, call: 'GET /v1/filters', do: [{ status }, { delay: '1ms' }] }],
    } as Json,
    'object',
    providers,
  )

test('a call meets the old one or the new one, never a part of both', async () => {
  const [old, fresh] = [await scenario('old', 503, true, 7), await scenario('new', 418, false, 9)]
  let turns = 0
  for (; ; turns++) {
    const session = new Session({ frozenAt: START, script: old, openState: () => hostileState(turns) })
    const token = await hoopr.mint(session, START, {})
    let under = true
    const first = get('/v1/filters', session, token)
    first.then(() => (under = false))
    for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
    session.play(fresh)
    if (!under) break
    const replies = await Promise.all([first, get('/v1/filters', session, token)])
    const met = await Promise.all(
      replies.map(async ({ status, fault }) => {
        const { id } = (await session.journal.list({ status }))[0]!
        const { playing, rules, budgets } = (await session.journal.find(id))!
        return { status, fault, playing, rules, limits: budgets.map(({ limit }) => limit) }
      }),
    )
    expect(met, `after ${turns} turns`).toEqual([
      { status: 503, fault: 'old', playing: 1, rules: ['old'], limits: [7] },
      { status: 418, fault: undefined, playing: 2, rules: ['new'], limits: [9] },
    ])
    expect(await fresh.expectations!(session), `after ${turns} turns`).toMatchObject([{ got: 1, met: true }])
  }
  // It fell into the call at many places.
  expect(turns).toBeGreaterThan(10)
})

function get(path: string, session: Session, token: string): Promise<Reply> {
  const call: Call = {
    method: 'GET',
    path,
    query: new URLSearchParams(),
    headers: { authorization: `Bearer ${token}` },
    body: Buffer.alloc(0),
    at: session.clock.now(),
    base: '',
    address: '127.0.0.1',
  }
  return answer(findEndpoint(hoopr, 'GET', path), call, session)
}
