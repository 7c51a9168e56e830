import { describe, expect, test } from 'vitest'
import { Agenda, type Done } from '../../src/core/agenda.ts'
import { Clock, HOUR } from '../../src/core/clock.ts'
import { MemoryState } from '../../src/core/memory.ts'
import type { State } from '../../src/core/state.ts'
import { hostileState } from './hostile.ts'

const work = { kind: 'work' }
const ids = (done: readonly Done[]) => done.map(({ id }) => id)

/** An agenda whose work is to say when it was done. */
function plan(frozenAt: number | null = 0, state: State = new MemoryState()) {
  const clock = new Clock(frozenAt)
  const agenda = new Agenda(state, clock)
  const done: string[] = []
  const waiting = new Map<string, () => void>()
  agenda.on('work', async ({ id }) => {
    done.push(frozenAt === null ? id : `${id} at ${clock.now()}`)
    waiting.get(id)?.()
  })
  /** Resolves when work of this id is done. */
  const seen = (id: string) => new Promise<void>((resolve) => waiting.set(id, resolve))
  return { clock, agenda, done, seen }
}

describe.each([
  ['memory', () => new MemoryState()],
  ['a hostile state', () => hostileState()],
])('on %s', (_name, open) => {
  test('work is done by its instant, then by its id, each at its own time', async () => {
    const { agenda, done, clock } = plan(0, open())
    for (const [id, at] of [
      ['b', 10],
      ['c', 5],
      ['a', 10],
      ['later', 21],
    ] as const)
      await agenda.add(id, at, work)
    expect(ids(await agenda.advance(20))).toEqual(['c', 'a', 'b'])
    expect(done).toEqual(['c at 5', 'a at 10', 'b at 10'])
    expect(clock.now()).toBe(20)
  })

  test('what is due at once is done at once, though the clock stands still', async () => {
    const { agenda, done, seen } = plan(7, open())
    const now = seen('now')
    await agenda.add('later', 8, work)
    await agenda.add('now', 7, work)
    await now
    await agenda.idle()
    expect(done).toEqual(['now at 7'])
  })

  test('work that many put there at once is done once each', async () => {
    const { agenda, done } = plan(0, open())
    const names = Array.from({ length: 40 }, (_, i) => `w${String(i).padStart(2, '0')}`)
    await Promise.all(names.map((name, i) => agenda.add(name, i % 4, work)))
    const runs = await Promise.all([agenda.advance(3), agenda.advance(3), agenda.idle()])
    expect(done.map((each) => each.split(' ')[0]).sort()).toEqual(names)
    expect(runs[0]!.length + runs[1]!.length).toBeLessThanOrEqual(40)
  })

  test('it is done one after the other, whoever asks for it', async () => {
    const { agenda, clock, done } = plan(0, open())
    let under = 0
    agenda.on('step', async ({ id }) => {
      expect(++under).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      under--
      done.push(id)
    })
    for (const id of ['a', 'b', 'c', 'd']) await agenda.add(id, 0, { kind: 'step' })
    await agenda.add('e', 5, { kind: 'step' })
    const [, first, second] = await Promise.all([agenda.idle(), agenda.advance(5), agenda.advance(5), agenda.idle()])
    expect(done).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect([...ids(first), ...ids(second)].at(-1)).toBe('e')
    expect(clock.now()).toBe(10)
  })

  test('a running clock comes to it by itself, whatever was put there last', async () => {
    const { agenda, clock, done, seen } = plan(null, open())
    const both = Promise.all([seen('soon'), seen('sooner')])
    const now = clock.now()
    await Promise.all([
      agenda.add('never', now + HOUR, work),
      agenda.add('sooner', now + 5, work),
      agenda.add('soon', now + 15, work),
      agenda.add('far', now + 2 ** 40, work),
    ])
    await both
    expect(done).toEqual(['sooner', 'soon'])
    agenda.end()
  })

  test('a clock that is set running again comes to it', async () => {
    const { agenda, clock, done, seen } = plan(100, open())
    const woken = seen('woken')
    await agenda.add('woken', 105, work)
    await agenda.idle()
    expect(done).toEqual([])
    clock.thaw()
    await agenda.wake()
    await woken
    expect(done).toHaveLength(1)
  })
})

test('a clock that is frozen meanwhile does not come to it', async () => {
  const [frozen, running] = [plan(null), plan(null)]
  await frozen.agenda.add('soon', frozen.clock.now() + 3, work)
  frozen.clock.freeze()
  const longAfter = running.seen('long after')
  await running.agenda.add('long after', running.clock.now() + 10, work)
  await longAfter
  await frozen.agenda.idle()
  expect(frozen.done).toEqual([])
  expect(ids(await frozen.agenda.advance(3))).toEqual(['soon'])
})

test('who looked at the agenda earlier does not overrule who looked later', async () => {
  const state = new MemoryState()
  const { agenda, clock, seen } = plan(null, state)
  const look = state.nextDue.bind(state)
  let answer = () => {}
  // The first look is answered last.
  state.nextDue = () => {
    state.nextDue = look
    const found = look()
    return new Promise((resolve) => (answer = () => resolve(found))) as never
  }
  const soon = seen('soon')
  const slowly = agenda.add('far', clock.now() + HOUR, work)
  await Promise.resolve()
  await agenda.add('soon', clock.now() + 10, work)
  answer()
  await slowly
  await soon
  agenda.end()
})

