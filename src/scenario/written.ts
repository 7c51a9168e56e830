/** A scenario as its author wrote it: the names and values of the file, in its words. `schema.ts` holds files to it. */

import type { Json, Wire } from '../core/http.ts'
import type { Severity } from '../core/judge.ts'
import type { Tampering } from '../core/script.ts'
import type { SettingValues } from '../core/settings.ts'
import type { DUTIES } from './situations.ts'

/** What a scenario's file says, as it was written. */
export interface ScenarioText {
  readonly name?: string
  readonly about?: string
  readonly stages?: StagesText
  readonly seed?: number
  readonly clock?: string
  readonly marker?: boolean
  readonly settings?: Readonly<Record<string, SettingValues>>
  /** Names of ready scenarios, or files. */
  readonly extends?: readonly string[]
  readonly schedule?: readonly LaterText[]
  readonly rules?: readonly RuleText[]
  readonly expect?: readonly ExpectText[]
  readonly conduct?: Readonly<Record<string, StanceText>>
}

/** What it is for. Nothing is played by it. */
export interface StagesText {
  /** Of the thirty in `situations.ts`, from 1. */
  readonly situation?: number | readonly number[]
  readonly duty: (typeof DUTIES)[number]
  readonly providers: readonly string[]
}

/** What changes while it plays: settings that hold from then on, or a jump of the clock. */
export interface LaterText {
  /** A duration since the scenario began to play. */
  readonly at: string
  readonly settings?: Readonly<Record<string, SettingValues>>
  readonly advance?: string
}

/** Which calls are meant. */
export interface MatchText {
  readonly provider?: string
  readonly call?: string
  readonly where?: WhereText
}

export interface WhereText {
  readonly grant?: string
  readonly client?: string
  readonly location?: string
  readonly scope?: string
  readonly mode?: string
}

export interface RuleText extends MatchText {
  readonly id?: string
  readonly skip?: number
  readonly times?: number
  readonly every?: number
  readonly between?: readonly [string, string]
  readonly chance?: number
  readonly phase?: 'before' | 'after'
  readonly do: EffectText | CauseText | readonly (EffectText | CauseText)[]
}

/** A rule's severity, or severity and numbers. */
export type StanceText =
  | Severity
  | ({ readonly severity?: Severity } & { readonly [number: string]: number | Severity })

export interface ExpectText extends MatchText {
  readonly id?: string
  /** The id of another expectation: the first call that this one counts comes after the first of that one. */
  readonly after?: string
  readonly exactly?: number
  readonly atLeast?: number
  readonly atMost?: number
}

export type EffectText =
  | 'expire'
  | 'revoke'
  | 'exhaust'
  /** The person at the consent page says no. */
  | 'deny'
  | { readonly exhaust: string }
  | { readonly error: string }
  | { readonly status: number; readonly headers?: HeadersText; readonly body?: Json }
  /** Laid over the answer's own; null takes one away. */
  | { readonly headers: Readonly<Record<string, HeaderText | null>> }
  | { readonly delay: string | readonly [string, string] }
  | { readonly wire: Wire }
  | { readonly drip: { readonly chunks: number; readonly over: string } }
  | { readonly patch: Json }
  | { readonly grant: readonly string[] }
  /** A duration; with a minus, behind. */
  | { readonly skew: string }
  | { readonly tamper: Tampering }
  | { readonly drop: 'webhook' }

export type HeadersText = Readonly<Record<string, HeaderText>>

/** A value; an HTTP date, so far from the call's instant; or a path's URL under another host name of this machine. */
export type HeaderText = string | number | { readonly date: string } | { readonly elsewhere: string }

/** A cause that a provider's card names: alone, or with the one thing that it is to strike. */
export type CauseText = string | { readonly [cause: string]: string }
