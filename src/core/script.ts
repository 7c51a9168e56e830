/** What a scenario is to core: something that may step into a call. How rules are written is the scenario folder's. */

import type { Instant } from './clock.ts'
import type { Json, Reply } from './http.ts'
import type { Context } from './provider.ts'
import type { Session } from './session.ts'
import type { SettingValues } from './settings.ts'
import type { Awaitable } from './state.ts'

export interface Script {
  readonly name: string
  /** Its settings, by provider. They lie over the session's. */
  readonly settings: Readonly<Record<string, SettingValues>>
  /** Whether answers that it makes or changes say so. */
  readonly marker: boolean
  /** What a session that is made or reset with it starts from, unless the session was told otherwise. */
  readonly seed?: number
  readonly clock?: Instant
  /** What is accepted and not done yet, or odd, in sentences for the author. */
  readonly warnings?: readonly string[]
  /** Counts the call for every rule that it matches and answers what the rules that strike do. */
  meet(context: Context): Awaitable<Intervention | undefined>
  /** As `GET /__admin/sessions/{s}/scenario` shows it, with how often each rule matched and struck in `session`. */
  describe(session: Session): Awaitable<Json>
}

/** What all rules that struck one call do to it. */
export interface Intervention {
  readonly strikes: readonly Strike[]
  /** Changes the cause in the model; the provider then answers as it does. */
  readonly causes: readonly ((context: Context) => Promise<void>)[]
  /** The first effect that answers, and when. */
  readonly effect?: Effect & { readonly phase: 'before' | 'after' }
  readonly delayMs: number
}

/** One rule that struck. Of two effects that answer the later one is shadowed. */
export type Strike = { readonly rule: string; readonly shadowed?: boolean }

/** An answer in place of the provider's: one of its own errors, or a reply. */
export type Effect = { readonly rule: string } & ({ readonly error: string } | { readonly reply: Reply })

/**
 * What a scenario is given as: the name of a ready one or a file's path (`name`; of several lines, it is taken for a
 * text), the name of a ready one only (`ready`), a text in YAML, or the object that such a text would be.
 */
export type ScenarioForm = 'name' | 'ready' | 'yaml' | 'object'
