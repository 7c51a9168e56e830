/** Where artists play: venues in every city, and festivals. */

import { draw } from '../../../core/random.ts'
import { uuidAt } from './codes.ts'
import { remember } from './memo.ts'
import { places, words } from './words.ts'
import type { World } from './world.ts'

export interface Venue {
  readonly index: number
  readonly uuid: string
  readonly name: string
  readonly cityName: string
  readonly countryCode: string
  readonly countryName: string
  readonly region: string
  /** How many people it holds. */
  readonly capacity: number
}

export interface Festival {
  readonly index: number
  readonly uuid: string
  readonly name: string
  readonly countryCode: string
  readonly countryName: string
  readonly cityName: string
}

const HOUSES = ['Hall', 'Arena', 'Club', 'Theatre']
const FESTIVALS = 30

/** Some in each city, no two of a name. */
export function allVenues(world: World): readonly Venue[] {
  return remember(world.memory, 'venues', () => {
    const { nouns } = words(world)
    return places(world).flatMap((place, at) =>
      HOUSES.map((house, i): Venue => {
        const index = at * HOUSES.length + i
        const name = `${nouns[(index * 7) % nouns.length]} ${house} ${place.cityName}`
        const size = draw(world.seed, 'soundcharts venue', index).fraction()
        return {
          index,
          uuid: uuidAt(world.seed, 'venue', index),
          name,
          ...place,
          capacity: Math.round(10 ** (2.5 + 2 * size)),
        }
      }),
    )
  })
}

export function allFestivals(world: World): readonly Festival[] {
  return remember(world.memory, 'festivals', () => {
    const { nouns } = words(world)
    return Array.from({ length: Math.min(FESTIVALS, nouns.length) }, (_, index): Festival => {
      const { countryCode, countryName, cityName } = draw(world.seed, 'soundcharts festival', index).pick(places(world))
      const uuid = uuidAt(world.seed, 'festival', index)
      return { index, uuid, name: `${nouns[index]} Festival`, countryCode, countryName, cityName }
    })
  })
}
