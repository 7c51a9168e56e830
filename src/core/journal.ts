/** What was asked and answered: a bounded ring of plain records, redacted before they are kept. */

import { type Instant, iso } from './clock.ts'
import type { Check } from './errors.ts'
import { type FoundBy, form, type JsonObject, jsonObject, mediaType, type Reply } from './http.ts'
import type { Context, Who } from './provider.ts'
import { Redactor } from './redact.ts'
import { FALLBACK } from './routes.ts'
import type { Considered, Strike } from './script.ts'
import type { State } from './state.ts'
import type { Credential } from './vault.ts'

/** One whole call, handed over at its end. */
export interface Exchange {
  readonly context: Context
  readonly reply: Reply
  /** The error's code, when the call was refused. */
  readonly code?: string | undefined
  readonly refusal?: Refusal | undefined
  readonly strikes: readonly Strike[]
  readonly considered?: Considered | undefined
  /** What was thrown when the emulator itself failed. */
  readonly crash?: unknown
}

/** Why a call was refused: its code, the check that refused it, and what that check said. */
export interface Refusal {
  readonly code: string
  readonly check: Check
  readonly message: string
  readonly details: JsonObject
}

/** What is kept of a call. */
export type JournalEntry = {
  readonly id: string
  readonly at: string
  readonly provider: string
  readonly route: string | null
  readonly method: string
  readonly path: string
  readonly query: JsonObject
  readonly headers: JsonObject
  readonly body: JsonObject | string | null
  readonly client: string | null
  readonly location: string | null
  /** The digest of the credential, so that calls with the same token can be told. */
  readonly credential: string | null
  readonly status: number
  readonly code: string | null
  readonly responseHeaders: JsonObject
  /** What was charged to its budgets, and how they stood then. */
  readonly budgets: {
    budget: string
    limit: number
    remaining: number
    charged: number
    resetAt: string
    refused: boolean
  }[]
  readonly rules: string[]
  crash?: string
}

/** The instant becomes text only when somebody reads it. */
export type Kept = Omit<JournalEntry, 'at' | 'budgets'> & {
  readonly at: Instant
  readonly budgets: (Omit<JournalEntry['budgets'][number], 'resetAt'> & { resetAt: Instant })[]
  readonly foundBy: FoundBy
  /** The ordinal of the scenario's playing. */
  readonly playing: number
  /** What else rules ask of callers. */
  readonly caller?: { readonly mode: string | null; readonly grant: string | null; readonly scopes: string[] }
  considered?: Considered
  refusal?: KeptRefusal
}

type KeptRefusal = Omit<Refusal, 'code'> & {
  /** What the vault knew of the token, code or key; null of one that was never issued, left out where none was brought. */
  readonly credential?: Pick<Credential, 'kind' | 'scopes' | 'issuedAt' | 'expiresAt' | 'revokedAt' | 'spentAt'> | null
}

const LOG = 'journal'
const BODY_LIMIT = 2048
const NAME_LIMIT = 200

export class Journal {
  readonly #state: State
  readonly #keep: number
  /** @param keep how many calls are kept; older ones give way */
  constructor(state: State, keep = 1000) {
    this.#state = state
    this.#keep = keep
  }

