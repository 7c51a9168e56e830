/** A session as one JSON document, and back. No token stands in it: the vault keeps digests. */

import type { ClockReading, Instant } from './clock.ts'
import type { Json, JsonObject } from './http.ts'
import type { Playing, Session } from './session.ts'
import type { SettingValues } from './settings.ts'

/** Grows when an older program could not read the document. */
const FORMAT = 1

export interface Snapshot {
  readonly kind: 'stuntdouble snapshot'
  readonly format: number
  /** Of the program that took it. */
  readonly version: string
  readonly name: string
  readonly seed: number
  readonly ownCredentials: boolean
  readonly settings: Readonly<Record<string, SettingValues>>
  /** Where its clock stands after a reset; null where it then runs. */
  readonly frozenAt: Instant | null
  readonly clock: ClockReading
  /** As it was written, less what it extends, which is in it. */
  readonly scenario: Json
  readonly playing: Playing
  readonly state: Json
}

export async function takeSnapshot(session: Session, version: string): Promise<Snapshot> {
  const { name, seed, ownCredentials, options, clock, script, playing } = session
  return {
    kind: 'stuntdouble snapshot',
    format: FORMAT,
    version,
    name,
    seed,
    ownCredentials,
    settings: options.settings ?? {},
    frozenAt: options.frozenAt ?? null,
    clock: clock.read(),
    scenario: script?.written ?? null,
    playing,
    state: await session.state.dump(),
  }
}

/** The document as a Snapshot. Throws RangeError, in a sentence, when it is none that this program reads. */
export function readSnapshot(document: Json): Snapshot {
  const { kind, format, version } = isObject(document) ? document : {}
  if (kind !== 'stuntdouble snapshot') throw new RangeError('it is no snapshot of a session')
  if (typeof format !== 'number' || format > FORMAT)
    throw new RangeError(
      `it was taken by stuntdouble ${String(version)}, which is newer; this one reads format ${FORMAT}`,
    )
  const snapshot = document as unknown as Snapshot
  const damaged = DAMAGE.find(([, holds]) => !holds(snapshot))
  if (damaged) throw new RangeError(`it is damaged: ${damaged[0]} is missing or wrong`)
  return snapshot
}

const DAMAGE: readonly (readonly [field: string, holds: (snapshot: Snapshot) => boolean])[] = [
  ['name', ({ name }) => typeof name === 'string'],
  ['seed', ({ seed }) => Number.isSafeInteger(seed)],
  ['settings', ({ settings }) => isObject(settings as Json)],
  ['clock', ({ clock }) => isObject(clock as unknown as Json) && Number.isFinite(clock.offsetMs)],
  ['playing', ({ playing }) => isObject(playing as unknown as Json) && Number.isFinite(playing.startedAt)],
  [
    'state',
    ({ state }) =>
      isObject(state) &&
      ['cells', 'counts', 'windows', 'collections', 'logs', 'agenda'].every((part) => Array.isArray(state[part])),
  ],
]

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
