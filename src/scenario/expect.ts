/** What a scenario expects of the client: how often which calls come, and in which order. Counts stand in the state. */

import type { Expectation } from '../core/judge.ts'
import type { Context, Provider } from '../core/provider.ts'
import type { Session } from '../core/session.ts'
import { makeFinder } from './finder.ts'
import { callsOf, type Matcher, readMatcher } from './match.ts'
import type { Fault } from './problems.ts'
import type { ExpectText } from './written.ts'

export interface Expectations {
  /** Counts a call for every expectation that means it. */
  count(context: Context): Promise<void>
  results(session: Session): Promise<Expectation[]>
}

/** How many calls came, and which of all counted calls was the first of them. */
type Tally = { count: number; first: number }

/** Reads expectations that have the right shape, each with its place in the file; answers the faults of the others. */
export function readExpectations(
  texts: readonly (readonly [number, ExpectText])[],
  providers: readonly Provider[],
): Fault[] {
  const ids = texts.flatMap(([, { id }]) => id ?? [])
  return texts.flatMap(([i, text]): Fault[] => {
    const matcher = readMatcher(text, ['expect', i], providers)
    const { id, after } = text
    const faults = Array.isArray(matcher) ? matcher : []
    if (id !== undefined && ids.indexOf(id) !== ids.lastIndexOf(id))
      faults.push({ path: ['expect', i, 'id'], expected: 'an id that no other expectation has', got: `"${id}"` })
    if (after !== undefined && (!ids.includes(after) || after === id))
      faults.push({
        path: ['expect', i, 'after'],
        expected: 'the id of another expectation',
        got: `"${after}"`,
        known: ids.filter((each) => each !== id),
      })
    return faults
  })
}

/** Makes expectations without faults ready to count. */
export function prepareExpectations(texts: readonly ExpectText[], providers: readonly Provider[]): Expectations {
  const rows = texts.map((text, i) => ({ text, i, matcher: readMatcher(text, ['expect', i], providers) as Matcher }))
  const find = makeFinder(rows)
  return {
    async count(context) {
      const met = find(context)
      if (met.length === 0) return
      const { session, playing } = context
      const { state } = session
      const order = await state.count(keyOf(session, 'calls', playing))
      for (const { i } of met)
        await state.change<Tally, null>(keyOf(session, i, playing), (old) => ({
          result: null,
          value: { count: (old?.count ?? 0) + 1, first: old?.first ?? order },
        }))
    },
    async results(session) {
      const none: Tally = { count: 0, first: Number.MAX_SAFE_INTEGER }
      const tallies = await Promise.all(
        rows.map(async ({ i }) => (await session.state.get<Tally>(keyOf(session, i))) ?? none),
      )
      return rows.map(({ text, i }) => {
        const other = rows.find(({ text: { id } }) => id !== undefined && id === text.after)
        return weigh(text, tallies[i]!, other && tallies[other.i]!)
      })
    },
  }
}

function weigh(text: ExpectText, { count, first }: Tally, other: Tally | undefined): Expectation {
  const { exactly, atLeast = exactly, atMost = exactly, after } = text
  const wanted = [
    exactly !== undefined && `exactly ${exactly}`,
    exactly === undefined && atLeast !== undefined && `at least ${atLeast}`,
    exactly === undefined && atMost !== undefined && `at most ${atMost}`,
    after !== undefined && `after ${after}`,
  ].filter((each) => each !== false)
  const expected = `${callsOf(text)}: ${wanted.join(', ')}`
  const few = atLeast !== undefined && count < atLeast
  const many = atMost !== undefined && count > atMost
  const early = other !== undefined && count > 0 && first < other.first
  const got =
    few && count === 0 ? 'it never came' : few || many ? `got ${count}` : early ? `it came before ${after}` : ''
  return { expected, got: count, met: got === '', ...(got === '' ? {} : { message: `expected ${expected}; ${got}` }) }
}

function keyOf(session: Session, i: number | string, { ordinal } = session.playing): string {
  return `play/${ordinal}/expect/${i}`
}
