/** Commander loads `node:child_process`, an eighth of the start-up, for subcommands that are programs of their own. */

import type { Plugin } from 'rolldown'

const NONE = '\0spawnless'

/** Leaves it out: there are no such subcommands. */
export function spawnless(): Plugin {
  return {
    name: 'spawnless',
    resolveId: (id, importer) => (id === 'node:child_process' && importer?.includes('/commander/') ? NONE : null),
    load: (id) => (id === NONE ? 'export {}' : null),
  }
}
