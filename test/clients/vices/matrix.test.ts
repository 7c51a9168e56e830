/** Each vice is caught by its rule and no other, under a scenario that docs/matrix.md names; without it nobody is. */

import { expect, test } from 'vitest'
import { readPage } from '../../../build/matrix.ts'
import { rules } from '../../../src/conduct/index.ts'
import { READY } from '../../scenarios/stand.ts'
import { vices } from './index.ts'
import { SEATS } from './matrix.ts'
import { play } from './play.ts'

const page = readPage()
/** The whole matrix takes minutes (`npm run matrix`). Here each plays one of its scenarios, not all the same. */
const PLAYED = page.seats.map((seat, i) => ({ ...seat, scenario: seat.caught[i % seat.caught.length]! }))

test('every rule has its vice', () => {
  expect(vices.map(({ rule }) => rule).sort()).toEqual(rules.map(({ id }) => id).sort())
})

test('the page has every rule, at each provider where it applies, and somebody catches it there', () => {
  const applies = SEATS.map(({ vice, provider }) => `${vice.rule} ${provider}`)
  expect(page.seats.map(({ rule, provider }) => `${rule} ${provider}`)).toEqual(applies)
  expect(page.seats.filter(({ caught }) => caught.length === 0)).toEqual([])
})

test('the page has every ready scenario, for each of its providers (npm run matrix)', () => {
  const sorted = (names: readonly string[]) => [...names].sort()
  expect(page.scenarios.map((each) => ({ ...each, providers: sorted(each.providers) }))).toEqual(
    READY.map(({ name, providers }) => ({ name, providers: sorted(providers) })),
  )
})

test.concurrent.each(PLAYED)('$rule at $provider, under $scenario', async ({ rule, provider, scenario }) => {
  const { vice } = SEATS.find((seat) => seat.vice.rule === rule && seat.provider === provider)!
  expect(await play(scenario, provider, vice)).toEqual([rule])
})

/** On a clock that stands still test/scenarios plays the good client everywhere. */
const WAITS = PLAYED.filter(({ rule }) => rules.some(({ id, waits }) => id === rule && waits))

test.concurrent.each(WAITS)(
  'nobody is caught without it at $provider, under $scenario',
  async ({ provider, scenario }) => {
    expect(await play(scenario, provider)).toEqual([])
  },
)
