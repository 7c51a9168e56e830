/** Each rule of the judge catches the client that breaks it, and no other rule does; the other client is caught by none. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { conductPage, PAGE } from '../../../build/conduct.ts'
import { rules } from '../../../src/conduct/index.ts'
import { providers } from '../../../src/providers/index.ts'
import { CASES, playAll, WANTED } from './matrix.ts'

/** May only shrink. */
const NOT_YET: readonly string[] = [
  ...['limit-headers-ignored', 'retry-after-ignored', 'no-backoff', 'retry-storm', 'unsafe-retry', 'secret-in-url'],
  ...['token-in-url', 'credentials-misplaced', 'legacy-key-with-token', 'live-secret-in-test-run', 'version-header'],
  ...['content-type', 'stream-url-outlived', 'catalogue-refetched', 'paging-stopped-early', 'webhook-unverified'],
  ...['webhook-replayed', 'webhook-slow', 'unused-scope', 'ignored-parameter', 'call-from-browser'],
]

const waiting = rules.filter(({ waits }) => waits).map(({ id }) => id)

const running = await playAll()
const frozen = await playAll('frozen')

test.each(running)('$rule at $provider ($scenario)', ({ rule, bad, good }) => {
  expect({ bad, good }).toEqual({ bad: [rule], good: [] })
})

test.each(frozen)('$rule at $provider ($scenario), on a frozen clock', ({ rule, bad, good }) => {
  expect({ bad, good }).toEqual({ bad: waiting.includes(rule) ? [] : [rule], good: [] })
})

test('the page in the repository is up to date (npm run docs)', () => {
  expect(readFileSync(PAGE, 'utf8') === conductPage(running)).toBe(true)
})

test('every rule has its clients, at each provider whose card holds it', () => {
  const ids = rules.map(({ id }) => id)
  expect(Object.keys(CASES).sort()).toEqual([...ids].sort())
  const named = providers.flatMap(({ name, conduct = {} }) =>
    Object.entries(conduct).flatMap(([rule, { severity }]) => (severity === 'off' ? [] : `${rule} at ${name}`)),
  )
  const played = Object.entries(CASES).flatMap(([rule, cases]) =>
    cases.flatMap(({ at }) => at.map((provider) => `${rule} at ${provider}`)),
  )
  expect([...new Set(played)].sort()).toEqual(named.sort())
})

test('every rule that is wanted is there, or known to be missing', () => {
  const ids = rules.map(({ id }) => id)
  expect(WANTED.filter((id) => !ids.includes(id))).toEqual(NOT_YET)
  expect(ids.filter((id) => !(WANTED as readonly string[]).includes(id))).toEqual([])
})
