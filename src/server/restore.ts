/** Puts a session that was snapshot back in its place. */

import type { Json } from '../core/http.ts'
import type { Session } from '../core/session.ts'
import { readSnapshot } from '../core/snapshot.ts'
import type { Stage } from './stage.ts'

type Needed = Pick<Stage, 'sessions' | 'readScenario'>

/**
 * The session of a snapshot in the place of the one of this name. Rejects with RangeError, in words that follow "the
 * document cannot be restored: ", or with ScenarioError where its scenario is none for these providers; the session in
 * place is untouched then.
 */
export async function restore({ sessions, readScenario }: Needed, name: string, document: Json): Promise<Session> {
  const snapshot = readSnapshot(document)
  const { scenario, settings } = snapshot
  // It may come from an emulator that knows other providers.
  await readScenario({ settings } as Json, 'object')
  const script = scenario === null ? undefined : await readScenario(scenario, 'object')
  const replaced = sessions.get(name)
  if (replaced) await sessions.past.keep(replaced)
  return sessions.restore(name, snapshot, script)
}
