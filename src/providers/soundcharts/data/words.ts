/** What invented things are called and where they are from. */

import builtIn from '../../../../fixtures/soundcharts/words.json' with { type: 'json' }
import { fileOf, type World } from './world.ts'

export type Words = typeof builtIn

export function words(world: World): Words {
  return fileOf(world, 'words', builtIn)
}

/** The cities that listeners and invented artists live in. */
export function places(world: World): Words['places'] {
  return words(world).places
}

/** The English name of a country; empty where it is unknown (observed). */
export function countryName(world: World, countryCode: string): string {
  return places(world).find((place) => place.countryCode === countryCode)?.countryName ?? ''
}
