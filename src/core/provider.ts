/** What a provider is: a card of data and references. Mechanism is core's, policy is the provider's. */

import type { Cause } from './causes.ts'
import type { Instant } from './clock.ts'
import type { ErrorTable } from './errors.ts'
import type { AnswerHeader, Fixture, Parameter, Scheme, Sourced, Success } from './facts.ts'
import type { Call, Json, JsonObject, Reply } from './http.ts'
import type { Stance } from './judge.ts'
import type { Quota } from './limiter.ts'
import type { Delivery, Headers, Letter } from './outbox.ts'
import type { Draw } from './random.ts'
import type { Staged } from './script.ts'
import type { Playing, Session } from './session.ts'
import type { SettingTable, SettingValues } from './settings.ts'
import type { Awaitable } from './state.ts'
import type { Credential } from './vault.ts'

/** Whom a call's credential names. Naming refuses nothing: a spent, expired or foreign credential still has a name. */
export interface Who {
  /** The credential as it was presented; undefined when there was none, or none in a readable form. */
  readonly presented?: string | undefined
  /** What the vault knows of it, when it is of a kind that this route takes. */
  readonly credential?: Credential | undefined
  readonly client?: string | undefined
  readonly location?: string | undefined
  readonly mode?: string | undefined
  readonly scopes?: readonly string[] | undefined
  /** The `grant_type` of a token request. */
  readonly grant?: string | undefined
}

/** All that a handler may know of the call it serves. */
export interface Context {
  readonly call: Call
  readonly session: Session
  /** The playing of the scenario that the call came in; left out, the session's. */
  readonly playing?: Playing
  readonly provider: Provider
  readonly route: Route
  /** The path's parameters, percent-decoded. */
  readonly params: Readonly<Record<string, string>>
  /** Methods that the path knows, when it does not know this one. */
  readonly allow?: readonly string[]
  readonly settings: SettingValues
  readonly who: Who
  /** Set once the call is authenticated. */
  readonly token?: Credential
  /** How the route's budgets stand, as soon as they were charged. */
  readonly quotas: readonly Quota[]
  /** What the scenario has this call do otherwise than usual. */
  readonly staged?: Staged
}

/** Serves one call: returns a reply or throws an ApiError. Its state changes commit here. */
export type Handler = (context: Context) => Awaitable<Reply>

/** Checks what comes before any credential. A reply ends the call there (a browser's preflight). */
export type Preamble = (context: Context) => Awaitable<Reply> | Awaitable<void>

export interface Route extends Sourced {
  /** `resource.verb`, unique in the provider; scenarios may name it. */
  readonly name: string
  readonly method: string
  /** Under the provider's prefix: `/v1/tracks/:slug`; a final `/*` takes the rest. */
  readonly path: string
  readonly about?: string
  /** What it reads from the call, beside the provider's own `parameters`. A path's that is not named here is any text. */
  readonly parameters?: readonly Parameter[]
  /** The media type of its body. Default application/json. */
  readonly reads?: string
  readonly success?: Success
  /** Codes of the errors of its own, beside the provider's `refuses`. */
  readonly refuses?: readonly string[]
  /**
   * The kind of credential the route takes: an access token (the default), the code or refresh token of a token request
   * (`grant`), or none.
   */
  readonly takes?: 'access' | 'grant' | 'none'
  readonly scope?: string
  /** Whether its POST may be repeated: it changes nothing, or the same once more. */
  readonly repeatable?: boolean
  /** Whether its answer holds a new access token. */
  readonly issues?: boolean
  /** Whether it ends in a redirect to the app, with a code. */
  readonly redirects?: boolean
  /** Budgets that each call spends, by name; the first is the one that `exhaust` means. Default: the provider's `spends`. */
  readonly spends?: readonly string[]
  /** In place of the provider's preamble. */
  readonly preamble?: Preamble
  readonly handle: Handler
}

