/** A session as a test holds it. What it answers is plain data of its own: changing it changes no session. */

import type { Json, JsonObject } from '../core/http.ts'
import type { JournalEntry } from '../core/journal.ts'
import type { Report } from '../core/judge.ts'
import type { ConsentRequest, MintRequest, Provider, WebhookRequest } from '../core/provider.ts'
import type { FetchHandler } from '../server/fetch.ts'
import type { BuiltIn, CredentialsOf, NameOf, SettingsFor } from './named.ts'

export interface SessionOptions<P extends Provider = BuiltIn> {
  /** 1 to 64 of A-Z a-z 0-9 . _ -. Default: session-1, session-2, ... */
  readonly name?: string
  /** Default: the scenario's, else 1. */
  readonly seed?: number
  /** A ready scenario's name, a file's path, YAML of several lines, or the object that the YAML would be. */
  readonly scenario?: string | Json
  /** Where its clock stands, ISO 8601. Default: where the scenario says, else it runs. */
  readonly clock?: string
  readonly settings?: SettingsFor<P>
  /** Whether it has credentials of its own, by which its calls are found. Default true. */
  readonly ownCredentials?: boolean
}

/**
 * Everything here rejects with AdminError, whose `expected`, `got` and `known` say what would have been right, and with
 * ScenarioError where a scenario or a setting cannot be.
 */
export interface SessionHandle<P extends Provider = BuiltIn> {
  readonly name: string
  readonly seed: number
  /** A provider's base URL, without a final slash. It names the session, so it works whatever the client sends. */
  url(provider: NameOf<P>): string
  /**
   * The origin of a provider that has a port of its own (`startEmulator({ ports: 'each' })`), for clients that take no
   * path. The session is found there by its own credentials. Throws AdminError where there is no such port.
   */
  origin(provider: NameOf<P>): string
  /** What `stuntdouble env` prints: base URLs and the first credentials of each provider. */
  readonly env: Readonly<Record<string, string>>
  /** Both stand as they were when this handle last did something: a scenario may rotate a secret behind its back. */
  readonly credentials: CredentialsOf<P>
  readonly clock: ClockHandle
  readonly tokens: TokensHandle<P>
  readonly webhooks: WebhooksHandle<P>

  /** Plays another scenario from here on, or none: tokens, data, limits and clock stay. */
  play(scenario: string | Json | null): Promise<Playing>
  /** What plays, and how often each rule matched and struck. */
  scenario(): Promise<Playing>
  /** A new universe from the same seed and scenario. */
  reset(): Promise<void>
  /** Calls and answers, newest first, without secrets. */
  requests(filter?: RequestFilter<P>): Promise<JournalEntry[]>
  /** The verdict on the client: findings, and what was expected and came. */
  report(): Promise<Report>
  /** Lets something befall an account, such as `rotate-secret`: the one named, else the first that it may strike. */
  cause(provider: NameOf<P>, cause: string, object?: string): Promise<JsonObject>
  /** Why a call was answered as it was, in words. `request` is the id of one of `requests`. */
  explain(request: string): Promise<Explanation>
  /** A person's choice on HoopAI's consent page, without a browser. */
  consent(request: ConsentRequest): Promise<{ readonly redirectTo: string | null }>
  /** The whole session as one JSON document. */
  snapshot(): Promise<Json>
  /** Puts the session of such a document in the place of this one. */
  restore(document: Json): Promise<void>

  /** Calls a provider in this process, without a socket: `fetch('hoopr', '/v1/tracks')`. Redirects are not followed. */
  fetch(provider: NameOf<P>, path: string, init?: RequestInit): Promise<Response>
  /** The same for requests to a provider's own host or to any origin with a path such as /hoopr, as MSW hands them on. */
  readonly handler: FetchHandler

  /** Drops the session; `default` begins anew instead. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface ClockHandle {
  /** ISO 8601. */
  readonly now: string
  readonly frozen: boolean
  /** Forward by a duration such as `59m`; what falls due on the way is done before it resolves. */
  advance(by: string): Promise<Moved>
  /** Forward to an instant such as `2026-01-01T00:00:00Z`, likewise. */
  set(to: string): Promise<Moved>
  freeze(): Promise<Moved>
  /** Lets it run on from where it stands. */
  thaw(): Promise<Moved>
}

/** Where the clock is now, and what fell due, in order. */
export interface Moved {
  readonly now: string
  readonly frozen: boolean
  readonly due: readonly ({ readonly id: string; readonly at: string; readonly kind: string } & JsonObject)[]
}

export interface TokensHandle<P extends Provider = BuiltIn> {
  /** An access token, as a grant would give it. */
  mint(request: Mint<P>): Promise<string>
  /** Ends the life of a token, or of the access tokens of a provider or a client. Answers how many that were. */
  expire(target: TokenTarget<P>): Promise<number>
  revoke(target: TokenTarget<P>): Promise<number>
}

export type Mint<P extends Provider = BuiltIn> = Omit<MintRequest, 'expiresInSeconds'> & {
  readonly provider: NameOf<P>
  /** Seconds. */
  readonly expiresIn?: number
}

export type TokenTarget<P extends Provider = BuiltIn> =
  | { readonly token: string }
  | { readonly provider: NameOf<P> }
  | { readonly client: string }

export interface WebhooksHandle<P extends Provider = BuiltIn> {
  /** Sends one signed event, to `url` or to where the settings say. */
  send(request: WebhookRequest & { readonly provider?: NameOf<P> }): Promise<SentWebhook>
  /** Those that were sent, newest first, each with its attempts. */
  list(filter?: { readonly type?: string; readonly provider?: NameOf<P> }): Promise<SentWebhook[]>
}

export interface SentWebhook {
  readonly id: string
  readonly webhookId: string
  readonly type: string
  readonly provider: string
  readonly url: string
  readonly fault?: string
  readonly at: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Json
  readonly attempts: readonly {
    readonly at: string
    readonly tookMs: number
    readonly status?: number
    readonly error?: string
  }[]
  readonly nextAttemptAt?: string
  readonly delivered: boolean
}

export interface RequestFilter<P extends Provider = BuiltIn> {
  readonly provider?: NameOf<P>
  readonly route?: string
  readonly status?: number
  /** ISO 8601. */
  readonly since?: string
  /** Only those that met no route. */
  readonly unmatched?: boolean
}

export interface Playing {
  /** Null when nothing plays. */
  readonly name: string | null
  readonly rules: readonly ({ readonly id: string; readonly matched: number; readonly struck: number } & JsonObject)[]
  readonly warnings?: readonly string[]
}

export interface Explanation {
  /** The session that it came to, and by what: `prefix`, `header`, `credentials` or `default`. */
  readonly session: { readonly name: string; readonly foundBy: string }
  readonly id: string
  /** Sentences. */
  readonly words: readonly string[]
  readonly route: {
    readonly name: string
    readonly method: string
    readonly path: string
    readonly source: string
  } | null
  /** The routes that are most like a call that met none. */
  readonly nearest: readonly string[]
  readonly refused: {
    readonly code: string
    readonly status: number
    readonly when: string
    readonly source: string
  } | null
  readonly rules: readonly { readonly rule: string; readonly struck: boolean; readonly why: string }[]
}
