/** What the ready scenarios expect can fail: a careless client breaks it, each time. */

import { expect, test } from 'vitest'
import { rampage } from './clients/careless.ts'
import { credulousEar } from './clients/ear.ts'
import { connect } from './clients/good.ts'
import { worldOf } from './clients/world.ts'
import { CASES, reportOf, stand } from './stand.ts'

test.concurrent.each(CASES)('%s: a careless client of %s breaks it', async (scenario, provider) => {
  await using ear = await credulousEar()
  await using emulator = await stand(scenario, ear.url)
  const world = worldOf(emulator.url)
  await ear.listen(world, await connect(world, provider))
  await rampage(world, provider)
  const { expectations, verdict } = await reportOf(emulator)
  expect(expectations.filter(({ met }) => !met)).not.toEqual([])
  expect(verdict).toBe('failed')
})