/** A route for what meets no other. Left without `handle` it refuses: unknown_route, or method_not_allowed. */
export type Fallback = Partial<Route> & Pick<Route, 'source'>

export interface Budget extends Sourced {
  readonly name: string
  /** Null where the provider documents none: then it binds only when `settings.limits` names it. */
  readonly limit: number | null
  /** The window in ms, or the calendar month (UTC). */
  readonly per: number | 'month'
  /** The share above the limit that is still let through. */
  readonly tolerance?: number | ((context: Context) => number)
  readonly about: string
  /** Whose window a call spends. Undefined: this call spends none (a client without such a budget). */
  key(context: Context): string | undefined
  /** Its own numbers for this caller, where callers differ (plans). */
  limitFor?(context: Context): number | undefined
  /** Whether a call counts, once its outcome is known; what does not count is given back. Default: all count. */
  counts?(context: Context, outcome: Outcome): boolean
}

/** How a call ended: a code when it was refused. */
export interface Outcome {
  readonly status: number
  readonly code?: string
}

/** What the admin API asks of a provider that shall mint an access token. */
export interface MintRequest {
  readonly client?: string
  readonly scopes?: readonly string[]
  readonly mode?: string
  readonly locationId?: string
  readonly companyId?: string
  readonly expiresInSeconds?: number
}

export interface ConsentRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: string
  readonly state?: string
  readonly locationId?: string
  readonly companyId?: string
  readonly decision?: 'allow' | 'deny'
}

/** What the admin API asks of a provider that shall send a webhook. */
export interface WebhookRequest {
  readonly type: string
  /** Laid over what such an event carries. */
  readonly data?: JsonObject
  /** Default: where its settings send them. */
  readonly url?: string
  readonly locationId?: string
  readonly fault?: string
}

/** The webhooks that a provider sends. Those that its state changes cause, its handlers put into `session.outbox`. */
export interface Webhooks {
  /** Every event that there is. */
  readonly types: readonly string[]
  /** Sends one of them now. Throws ApiError('invalid_request') that says what is known. */
  send(session: Session, at: Instant, request: WebhookRequest): Promise<Delivery>
  /** The headers that sign a letter of its own. */
  seal(letter: Letter, session: Session): Awaitable<Headers>
}

/** Its name, settings and accounts are types of its own, so that TypeScript checks what names and sets them. */
export interface Provider<
  Name extends string = string,
  Settings extends SettingTable = SettingTable,
  Accounts extends JsonObject = JsonObject,
