import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryState } from '../../src/core/memory.ts'
import type { Entry, Place, State } from '../../src/core/state.ts'
import { hostileState } from './hostile.ts'

const stores: [string, () => State][] = [
  ['memory', () => new MemoryState()],
  ['a hostile store', () => hostileState(7)],
]

describe.each(stores)('state on %s', (_name, open) => {
  test('a change keeps, replaces or removes', async () => {
    const state = open()
    expect(await state.get('k')).toBeUndefined()
    expect(await state.change('k', (old) => ({ result: old ?? null, value: { n: 1 } }))).toBeNull()
    expect(await state.change('k', (old) => ({ result: old }))).toEqual({ n: 1 })
    expect(await state.get('k')).toEqual({ n: 1 })
    await state.change('k', () => ({ result: null, value: null }))
    expect(await state.get('k')).toBeUndefined()
  })

  test('of many changes at once, each sees the one before', async () => {
    const state = open()
    const seen = await Promise.all(
      Array.from({ length: 100 }, () =>
        state.change<number, number>('n', (old = 0) => ({ result: old + 1, value: old + 1 })),
      ),
    )
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  })

  test('an ordinal is given once', async () => {
    const state = open()
    const seen = await Promise.all(Array.from({ length: 100 }, () => state.count('n')))
    expect(new Set(seen).size).toBe(100)
    expect(await state.count('n', 0)).toBe(100)
  })

  test('a charge takes from every window or from none', async () => {
    const state = open()
    const windows = (at: number) =>
      state.charge(
        [
          { key: 'small', limit: 2, perMs: 10, take: 1 },
          { key: 'large', limit: 5, perMs: 100, take: 1 },
        ],
        at,
      )
    expect((await windows(0)).map(({ used, refused }) => [used, refused])).toEqual([
      [1, false],
      [1, false],
    ])
    await windows(0)
    expect((await windows(9)).map(({ used, refused, taken }) => [used, refused, taken])).toEqual([
      [2, true, 0],
      [2, false, 0],
    ])
    // The small window has run out at 10, the large one goes on.
    expect((await windows(10)).map(({ used, openedAt, resetAt }) => [used, openedAt, resetAt])).toEqual([
      [1, 10, 20],
      [3, 0, 100],
    ])
  })

  test('a thousand charges at once take exactly the limit', async () => {
    const state = open()
    const taken = await Promise.all(
      Array.from({ length: 1000 }, () => state.charge([{ key: 'w', limit: 600, perMs: 10, take: 1 }], 0)),
    )
    expect(taken.filter(([standing]) => !standing!.refused)).toHaveLength(600)
  })

  test('what is given back goes into the window that was charged, and into no later one', async () => {
    const state = open()
    const charge = (at: number, take: number | 'all' = 1) => state.charge([{ key: 'w', limit: 3, perMs: 10, take }], at)
    const early = await charge(0)
    await state.giveBack(early)
    expect((await charge(0, 0))[0]!.used).toBe(0)
    const first = await charge(0)
    await charge(10)
    await state.giveBack(first)
    expect((await charge(10, 0))[0]!.used).toBe(1)
    expect((await charge(10, 'all'))[0]).toMatchObject({ used: 3, taken: 2, refused: false })
    expect((await charge(10))[0]).toMatchObject({ used: 3, refused: true })
  })

  test('looking at a window opens none', async () => {
    const state = open()
    const look = { key: 'w', limit: 3, perMs: 10, take: 0 }
    await state.charge([look], 0)
    expect((await state.charge([{ ...look, take: 1 }], 5))[0]).toMatchObject({ openedAt: 5, resetAt: 15 })
  })

  test('a collection is founded once', async () => {
    const state = open()
    const entries = (id: string) => () => [{ id, order: 1, value: { id } }]
    await Promise.all([state.found('c', entries('a')), state.found('c', entries('b'))])
    expect((await state.page('c', 0, 10)).total).toBe(1)
  })

  test('a log keeps its newest entries, oldest first', async () => {
    const state = open()
    for (let i = 1; i <= 7; i++) await state.append('log', i, 3)
    expect(await state.tail('log')).toEqual([5, 6, 7])
    await state.clear('log')
    expect(await state.tail('log')).toEqual([])
  })

  test('the agenda gives what is due, in order, each once', async () => {
    const state = open()
    await state.schedule('b', 20, { kind: 'b' })
    await state.schedule('a', 10, { kind: 'a' })
    await state.schedule('later', 99, { kind: 'later' })
    await state.schedule('a', 15, { kind: 'a' })
    expect(await state.nextDue()).toBe(15)
    const due = await Promise.all([1, 2, 3].map(() => state.takeDue(50)))
    expect(due.map((each) => each?.id).sort()).toEqual(['a', 'b', undefined])
    expect([await state.nextDue(), (await state.takeDue(99))?.id, await state.nextDue()]).toEqual([
      99,
      'later',
      undefined,
    ])
  })

  test('a sweep forgets what is past its time, and nothing else', async () => {
    const state = open()
    await state.change('old', () => ({ result: null, value: 1, until: 10 }))
    await state.change('young', () => ({ result: null, value: 1, until: 30 }))
    await state.change('eternal', () => ({ result: null, value: 1 }))
    expect(await state.sweep(20)).toBe(2)
    expect(await state.keys('')).toEqual(['young', 'eternal'])
  })

  test('windows that are over are forgotten in time', async () => {
    const state = open()
    for (let at = 0; at < 5000; at++) await state.charge([{ key: `w${at}`, limit: 1, perMs: 10, take: 1 }], at)
    const { windows } = (await state.dump()) as unknown as { windows: unknown[] }
    expect(windows.length).toBeLessThan(1100)
  })

  test('a dump loaded elsewhere is the same state', async () => {
    const state = open()
    await state.change('k', () => ({ result: null, value: { deep: [1, 2] }, until: 9 }))
    await state.count('n', 3)
    await state.charge([{ key: 'w', limit: 3, perMs: 10, take: 1 }], 0)
    await state.insert('c', { id: 'x', order: 2, value: 'x' })
    await state.append('log', 'entry', 2)
    await state.schedule('due', 5, { kind: 'due' })
    const dump = JSON.parse(JSON.stringify(await state.dump()))
    const other = open()
    await other.load(dump)
    expect(await other.dump()).toEqual(dump)
    expect(await other.tail('log')).toEqual(['entry'])
  })

  test('a collection pages like a sorted list', async () => {
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('insert' as const),
        id: fc.integer({ min: 0, max: 20 }),
        order: fc.integer({ min: 0, max: 5 }),
      }),
      fc.record({ kind: fc.constant('remove' as const), id: fc.integer({ min: 0, max: 20 }) }),
      fc.record({
        kind: fc.constant('amend' as const),
        id: fc.integer({ min: 0, max: 20 }),
        order: fc.option(fc.integer({ min: 0, max: 5 })),
      }),
      fc.record({
        kind: fc.constant('page' as const),
        from: fc.integer({ min: 0, max: 9 }),
        limit: fc.integer({ min: 0, max: 9 }),
      }),
      // Places among ties, between entries, and before and behind all of them.
      fc.record({
        kind: fc.constant('beyond' as const),
        id: fc.integer({ min: 0, max: 22 }).map(String),
        order: fc.integer({ min: -1, max: 6 }),
        limit: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.POSITIVE_INFINITY)),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        const state = open()
        let list: Entry[] = []
        for (const [i, each] of acts.entries()) {
          if (each.kind === 'insert') {
            const entry = { id: `${each.id}`, order: each.order, value: i }
            const fresh = !list.some(({ id }) => id === entry.id)
            expect(await state.insert('c', entry)).toBe(fresh)
            if (fresh) list = [...list, entry].sort(compare)
          } else if (each.kind === 'page') {
            const { from, limit } = each
            expect((await state.page('c', from, limit)).entries).toEqual(list.slice(from, from + limit))
            expect((await state.page('c', from, limit, 'down')).entries).toEqual(
              [...list].reverse().slice(from, from + limit),
            )
          } else if (each.kind === 'beyond') {
            const { kind: _, limit, ...place } = each
            for (const [direction, sorted, sign] of [
              ['up', list, 1],
              ['down', list.toReversed(), -1],
            ] as const) {
              const rest = sorted.filter((entry) => sign * compare(entry, place) > 0)
              expect(await state.page('c', place, limit, direction)).toEqual({
                total: list.length,
                from: list.length - rest.length,
                entries: rest.slice(0, limit),
              })
            }
          } else {
            const value = each.kind === 'remove' ? null : i
            const moved = each.kind === 'amend' && each.order !== null ? { order: each.order } : {}
            await state.amend('c', `${each.id}`, () => ({ result: null, value, ...moved }))
            list = list
              .flatMap((entry) =>
                entry.id !== `${each.id}` ? [entry] : value === null ? [] : [{ ...entry, ...moved, value }],
              )
              .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
          }
        }
        expect((await state.page('c', 0, Number.POSITIVE_INFINITY)).entries).toEqual(list)
      }),
      { numRuns: 100 },
    )
  })

  test.each(['up', 'down'] as const)(
    'from place to place, %s, a list is walked once, whatever comes and goes',
    async (direction) => {
      const entry = fc.record({
        id: fc.integer({ min: 0, max: 30 }).map(String),
        order: fc.integer({ min: 0, max: 4 }),
      })
      const entries = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 30 })
      await fc.assert(
        fc.asyncProperty(entries, fc.integer({ min: 1, max: 7 }), fc.func(fc.boolean()), async (all, limit, goes) => {
          const state = open()
          await state.found('c', () => all.map((each) => ({ ...each, value: 0 })))
          const seen: string[] = []
          let page = await state.page('c', 0, limit, direction)
          for (let pages = 0; page.entries.length > 0 && pages <= all.length; pages++) {
            seen.push(...page.entries.map(({ id }) => id))
            const last = page.entries.at(-1)!
            // What was seen may be removed, the very place that the next page starts from among it.
            for (const { id } of page.entries)
              if (goes(id)) await state.amend('c', id, () => ({ result: null, value: null }))
            page = await state.page('c', { order: last.order, id: last.id }, limit, direction)
          }
          const sorted = [...all].sort(compare).map(({ id }) => id)
          expect(seen).toEqual(direction === 'up' ? sorted : sorted.reverse())
        }),
        { numRuns: 40 },
      )
    },
  )
})

function compare(a: Place, b: Place): number {
  return a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
