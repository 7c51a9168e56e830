import { describe, expect, test } from 'vitest'
import type { SessionOptions } from '../../src/core/session.ts'
import type { RuleText } from '../../src/scenario/written.ts'
import { hostileState } from '../core/hostile.ts'
import { type Asked, playing } from './meeting.ts'

const HIT = { do: { status: 503 } } as const
const SOMETIMES = { chance: 0.3, ...HIT }
const OTHER = { call: 'GET /v1/tracks/*', chance: 0.5, do: { delay: '1s' } } as const

/** Two hundred calls, each of them twice. */
const CALLS: Asked[] = Array.from({ length: 200 }, (_, i) => ({ target: `GET /v1/tracks?page=${i % 100}` }))

type Play = Awaited<ReturnType<typeof playing>>
type Options = SessionOptions & { head?: object }

/** The calls that a 503 met, as `target n`, where n tells equal calls apart. */
async function struck(rules: readonly Partial<RuleText>[], calls = CALLS, options: Options = {}, parallel = false) {
  const play = await playing(rules, options)
  const times = new Map<string, number>()
  const one = async ({ meet }: Play, asked: Asked) => {
    const n = (times.get(asked.target) ?? 0) + 1
    times.set(asked.target, n)
    return (await meet(asked))?.effect ? [`${asked.target} ${n}`] : []
  }
  if (parallel) return (await Promise.all(calls.map((asked) => one(play, asked)))).flat().sort()
  const hits: string[] = []
  for (const asked of calls) hits.push(...(await one(play, asked)))
  return hits.sort()
}

describe('chance', () => {
  test('strikes about as many calls as it says, and none or all at its ends', async () => {
    const share = (await struck([SOMETIMES])).length / CALLS.length
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.4)
    expect(await struck([{ ...SOMETIMES, chance: 0 }])).toEqual([])
    expect(await struck([{ ...SOMETIMES, chance: 1 }])).toHaveLength(CALLS.length)
  })

  test('strikes the same calls in the same run', async () => {
    expect(await struck([SOMETIMES])).toEqual(await struck([SOMETIMES]))
  })

  test('strikes the same calls in whatever order they come, also at once on a hostile state', async () => {
    const usual = await struck([SOMETIMES])
    expect(await struck([SOMETIMES], [...CALLS].reverse())).toEqual(usual)
    const once = CALLS.slice(0, 100)
    const openState = () => hostileState(7)
    expect(await struck([SOMETIMES], once, { openState }, true)).toEqual(await struck([SOMETIMES], once))
  })

  test('is not changed by another rule above it, by what that strikes, or by other calls', async () => {
    const usual = await struck([SOMETIMES])
    expect(await struck([OTHER, SOMETIMES])).toEqual(usual)
    expect(await struck([{ call: 'GET /v1/tracks', do: { delay: '1s' } }, SOMETIMES])).toEqual(usual)
    const more = CALLS.flatMap((asked) => [{ target: 'GET /v1/filters' }, asked])
    expect((await struck([SOMETIMES], more)).filter((each) => each.includes('tracks'))).toEqual(usual)
  })

  test('is drawn by the rule: its id, or its content where it has none', async () => {
    const usual = await struck([SOMETIMES])
    expect(await struck([{ id: 'a', ...SOMETIMES }])).not.toEqual(usual)
    expect(await struck([{ id: 'a', ...SOMETIMES }])).toEqual(
      await struck([{ id: 'a', chance: 0.3, do: { error: 'unavailable' } }]),
    )
    expect(await struck([{ chance: 0.3, do: { status: 502 } }])).not.toEqual(usual)
  })

  test('two equal rules without names draw each for itself', async () => {
    const both = await struck([SOMETIMES, SOMETIMES])
    expect(both.length).toBeGreaterThan((await struck([SOMETIMES])).length)
  })

  test("follows the scenario's seed, and the session's where the scenario has none", async () => {
    const usual = await struck([SOMETIMES])
    expect(await struck([SOMETIMES], CALLS, { seed: 2 })).not.toEqual(usual)
    expect(await struck([SOMETIMES], CALLS, { head: { seed: 2 } })).toEqual(
      await struck([SOMETIMES], CALLS, { seed: 2 }),
    )
    // Who makes the session has the last word.
    expect(await struck([SOMETIMES], CALLS, { seed: 3, head: { seed: 2 } })).toEqual(
      await struck([SOMETIMES], CALLS, { seed: 3 }),
    )
  })

  test("of a scenario that is played in a live session follows the scenario's seed", async () => {
    const seeded = await playing([SOMETIMES], { head: { seed: 2 } })
    const live = await playing([SOMETIMES], { seed: 5 })
    live.session.play(seeded.script)
    const hits = async (play: Play) => {
      const found: number[] = []
      for (const [i, asked] of CALLS.entries()) if ((await play.meet(asked))?.effect) found.push(i)
      return found
    }
    expect(await hits(live)).toEqual(await hits(seeded))
  })

  test('looks at body, method and credential too', async () => {
    const variants: Asked[] = Array.from({ length: 100 }, (_, i) => ({
      target: 'POST /v1/search',
      body: `{"page":${i}}`,
    }))
    const tokens: Asked[] = Array.from({ length: 100 }, (_, i) => ({
      target: 'GET /v1/tracks',
      who: { presented: `t${i}` },
    }))
    for (const calls of [variants, tokens]) {
      const play = await playing([SOMETIMES])
      const hits = []
      for (const asked of calls) hits.push((await play.meet(asked))?.effect !== undefined)
      const share = hits.filter(Boolean).length
      expect(share).toBeGreaterThan(15)
      expect(share).toBeLessThan(45)
      const backwards = await playing([SOMETIMES])
      const again = []
      for (const asked of [...calls].reverse()) again.unshift((await backwards.meet(asked))?.effect !== undefined)
      expect(again).toEqual(hits)
    }
  })
})

test('a delay from a range is drawn likewise: evenly, and the same for the same call', async () => {
  const rule = { do: { delay: ['100ms', '900ms'] } } as const
  const delays = async (calls: readonly Asked[]) => {
    const play = await playing([rule])
    const found = new Map<string, number[]>()
    for (const asked of calls)
      found.set(asked.target, [...(found.get(asked.target) ?? []), (await play.meet(asked))!.delayMs])
    return found
  }
  const usual = await delays(CALLS)
  expect(await delays([...CALLS].reverse())).toEqual(new Map([...usual].reverse()))
  const all = [...usual.values()].flat()
  expect(Math.min(...all)).toBeGreaterThanOrEqual(100)
  expect(Math.max(...all)).toBeLessThanOrEqual(900)
  expect(new Set(all).size).toBeGreaterThan(100)
})
