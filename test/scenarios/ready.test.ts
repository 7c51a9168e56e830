/** Every ready scenario, played over HTTP for each of its providers by a client that survives it. */

import { describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import { readyNames } from '../../src/scenario/ready.ts'
import { SITUATIONS } from '../../src/scenario/situations.ts'
import { Stopped } from './clients/advice.ts'
import { carefulEar, type Ear } from './clients/ear.ts'
import { connect, type ProviderName } from './clients/good.ts'
import { Store } from './clients/tokens.ts'
import { worldOf } from './clients/world.ts'
import { at, type Part, PLAYS } from './plays.ts'
import { CASES, READY, reportOf, stand } from './stand.ts'

test('each is played', () => expect(Object.keys(PLAYS).sort()).toEqual(readyNames()))

/** Plays in the emulator's only session, which begins anew. Answers what was lived through. */
async function perform(emulator: Emulator, ear: Ear, provider: ProviderName, { play, parallel, scopes }: Part) {
  await fetch(`${emulator.url}/__admin/reset`, { method: 'POST' })
  const world = worldOf(emulator.url)
  const store = new Store()
  const client = await connect(world, provider, { store, ...(scopes ? { scopes } : {}) })
  const { line } = client
  await ear.listen(world, client)
  const another = (options: object) =>
    connect(world, provider, { line, ...(Object.keys(options).length === 0 ? { store } : {}), ...options })
  const three = async () => {
    for (let n = 0; n < 3; n++) await client.read()
  }
  const began = performance.now()
  const beganAt = await world.now()
  const ended = await (play ?? three)({ world, provider, client, ear, another }).then(
    () => [],
    (error) => (error instanceof Stopped ? ['stopped'] : Promise.reject(error)),
  )
  const { log, transcript } = line
  // Of calls side by side it is not told which was first.
  return {
    log: (parallel ? log.sort() : log).concat(ended).join(', '),
    heard: ear.log.join(', '),
    transcript: parallel ? transcript.sort() : transcript,
    tookMs: performance.now() - began,
    waitedS: ((await world.now()) - beganAt) / 1000,
  }
}

test.concurrent.each(CASES)('%s: a good client of %s survives it, and twice alike', async (scenario, provider) => {
  const part = PLAYS[scenario]!
  await using ear = await carefulEar()
  await using emulator = await stand(scenario, ear.url)
  const first = await perform(emulator, ear, provider, part)
  const { log, waitS, lateMs = 0, heard = '' } = part
  const told = at(provider, log)
  expect(first.log).toMatch(new RegExp(`^${part.parallel ? told.split(', ').sort().join(', ') : told}$`))
  expect(first.heard).toBe(heard)
  if (waitS !== undefined) expect(first.waitedS).toBe(at(provider, waitS))
  expect(first.tookMs).toBeGreaterThan(lateMs - 5)
  const { verdict, reasons, findings, neverStruck } = await reportOf(emulator)
  const found = findings.map(({ rule, severity }) => `${severity}: ${rule}`)
  expect({ verdict, reasons, neverStruck }).toEqual({ verdict: 'passed', reasons: [], neverStruck: [] })
  expect(part.found ?? []).toEqual(expect.arrayContaining(found))
  const second = await perform(emulator, ear, provider, part)
  expect(second.transcript).toEqual(first.transcript)
  expect(second.log).toBe(first.log)
})

describe('the thirty situations', () => {
  const FOR: Readonly<Record<string, string>> = { H: 'hoopr', A: 'hoopai', S: 'soundcharts' }
  /** Whose clients can come into each, from the first to the last. */
  const WHOSE = 'HAS A A A A A HAS HAS HAS A A A A A A HAS A HAS HAS HS AS HAS A HAS HAS HAS HAS HS HAS A'.split(' ')

  test.each(WHOSE.map((letters, i) => [i + 1, letters, SITUATIONS[i]] as const))('%i (%s): %s', (number, letters) => {
    const staging = READY.filter(({ situations }) => situations.some((each) => each.number === number))
    const providers = new Set(staging.flatMap((each) => each.providers))
    expect([...providers]).toEqual(expect.arrayContaining([...letters].map((letter) => FOR[letter])))
  })
})

test('a live token is served where the test token was not', async () => {
  await using emulator = await startEmulator({ scenario: 'test-token-on-live-data' })
  const client = await connect(worldOf(emulator.url), 'hoopr', { mode: 'live' })
  const { data } = await client.read()
  await client.read(`/v1/tracks/${data.items[0].slug}`)
  expect(client.line.log).toEqual(['token 200', 'read 200', 'read 200'])
})
