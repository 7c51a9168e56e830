/** A manifest: one line of JSON for the run itself, then one a turn, as things happened. */

import type { Call, Json, Reply } from '../core/http.ts'
import type { Act } from '../core/order.ts'
import type { SettingValues } from '../core/settings.ts'
import type { StandIn } from './names.ts'

export const KIND = 'stuntdouble manifest'
/** Grows when an older program could not replay it. */
export const FORMAT = 1

/** What the run was made of. */
export interface HeaderLine {
  readonly kind: typeof KIND
  readonly format: number
  /** Of the program that recorded it, and of Node. */
  readonly version: string
  readonly node: string
  readonly providers: readonly string[]
  /** Real time, in ms, as the session `default` began. */
  readonly real: number
  readonly seed?: number
  readonly clock?: string
  // What `secrets.ts` wrote: these, the state, and scenarios in turns.
  readonly settings?: Readonly<Record<string, SettingValues>>
  /** As it was written, with all that it extends. */
  readonly scenario?: Json
  /** Digests of the fixture files that were laid over the built-in ones: `hoopr/tracks`. */
  readonly fixtures?: Readonly<Record<string, string>>
  /** The snapshot that `default` went on from. */
  readonly state?: Json
  readonly standIns?: StandIns
}

export type StandIns = Readonly<Record<string, StandIn>>

/** A turn: how it began, and what came of it. */
export interface TurnLine {
  readonly turn: number
  /** Real time, in ms; it stood still until the turn's end. */
  readonly real: number
  readonly session?: string
  /** The session's instant, for whoever reads this. */
  readonly at?: string
  readonly call?: CallLine
  readonly act?: ActLine
  readonly due?: true
  /** A scenario from a file began to play; null where none plays any more. */
  readonly play?: Json
  /** Work that waited for the outside goes on, with what came back. */
  readonly back?: number
  readonly result?: Json
  /** Credentials met for the first time, and what stands in for them. */
  readonly standIns?: StandIns
  readonly answer?: AnswerLine
  /** The work waits for the outside. */
  readonly outside?: { readonly n: number; readonly [what: string]: Json }
  /** Credentials issued for the first time, by name: their digests. */
  readonly issued?: Readonly<Record<string, string>>
}

export type HeaderText = string | { readonly scheme: string; readonly basic: string }

export interface CallLine extends Pick<Call, 'method' | 'path' | 'base' | 'address' | 'foundBy' | 'oversize'> {
  readonly provider: string
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, HeaderText>>
  readonly body?: string
  /** Its body is no UTF-8: each sign is a byte. */
  readonly latin1?: true
}

export interface ActLine extends Omit<Act, 'body'> {
  /** In JSON. */
  readonly body?: string
  /** It is a whole snapshot, and is one again with what stands in for credentials. */
  readonly sealed?: true
}

export interface AnswerLine extends Pick<Reply, 'status' | 'delayMs' | 'wire' | 'drip' | 'fault'> {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly base64?: string
}

/** The last line: so many turns there were, and then it was over. */
export interface EndLine {
  readonly end: number
}

/** A manifest that cannot be replayed, in a sentence. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError'
}
