/** Every ready scenario, played over HTTP with a client that does what a good one does. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Emulator, startEmulator } from '../../src/index.ts'
import { providers } from '../../src/providers/index.ts'
import { readyFile, readyNames } from '../../src/scenario/ready.ts'
import type { ScenarioText } from '../../src/scenario/written.ts'
import { callTest } from '../scenario/naive.ts'
import { type Client, connect, Stopped } from './client.ts'

/** Reads to the end, or until it has to stop. */
const readThree = async (client: Client) => {
  for (let n = 0; n < 3; n++) await client.read()
}

interface Part {
  readonly at: readonly string[]
  readonly log: string
  readonly play?: (client: Client) => Promise<unknown>
  /** What the delays of the scenario add up to, in real time. */
  readonly lateMs?: number
}

/** By scenario: who plays it, what the client lives through, and (where three reads will not do) what it does. */
const PLAYED: Record<string, Part> = {
  'expired-access-token': {
    at: ['hoopr', 'hoopai', 'soundcharts'],
    log: 'token 200, read 200, read 401, token 200, read 200, read 200',
  },
  'revoked-token': {
    at: ['hoopr', 'hoopai', 'soundcharts'],
    log: 'token 200, read 200, read 401, token 200, read 200, read 200',
  },
  'wrong-client': { at: ['hoopr', 'hoopai', 'soundcharts'], log: 'token 401, stopped' },
  'insufficient-scope': { at: ['hoopr', 'hoopai', 'soundcharts'], log: 'token 200, read 40*, stopped' },
  'token-endpoint-limit': {
    at: ['hoopr', 'hoopai', 'soundcharts'],
    log: 'token 429, token 200, read 200, read 200, read 200',
  },
  'burst-limit': { at: ['hoopr', 'hoopai', 'soundcharts'], log: 'token 200, read 200, read 429, read 200, read 200' },
  'daily-limit': { at: ['hoopai'], log: 'token 200, read 200, read 429, stopped' },
  'quota-spent': { at: ['soundcharts'], log: 'token 200, read 200, read 429, stopped' },
  'refresh-token-rejected': { at: ['hoopai'], log: 'token 200, read 200, read 401, token 400, stopped' },
  'refresh-token-reused': { at: ['hoopai'], log: 'token 200, read 200, read 401, token 503, token 400, stopped' },
  'test-token-on-live-data': {
    at: ['hoopr'],
    log: 'token 200, read 404, stopped',
    play: (client) => client.read('/v1/tracks/a-live-track'),
  },
  'provider-outage': {
    at: ['hoopr', 'hoopai', 'soundcharts'],
    log: 'token 200, read 200, read 503, read 503, read 503, read 200, read 200',
  },
  'slow-token-endpoint': {
    at: ['hoopr', 'hoopai', 'soundcharts'],
    log: 'token 200, read 200, read 200, read 200',
    play: (client) => Promise.all([client.read(), client.read(), client.read()]),
    lateMs: 2000,
  },
  'token-dies-mid-run': {
    at: ['hoopr'],
    log: 'token 200, read 200, read 200, read 200, read 401, token 200, read 200',
    lateMs: 2000,
    async play(client) {
      const { data } = (await client.read('/v1/tracks?pageSize=3')) as { data: { items: { slug: string }[] } }
      for (const { slug } of data.items) await client.read(`/v1/tracks/${slug}`)
    },
  },
}

test('each is played', () => expect(readyNames()).toEqual(Object.keys(PLAYED).sort()))

describe.each(Object.entries(PLAYED))('%s', (scenario, { at, log, play = readThree, lateMs = 0 }) => {
  test.concurrent.each(at)('%s', async (provider) => {
    await using emulator = await startEmulator({ scenario })
    const client = await connect(emulator, provider)
    const began = performance.now()
    const ended = await play(client).then(
      () => [],
      (error) => (error instanceof Stopped ? ['stopped'] : Promise.reject(error)),
    )
    expect([...client.log, ...ended].join(', ')).toMatch(new RegExp(`^${log.replace('*', '.')}$`))
    expect(performance.now() - began).toBeGreaterThan(lateMs - 5)
    expect(await unmet(emulator, scenario)).toEqual([])
  })
})

test('a live token is served where the test token was not', async () => {
  await using emulator = await startEmulator({ scenario: 'test-token-on-live-data' })
  const client = await connect(emulator, 'hoopr', 'live')
  const { data } = (await client.read()) as { data: { items: { slug: string }[] } }
  await client.read(`/v1/tracks/${data.items[0]!.slug}`)
  expect(client.log).toEqual(['token 200', 'read 200', 'read 200'])
})

/** What the scenario expects and the session's journal does not hold. */
async function unmet(emulator: Emulator, scenario: string): Promise<unknown[]> {
  const { expect: expected = [] } = parse(readFileSync(readyFile(scenario)!, 'utf8')) as ScenarioText
  const entries = await emulator.stage.sessions.default.journal.list()
  return expected.filter(({ provider, call, where, exactly, atLeast = exactly ?? 0, atMost = exactly ?? 1e9 }) => {
    const card = providers.find(({ name }) => name === provider)!
    const fits = callTest(call!, card)
    const calls = entries.filter(({ provider: at, method, path, body }) => {
      const grant = (body as { grant_type?: string } | null)?.grant_type
      return at === provider && fits(method, path) && (where?.grant === undefined || where.grant === grant)
    })
    // A provider that nobody calls owes nothing.
    const called = entries.some((entry) => entry.provider === provider)
    return called && (calls.length < atLeast || calls.length > atMost)
  })
}
