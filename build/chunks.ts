/** Which modules share a file: what is loaded together lies together, since every file that is loaded takes its time. */

import type { OutputOptions } from 'rolldown'

/** Each is all of a provider that a start can do without; `late` has its first call load it. */
export const LATE = ['hoopai', 'hoopr', 'soundcharts']

const inPath = (pattern: string) => new RegExp(pattern.replaceAll('/', String.raw`[\\/]`))
const OF_PROVIDER = inPath(`/(?:providers|fixtures)/(${LATE.join('|')})/`)
/** What a start reads of a provider: its card, settings and accounts. */
const CARD = inPath(
  String.raw`/providers/\w+/(?:index|scopes|data|data/(?:conduct|settings|credentials|integrations))\.ts$`,
)
/** What verbs share with an emulator that they do not start. */
const BASE = inPath(
  String.raw`/src/(?:version|core/clock|reports/index|reports/words|server/guard|server/admin/errors)\.ts$|/package\.json$`,
)
/** Of `start` and `exec`. */
const START = inPath(String.raw`/src/cli/(?:start|emulator|modules|reports|log|screen|state-file)\.ts$`)
/** Of the library alone, or of one entry. */
const APART = inPath(String.raw`/src/(?:cli\b|index\.ts|library/|server/fetch\.ts)|/node_modules/`)

export const chunks = {
  includeDependenciesRecursively: false,
  groups: [
    { name: 'base', test: BASE },
    { name: 'start', test: START },
    {
      debugName: 'providers',
      name: (id) => (CARD.test(id) ? null : (OF_PROVIDER.exec(id)?.[1] ?? null)),
      tags: ['$initial'],
    },
    // All that runs an emulator.
    { name: 'core', test: (id) => !APART.test(id), tags: ['$initial'] },
  ],
} satisfies OutputOptions['codeSplitting']