test('a far instant is no trouble to the timer', async () => {
  const warnings: string[] = []
  const note = ({ name }: Error) => void warnings.push(name)
  process.on('warning', note)
  const { agenda, clock } = plan(null)
  await agenda.add('far', clock.now() + 2 ** 40, work)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', note)
  agenda.end()
  expect(warnings).toEqual([])
})

test('what work puts on the agenda is done in the same advance, if it falls into it', async () => {
  const { agenda, clock } = plan()
  agenda.on('work', async ({ id }) => {
    if (id.length < 4) await agenda.add(`${id}x`, clock.now() + 5, work)
  })
  await agenda.add('x', 1, work)
  expect(ids(await agenda.advance(12))).toEqual(['x', 'xx', 'xxx'])
  expect(ids(await agenda.advance(4))).toEqual(['xxxx'])
})

test('work that moves the clock makes due what lies between', async () => {
  const { agenda, clock } = plan()
  agenda.on('jump', async () => clock.advance(100))
  await agenda.add('between', 50, work)
  await agenda.add('jump', 10, { kind: 'jump' })
  expect(ids(await agenda.advance(10))).toEqual(['jump', 'between'])
  expect(clock.now()).toBe(110)
})

describe('while work is under way', () => {
  /** Work that ends when it is let go. */
  function slow() {
    const { agenda, clock, done } = plan()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const begun = new Promise<void>((resolve) => {
      agenda.on('slow', async () => {
        resolve()
        await held
        await agenda.add('follow-up', 5, work)
      })
    })
    return { agenda, clock, done, letGo, begun }
  }

  test('an advance lets it end first, so that what follows from it falls due in order', async () => {
    const { agenda, letGo, begun } = slow()
    await agenda.add('slow', 0, { kind: 'slow' })
    await agenda.add('other', 6, work)
    await begun
    const advance = agenda.advance(10)
    letGo()
    expect(ids(await advance)).toEqual(['follow-up', 'other'])
  })

  test('an advance does not wait for ever, and the work still ends', async () => {
    const { agenda, clock, done, letGo, begun } = slow()
    await agenda.add('slow', 0, { kind: 'slow' })
    await begun
    expect(await agenda.advance(10)).toEqual([])
    expect(clock.now()).toBe(10)
    letGo()
    await agenda.idle()
    expect(done).toEqual(['follow-up at 10'])
  })

  test('it may advance the clock itself', async () => {
    const { agenda, clock, done } = plan()
    const inner: string[] = []
    agenda.on('asks', async () => void inner.push(...ids(await agenda.advance(10))))
    await agenda.add('asks', 1, { kind: 'asks' })
    await agenda.add('within', 5, work)
    expect(ids(await agenda.advance(20))).toEqual(['asks'])
    expect([inner, done, clock.now()]).toEqual([['within'], ['within at 5'], 20])
  })
})

test('what a performer throws is its outcome, and the rest is done', async () => {
  const { agenda, done } = plan()
  agenda.on('bad', (): Promise<void> => Promise.reject(new Error('no')))
  agenda.on('worse', () => {
    throw new Error('not even a promise')
  })
  agenda.on('told', async () => ({ status: 200 }))
  agenda.on('void', async () => false)
  for (const [i, kind] of ['bad', 'worse', 'void', 'nobody', 'told', 'work'].entries())
    await agenda.add(`${i}`, i + 1, { kind })
  const outcomes = (await agenda.advance(10)).map(({ what, outcome }) => [what.kind, outcome])
  expect(outcomes).toEqual([
    ['bad', { error: 'Error: no' }],
    ['worse', { error: 'Error: not even a promise' }],
    ['nobody', undefined],
    ['told', { status: 200 }],
    ['work', undefined],
  ])
  expect(done).toEqual(['5 at 6'])
})

test('a state that fails once leaves the agenda working', async () => {
  const state = new MemoryState()
  const { agenda, done } = plan(0, state)
  const take = state.takeDue.bind(state)
  state.takeDue = () => {
    state.takeDue = take
    throw new Error('gone for a moment')
  }
  await agenda.add('a', 1, work)
  await expect(agenda.advance(1)).rejects.toThrow('gone')
  await agenda.advance(1)
  expect(done).toEqual(['a at 1'])
})

test('at its end all is dropped, and the clock still goes forward', async () => {
  const { agenda, clock, done } = plan()
  agenda.on('last', async () => agenda.end())
  await agenda.add('last', 1, { kind: 'last' })
  await agenda.add('dropped', 2, work)
  expect(ids(await agenda.advance(5))).toEqual(['last'])
  await agenda.add('too late', 5, work)
  await agenda.idle()
  expect([done, clock.now()]).toEqual([[], 5])
})

test('the clock only goes forward', async () => {
  const { agenda, clock } = plan(10)
  await expect(agenda.advance(-1)).rejects.toThrow(RangeError)
  await expect(agenda.advanceTo(9)).rejects.toThrow('only goes forward')
  expect(clock.now()).toBe(10)
})
