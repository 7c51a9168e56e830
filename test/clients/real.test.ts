/** The real client libraries are wired right, and docs/grades.md holds them all; `npm run grade` takes minutes. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Grade, gradesPage, nameOf, PAGE } from '../../build/grade.ts'
import { type Emulator, startEmulator } from '../../src/index.ts'
import type { RealClient, Worker } from './real/client.ts'
import { realClients } from './real/index.ts'
import { PARTS } from './real/parts.ts'
import { play } from './real/play.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator?.close())

const [plain] = PARTS
const part = (scenario: string) => PARTS.find((each) => each.scenario === scenario)!

describe.concurrent('wired as its own documentation shows', () => {
  const named = realClients.map((client) => [client.packages.join(' with '), client] as const)

  test.each(named)('%s gets and renews a token; of ten calls each renews, but in the SDK', async (name, client) => {
    const at = (scenario: string) => play(emulator, client, part(scenario), 'hoopai')
    const good = { verdict: 'passed', findings: [], unmet: [], served: 'all' }
    expect(await at('expired-access-token')).toEqual(good)
    const ten = await at('expiry-under-ten-calls')
    if (name === '@gohighlevel/api-client') expect(ten).toEqual(good)
    else
      expect(ten).toMatchObject({
        verdict: 'failed',
        findings: expect.arrayContaining([{ rule: 'refresh-stampede', severity: 'error' }]),
        served: 'some',
      })
  })
})

test('OAuth libraries that are strict refuse the null that Soundcharts documents, and that is on the page', async () => {
  const client = realClients[0]!
  const result = await play(emulator, client, plain, 'soundcharts')
  expect(result).toMatchObject({ served: 'none', gaveUp: { last: { call: 'POST /oauth/token', status: 200 } } })
  const page = gradesPage([{ client, part: plain, provider: 'soundcharts', result }], 'v0')
  expect(page).toMatch(
    /^- Refuses the answer of `POST \/oauth\/token` \(200\) that Soundcharts documents: “.*refresh\\_token/m,
  )
})

describe('a client that breaks down is a result', () => {
  const broken = (start: RealClient['start']): RealClient => ({ ...realClients[0]!, start })
  const worker = (read: () => Promise<unknown>): Worker => ({ read, write: read })

  test.each([
    ['throws before it has a token', async () => Promise.reject(new Error('no\nsecond line')), 'no'],
    ['throws what is no error', async () => Promise.reject(undefined), 'undefined'],
    ['never ends', () => new Promise<never>(() => {}), 'came to no end within 0.001 s'],
    ['never ends a call', async () => worker(() => new Promise(() => {})), 'came to no end within 0.001 s'],
  ] as const)('that %s has given up', async (_, start, said) => {
    const result = await play(emulator, broken(start), plain, 'hoopai', 1)
    expect(result).toMatchObject({ verdict: 'inconclusive', served: 'none', gaveUp: { said } })
  })

  test('that throws in a call goes on with the next', async () => {
    let calls = 0
    const read = () => {
      if (++calls === 2) throw new Error('at http://127.0.0.1:4600/s/session-1/hoopai/contacts/?locationId=1')
      return Promise.resolve()
    }
    const result = await play(
      emulator,
      broken(async () => worker(read)),
      plain,
      'hoopai',
    )
    expect(result).toMatchObject({ served: 'some', said: 'at /contacts/' })
    expect(calls).toBe(3)
  })
})

describe('docs/grades.md', () => {
  const lines = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))

  test('has each library in the version of package-lock.json; else run `npm run grade`', () => {
    expect(lines[0]).toEqual(['Scenario', 'Provider', ...realClients.map(nameOf)])
  })

  test('has ten scenarios, each at every provider that it is for, and no cell is empty', () => {
    const [wanted] = gradesPage([], '').split('\n\n## ', 1)
    const rows = wanted!.split('\n').filter((line) => line.startsWith('| `'))
    expect(lines.slice(1).map(([scenario, provider]) => `| ${scenario} | ${provider} |`)).toEqual(
      rows.map((row) => row.split(' | ').slice(0, 2).join(' | ') + ' |'),
    )
    expect(new Set(PARTS.map(({ scenario }) => scenario)).size).toBe(10)
    const odd = lines.slice(1).flatMap(([, , ...cells]) => cells.filter((cell) => !/^(\*\*\w|n\/a: \w)/.test(cell)))
    expect(odd).toEqual([])
  })

  test('says of a library that was not played there why', () => {
    const [client] = realClients
    const grade: Grade = { client: client!, part: plain, provider: 'hoopr', result: { why: 'it rains' } }
    expect(gradesPage([grade], 'v0')).toContain('| n/a: it rains |')
  })
})