  /** Keeps a call, and answers its ordinal: the call is `request-12` where that is 12. */
  async record({ context, reply, code, refusal, strikes, considered, crash }: Exchange): Promise<number> {
    const { call, provider, route, session, playing = session.playing, who } = context
    const redactor = session.options.redactor ?? Redactor.of(provider)
    const n = await this.#state.count('requests')
    const entry: Kept = {
      id: requestId(n),
      at: call.at,
      foundBy: call.foundBy ?? 'default',
      playing: playing.ordinal,
      provider: provider.name,
      route: route.name === FALLBACK ? null : route.name,
      method: call.method,
      path: redactor.text(call.path),
      query: redactor.fields(call.query),
      headers: redactor.record(call.headers),
      body: readBody(context, redactor),
      client: named(who.client, redactor),
      location: named(who.location, redactor),
      credential: who.credential?.id ?? null,
      caller: { mode: who.mode ?? null, grant: named(who.grant, redactor), scopes: [...(who.scopes ?? [])] },
      status: reply.status,
      code: code ?? null,
      responseHeaders: redactor.record(reply.headers ?? {}),
      budgets: context.quotas.map(({ budget, limit, remaining, resetAt, refused, standing: { taken: charged } }) => {
        return { budget, limit, remaining, charged, resetAt, refused }
      }),
      rules: strikes.filter(({ shadowed }) => !shadowed).map(({ rule }) => rule),
    }
    if (considered) entry.considered = considered
    if (refusal) entry.refusal = keptRefusal(refusal, who, redactor)
    if (crash !== undefined) entry.crash = redactor.text(String(crash))
    await this.#state.append(LOG, entry, this.#keep)
    return n
  }

  /** Newest first. `since` is an instant; the other filters must be equal. */
  async list(filter: JournalFilter = {}): Promise<JournalEntry[]> {
    const entries = await this.#state.tail<Kept>(LOG)
    const wanted = entries.reverse().filter((entry) => fits(entry, filter))
    return wanted.slice(0, filter.limit).map(told)
  }

  /** One call as it was kept, while it is. */
  async find(id: string): Promise<Kept | undefined> {
    return (await this.#state.tail<Kept>(LOG)).find((entry) => entry.id === id)
  }

  async clear(): Promise<void> {
    await this.#state.clear(LOG)
  }
}

/** What the call of this ordinal is called. */
export function requestId(n: number): string {
  return `request-${n}`
}

export interface JournalFilter {
  readonly provider?: string
  readonly route?: string
  readonly status?: number
  readonly since?: Instant
  /** Only calls that met no route. */
  readonly unmatched?: boolean
  /** How many at most; the newest of them. */
  readonly limit?: number
}

function fits(entry: Kept, { provider, route, status, since, unmatched }: JournalFilter): boolean {
  return (
    (provider === undefined || entry.provider === provider) &&
    (route === undefined || entry.route === route) &&
    (status === undefined || entry.status === status) &&
    (since === undefined || entry.at >= since) &&
    (!unmatched || entry.route === null)
  )
}

/** What anybody is shown of a call; the rest is for its explanation. */
function told({ at, budgets, considered: _, refusal: _r, caller: _c, foundBy: _f, playing: _p, ...entry }: Kept) {
  return { ...entry, at: iso(at), budgets: budgets.map((each) => ({ ...each, resetAt: iso(each.resetAt) })) }
}

function keptRefusal({ check, message, details }: Refusal, who: Who, redactor: Redactor): KeptRefusal {
  const said = { check, message: redactor.text(message), details: redactor.value(details) as JsonObject }
  if (who.presented === undefined) return said
  if (!who.credential) return { ...said, credential: null }
  const { kind, scopes, issuedAt, expiresAt, revokedAt, spentAt } = who.credential
  const ended = { ...(revokedAt === undefined ? {} : { revokedAt }), ...(spentAt === undefined ? {} : { spentAt }) }
  return { ...said, credential: { kind, scopes: [...scopes], issuedAt, expiresAt, ...ended } }
}

/** A client may name itself by anything, its secret included. */
function named(name: string | undefined, redactor: Redactor): string | null {
  return name === undefined ? null : redactor.text(name).slice(0, NAME_LIMIT)
}

function readBody({ call }: Context, redactor: Redactor): JournalEntry['body'] {
  if (call.oversize === 'body') return '[too large to keep]'
  if (call.body.length === 0) return null
  if (call.body.length > BODY_LIMIT) return `[${call.body.length} bytes]`
  if (mediaType(call) === 'application/x-www-form-urlencoded') return redactor.fields(form(call))
  const object = jsonObject(call)
  // What is neither a form nor an object has no field names to go by, so none of it is kept.
  return object ? (redactor.value(object) as JsonObject) : `[${call.body.length} bytes]`
}
