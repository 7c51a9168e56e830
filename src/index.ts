/** The library's entry: an emulator in this process. */

import type { Json } from './core/http.ts'
import type { Provider } from './core/provider.ts'
import type { Fixtures } from './core/session.ts'
import type { SettingValues } from './core/settings.ts'
import type { SessionHandle, SessionOptions } from './library/handle.ts'
import type { BuiltIn, NameOf, SettingsFor } from './library/named.ts'
import { holdSession, makeSession } from './library/session.ts'
import { type RunOptions, run } from './run.ts'
import { type FetchHandler, fetchHandler } from './server/fetch.ts'
import type { Stage } from './server/stage.ts'

export { ApiError, assert } from './core/errors.ts'
export type { JsonObject } from './core/http.ts'
export type { JournalEntry } from './core/journal.ts'
export type { Expectation, Finding, Report, SessionReport, Verdict } from './core/judge.ts'
export { defineProvider } from './core/provider.ts'
export type {
  ClockHandle,
  Explanation,
  Mint,
  Moved,
  Playing,
  RequestFilter,
  SentWebhook,
  TokensHandle,
  TokenTarget,
  WebhooksHandle,
} from './library/handle.ts'
export type { BuiltIn, CredentialsOf, NameOf, SettingsFor } from './library/named.ts'
export { ScenarioError } from './scenario/problems.ts'
export { AdminError } from './server/admin/errors.ts'
export type { FetchHandler, Json, Provider, SessionHandle, SessionOptions, SettingValues }

/** `Others` are the providers beside the built-in ones. */
export interface EmulatorOptions<Others extends readonly Provider[] = readonly Provider[]> {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: a free port. */
  readonly port?: number
  /** Ports for providers of their own, by provider; 0 takes a free one. `each` gives one to every provider. */
  readonly ports?: 'each' | { readonly [Name in NameOf<BuiltIn | Others[number]>]?: number }
  /** A scenario's name, its YAML, or the object that the YAML would be. Plays in the session `default`. */
  readonly scenario?: string | Json
  readonly seed?: number
  /** Where the clock of `default` stands, ISO 8601; left out, it runs. */
  readonly clock?: string
  /** Of `default`. */
  readonly settings?: SettingsFor<BuiltIn | Others[number]>
  /**
   * What a snapshot answered: `default` goes on from there, with the seed, settings and clock that it has. Another
   * `scenario` than its own begins to play.
   */
  readonly state?: Json
  /** A folder of fixture files, or their contents by provider and name; they stand in for the built-in ones. */
  readonly fixtures?: string | Fixtures
  /** What the admin API asks for when `host` is not loopback. Default: a random one, `emulator.stage.adminToken`. */
  readonly adminToken?: string
  /** The URL that the world knows the emulator by. */
  readonly publicUrl?: string
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Providers beside the built-in ones, made by `defineProvider`. */
  readonly providers?: Others
  readonly log?: Stage['log']
  /** A file to record the whole run into, so that `stuntdouble replay` can run it again. Replaces an older recording. */
  readonly record?: string
}

/** `P` are all of its providers. */
export interface Emulator<P extends Provider = BuiltIn> {
  /** Scheme, host and port, without a final slash. */
  readonly url: string
  readonly stage: Stage
  /** The session of calls that name none. */
  readonly default: SessionHandle<P>
  /** Makes a session: one a test. */
  session(options?: SessionOptions<P>): Promise<SessionHandle<P>>
  /**
   * Answers requests to a provider's own host, or to any origin with a path such as /hoopr, without a socket. Their
   * session is found as it is for calls over one.
   */
  readonly handler: FetchHandler
  /** A provider's own origin, where it was given a port. */
  origin(provider: NameOf<P>): string | undefined
  /** Takes no new call and lets those under way end; answers that a scenario delays go at once. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts an emulator. Rejects with ScenarioError on a bad scenario or setting, with RangeError on options that can't be,
 * and with Node's error when it can't listen.
 */
export async function startEmulator<const Others extends readonly Provider[] = readonly []>(
  options: EmulatorOptions<Others> = {},
): Promise<Emulator<BuiltIn | Others[number]>> {
  const running = await run(options as RunOptions)
  try {
    return {
      ...running,
      default: await holdSession(running, 'default'),
      session: (wanted) => makeSession(running, wanted),
      handler: fetchHandler(running.stage),
      [Symbol.asyncDispose]: running.close,
    }
  } catch (error) {
    await running.close()
    throw error
  }
}
