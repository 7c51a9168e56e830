/** The fixtures of `stuntdouble/vitest`, as Vitest itself runs and reports them. */

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'

interface Outcome {
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

let outcomes: readonly Outcome[]
beforeAll(() => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
  const run = ['run', '--reporter=json', '--dir', 'test/library/vitest', '--config', 'test/library/vitest/config.ts']
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, ...run], { cwd: root, encoding: 'utf8' })
  const from = stdout.indexOf('{')
  if (from < 0) throw new Error(`Vitest said: ${stdout}${stderr}`)
  const { testResults } = JSON.parse(stdout.slice(from)) as { testResults: { assertionResults: Outcome[] }[] }
  outcomes = testResults.flatMap(({ assertionResults }) => assertionResults)
})

test('tests pass and fail as their names say', () => {
  expect(outcomes.map(({ title, status }) => `${title.split(':')[0]} ${status}`)).toEqual(
    outcomes.map(({ title }) => (title.startsWith('passes') ? 'passes passed' : 'fails failed')),
  )
  expect(outcomes).toHaveLength(9)
})

test.each([
  ['fails: a client that never calls', 'VerdictError: session session-3: inconclusive\nno call came'],
  ['fails: by itself', "AssertionError: expected 'session-4' to be 'mine'"],
  [
    'fails: what was expected never came',
    'scenario one-call: failed\nexpected GET /v1/tracks: exactly 1; it never came',
  ],
  ['fails: two refreshes at once', 'A refresh came while another one with the same refresh token'],
])('%s, and says why once', (title, words) => {
  const { failureMessages } = outcomes.find((each) => each.title === title)!
  expect(failureMessages).toHaveLength(1)
  expect(failureMessages[0]).toContain(words)
})
