/** Albums by name. */

import { type Album, albums } from './albums.ts'
import { remember } from './memo.ts'
import { named } from './names.ts'
import { poolOf } from './pools.ts'
import type { World } from './world.ts'

/** Albums whose name holds the term, the best first. */
export function albumsNamed(world: World, term: string): Album[] {
  const titles = remember(world.memory, 'album titles', () =>
    poolOf(world, 'album').members.map((index) => ({ index, name: albums.at(world, index)!.name })),
  )
  return named(titles, term).map(({ index }) => albums.at(world, index)!)
}