> {
  /** Its prefix in URLs, and its key in settings and scenarios. */
  readonly name: Name
  readonly title: string
  readonly docs: string
  /** Its real host names; a call whose `Host` is one of them is its own. */
  readonly hosts: readonly string[]
  readonly modes?: readonly string[]
  /** The `grant_type`s that its token requests may name. Left out, a scenario may name any. */
  readonly grants?: readonly string[]
  /** Scope -> what it opens. */
  readonly scopes: Readonly<Record<string, string>>
  readonly budgets: readonly Budget[]
  readonly routes: readonly Route[]
  /** What a call that meets no route goes through before it is refused. */
  readonly fallback: Fallback
  /** `either`: a path means the same with and without its final slash. Default `exact`. */
  readonly trailingSlash?: 'exact' | 'either'
  /** What a route spends when it names nothing. */
  readonly spends: readonly string[]
  /** Whether calls that were refused before any budget was charged are counted after all. */
  readonly countsUnauthenticated?: boolean
  readonly errors: ErrorTable
  /** The ways to carry a token, one as good as the other; the schemes of one entry go together. */
  readonly security?: readonly Readonly<Record<string, Scheme>>[]
  /** What every call that takes a token carries (a version header). */
  readonly parameters?: readonly Parameter[]
  /** Codes that any route which takes a token may answer. */
  readonly refuses?: readonly string[]
  /** Every header that an answer may carry, by its name in lower case. */
  readonly answerHeaders?: Readonly<Record<string, AnswerHeader>>
  readonly settings: Settings
  /** Values that several settings take together, by the name that the setting `profile` chooses. */
  readonly profiles?: Readonly<Record<string, SettingValues>>
  /** Its fixture files, by name without `.json`. Loaded when a user lays files over them. */
  readonly fixtures?: () => Promise<Readonly<Record<string, Fixture>>>
  /** What redaction hides: names of headers, parameters and fields, and shapes of values wherever they stand. */
  readonly secrets: { readonly names: readonly string[]; readonly shapes: readonly RegExp[] }

  identify(context: Context): Awaitable<Who>
  /** What is checked before any credential. */
  readonly preamble?: Preamble
  /** What is checked right after the token, before any budget: whether its holder is still served at all. */
  admit?(context: Context): Awaitable<void>
  /** What the token may do. Default: the route's scope is among the token's. */
  authorize?(context: Context): Awaitable<void>
  /** Headers of every answer, success and refusal alike. */
  headers(context: Context, reply: Reply): Readonly<Record<string, string>>

  /** The session tags (12 hex digits) that the call's credentials may carry, likeliest first. */
  tags(call: Call): readonly string[]
  /** The session's accounts as they stand, as `GET /__admin/sessions/{s}/credentials` shows them. `base` has no final slash. */
  credentials(session: Session, base: string): Awaitable<Accounts>
  /** The same as environment variables. */
  env(session: Session, base: string): Awaitable<Readonly<Record<string, string>>>
  /** One command line for a person to try first, with the session's own credentials. */
  firstCall(session: Session, base: string): Awaitable<string>
  /** Mints an access token as a grant would. Throws ApiError('invalid_request') that says what is known. */
  mint(session: Session, at: Instant, request: MintRequest): Promise<string>
  /** The choice of a person on the provider's consent page, where it has one. */
  consent?(
    session: Session,
    at: Instant,
    request: ConsentRequest,
    staged?: Staged,
  ): Promise<{ redirectTo: string | null }>
  readonly webhooks?: Webhooks
  /** How clients authenticate at its token endpoint (RFC 7591 section 2, `token_endpoint_auth_method`). */
  readonly tokenEndpointAuthMethod?: 'client_secret_basic' | 'client_secret_post'
  /** Of an answer that is a page of a list: whether the list goes on beyond it. Undefined of any other. */
  morePages?(reply: Reply): boolean | undefined
  /** The tokens that the answer of a route with `issues` brings, as they stand in it: access token first. */
  tokensIn?(reply: Reply): readonly string[]
  /**
   * What it tells its clients to do, by rule of the judge: its page, and its own severity and numbers. Rules that follow
   * an RFC hold for every provider; the others only where they are named here.
   */
  readonly conduct?: Readonly<Record<string, Stance>>
  /** What may befall its accounts, by a verb in kebab case that is no effect of scenarios. */
  readonly causes?: Readonly<Record<string, Cause>>
}

/** States a provider. It checks nothing at run time; `test/conformance.test.ts` holds what a card promises. */
export function defineProvider<
  const Name extends string,
  const Settings extends SettingTable,
  Accounts extends JsonObject,
>(provider: Provider<Name, Settings, Accounts>): Provider<Name, Settings, Accounts> {
  return provider
}

/** A draw that depends on the names given and on the ordinal among draws of equal names, on nothing else. */
export async function drawFor(
  session: Session,
  purpose: string,
  ...names: readonly (string | number)[]
): Promise<Draw> {
  const n = await session.state.count(`draw/${JSON.stringify([purpose, ...names])}`)
  return session.draw(purpose, ...names, n)
}

/** A JSON answer. */
export function json(value: Json, status = 200, headers?: Readonly<Record<string, string>>): Reply {
  return headers ? { status, json: value, headers } : { status, json: value }
}
