/** People who wrote and produced songs. */

import { uuidAt } from './codes.ts'
import { remember } from './memo.ts'
import { words } from './words.ts'
import type { World } from './world.ts'

export interface Collaborator {
  readonly uuid: string
  readonly name: string
}

export function allCollaborators(world: World): readonly Collaborator[] {
  return remember(world.memory, 'collaborators', () =>
    words(world).people.map((name, index) => ({ uuid: uuidAt(world.seed, 'collaborator', index), name })),
  )
}
