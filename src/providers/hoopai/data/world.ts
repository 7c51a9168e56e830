/** What a fresh location holds besides people: the built-in file, or the one that the user laid over it. */

import builtIn from '../../../../fixtures/hoopai/location.json' with { type: 'json' }
import type { Session } from '../../../core/session.ts'

export type World = typeof builtIn

export function worldOf(session: Session): World {
  return session.fixture<World>('hoopai', 'location') ?? builtIn
}
