/** What the catalogue follows from: a session's seed, and the fixture files. Two sessions of one world read one catalogue. */

import type { Session } from '../../../core/session.ts'

export interface World {
  readonly seed: number
  /** Values of pure functions, made at first use (`remember`). */
  readonly memory: Map<string, unknown>
}

/** The world that a session reads. */
export function worldOf(session: Session): World {
  return session.derived('soundcharts world', () => ({ seed: session.seed, memory: new Map() }))
}
