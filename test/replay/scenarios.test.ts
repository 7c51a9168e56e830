/** Every ready scenario, recorded as the good client lives through it, and replayed. Its providers take turns. */

import { expect, test } from 'vitest'
import { replayFile } from '../../src/replay/rerun.ts'
import { Stopped } from '../scenarios/clients/advice.ts'
import { carefulEar } from '../scenarios/clients/ear.ts'
import { connect, type ProviderName } from '../scenarios/clients/good.ts'
import { worldOf } from '../scenarios/clients/world.ts'
import { PLAYS } from '../scenarios/plays.ts'
import { READY } from '../scenarios/stand.ts'
import { linesOf, record } from './recorded.ts'

const CASES = READY.map(({ name, providers }, i) => [name, providers[i % providers.length] as ProviderName] as const)

test.concurrent.each(CASES)('%s, at %s', async (scenario, provider) => {
  await using ear = await carefulEar()
  const settings = { hoopai: { webhookUrl: ear.url } }
  const file = await record({ scenario, settings }, async (emulator) => {
    const world = worldOf(emulator.url)
    const client = await connect(world, provider)
    await ear.listen(world, client)
    const another = (options: object) => connect(world, provider, { line: client.line, ...options })
    const play = PLAYS[scenario]?.play ?? (() => Promise.all([client.read(), client.read(), client.read()]))
    await play({ world, provider, client, ear, another }).catch((error) => {
      if (!(error instanceof Stopped)) throw error
    })
  })
  const turns = linesOf(file).slice(1, -1)
  expect(turns).not.toEqual([])
  const { deviation, ...counts } = await replayFile(file)
  expect(deviation).toBeUndefined()
  expect(counts).toMatchObject({ turns: turns.length, notes: [] })
})
