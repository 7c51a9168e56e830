/**
 * A session as one JSON document, and back. No token stands in it: the vault keeps digests. Settings and webhooks stand in
 * it as they are, a webhook's secret too: it could not go on without. A clock that stands still
 * stands where it stood; one that runs keeps its distance from real time, so that the time in between has passed for the
 * session too, and what fell due in it is done at once.
 */

import type { ClockReading, Instant } from './clock.ts'
import { isObject, type Json, type JsonObject } from './http.ts'
import { digest } from './random.ts'
import type { Playing, Session } from './session.ts'
import type { SettingValues } from './settings.ts'

/** Grows when an older program could not read the document. */
const FORMAT = 1
const KIND = 'stuntdouble snapshot'

export interface Snapshot {
  readonly kind: typeof KIND
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
  /** Whether it was played in the live session, so that a reset takes its seed and clock. */
  readonly playedLater: boolean
  readonly playing: Playing
  readonly state: Json
  /** Of all that stands above, so that a damaged document is told from a whole one. */
  readonly digest: string
}

export async function takeSnapshot(session: Session, version: string): Promise<Snapshot> {
  const { name, seed, ownCredentials, options, clock, script, playing } = session
  const snapshot = {
    kind: KIND,
    format: FORMAT,
    version,
    name,
    seed,
    ownCredentials,
    settings: options.settings ?? {},
    frozenAt: options.frozenAt ?? null,
    clock: clock.read(),
    scenario: script?.written ?? null,
    playedLater: script !== undefined && script !== options.script,
    playing,
    state: await session.state.dump(),
  } as const
  return { ...snapshot, digest: digestOf(snapshot) }
}

/** The document as a Snapshot. Throws RangeError, in a sentence, when it is none that this program reads. */
export function readSnapshot(document: Json): Snapshot {
  const { digest, ...snapshot } = isObject(document) ? document : {}
  const { kind, format, version } = snapshot
  if (kind !== KIND) throw new RangeError('it is no snapshot of a session')
  if (Number(format) > FORMAT)
    throw new RangeError(
      `it was taken by stuntdouble ${String(version)}, which is newer and writes format ${String(format)}`,
    )
  if (digest !== digestOf(snapshot)) throw new RangeError('it is damaged: its digest does not fit what stands in it')
  return document as unknown as Snapshot
}

/** Whether a document is a snapshot whose digest fits. */
export function isSealed(document: Json | undefined): boolean {
  if (!isObject(document) || document.kind !== KIND) return false
  const { digest, ...snapshot } = document
  return digest === digestOf(snapshot)
}

/** A snapshot that was changed, with the digest that fits it. */
export function sealed(document: Json): Json {
  const { digest: _, ...snapshot } = document as JsonObject
  return { ...snapshot, digest: digestOf(snapshot) }
}

function digestOf(snapshot: object): string {
  return digest(JSON.stringify(snapshot))
}
