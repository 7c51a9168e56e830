/** Each rule of the judge catches the client that breaks it, and no other rule does; the other client is caught by none. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { conductPage, PAGE } from '../../../build/conduct.ts'
import { rules } from '../../../src/conduct/index.ts'
import { providers } from '../../../src/providers/index.ts'
import { playAll, playCourt, WANTED } from './matrix.ts'

const waiting = rules.filter(({ waits }) => waits).map(({ id }) => id)

const running = await playAll()
const frozen = await playAll('frozen')
const others = await playCourt()

test.each(running)('$rule at $provider ($scenario)', ({ rule, bad, good }) => {
  expect({ bad, good }).toEqual({ bad: [rule], good: [] })
})

test.each(frozen)('$rule at $provider ($scenario), on a frozen clock', ({ rule, bad, good }) => {
  expect({ bad, good }).toEqual({ bad: waiting.includes(rule) ? [] : [rule], good: [] })
})

test('the page in the repository is up to date (npm run docs)', () => {
  expect(readFileSync(PAGE, 'utf8') === conductPage([...running, ...others])).toBe(true)
})

test('every rule has its clients, at each provider whose card holds it', () => {
  const named = providers.flatMap(({ name, conduct = {} }) =>
    Object.entries(conduct).flatMap(([rule, { severity }]) => (severity === 'off' ? [] : `${rule} at ${name}`)),
  )
  const played = new Set([...running, ...others].map(({ rule, provider }) => `${rule} at ${provider}`))
  expect(named.filter((each) => !played.has(each))).toEqual([])
  const ids = rules.map(({ id }) => id)
  expect(ids.filter((id) => !running.concat(others).some(({ rule }) => rule === id))).toEqual([])
})

test('the rules are those that are wanted', () => {
  expect(rules.map(({ id }) => id).sort()).toEqual([...WANTED].sort())
})
