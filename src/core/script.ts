/** What a scenario is to core: something that may step into a call. How rules are written is the scenario folder's. */

import type { Instant } from './clock.ts'
import type { Json, Reply } from './http.ts'
import type { Kept } from './journal.ts'
import type { Expectation, Stance } from './judge.ts'
import type { Context } from './provider.ts'
import type { Session } from './session.ts'
import type { SettingValues } from './settings.ts'
import type { Awaitable } from './state.ts'

export interface Script {
  readonly name: string
  /** The scenario as its author wrote it, with all that it extends laid under it. Read again, it is the same text. */
  readonly written?: Json
  /** Where it is from, as messages call it. */
  readonly source?: string
  /** Its settings, by provider. They lie over the session's. */
  readonly settings: Readonly<Record<string, SettingValues>>
  /** What changes while it plays, in the order of time. */
  readonly schedule?: readonly Later[]
  /** Whether answers that it makes or changes say so. */
  readonly marker: boolean
  /** What a session that is made or reset with it starts from, unless the session was told otherwise. */
  readonly seed?: number
  readonly clock?: Instant
  /** Whether a rule is about consents or their callbacks, so that one without a browser has to meet the rules too. */
  readonly meetsConsents?: boolean
  /** Counts the call for every rule that it matches and answers what the rules that strike do. */
  meet(context: Context): Awaitable<Intervention | undefined>
  /** Says of each rule why it did or did not strike a call that is kept. */
  explain?(call: Kept): Reason[]
  /** What it says of rules of the judge, by rule. */
  readonly conduct?: Readonly<Record<string, Stance>>
  /** What it expects of the client, and what came in this session. */
  expectations?(session: Session): Awaitable<readonly Expectation[]>
  /** Of its rules those that could meet calls of these providers, and those of them that struck any in this session. */
  met?(session: Session, providers: readonly string[]): Awaitable<{ reached: string[]; struck: string[] }>
  /** As `GET /__admin/sessions/{s}/scenario` shows it, with how often each rule matched and struck in `session`. */
  describe(session: Session): Awaitable<Json>
}

/** So long after the scenario began to play: settings that hold from then on, or a jump of the clock. */
export type Later = { readonly atMs: number } & (
  | { readonly settings: Readonly<Record<string, SettingValues>> }
  | { readonly advanceMs: number }
)

/** What all rules that struck one call do to it. */
export interface Intervention {
  readonly strikes: readonly Strike[]
  /** Changes the cause in the model; the provider then answers as it does. */
  readonly causes: readonly ((context: Context) => Promise<void>)[]
  /** The first effect that answers, and when. */
  readonly effect?: Effect & { readonly phase: 'before' | 'after' }
  /** What is then done to the answer, whoever gave it, in order. */
  readonly edits: readonly Edit[]
  /** What the provider does otherwise than usual, for this call. */
  readonly staged?: Staged
  readonly delayMs: number
  /** By what it can later be told why each rule did or did not strike. */
  readonly considered?: Considered
}

/** What a call met, in short. */
export type Considered = {
  /** Since the scenario began to play. */
  readonly elapsedMs: number
  /** The ordinal that each counter gave the call, by the counter's key. */
  readonly counts: { [key: string]: number }
  /**
   * Of rules that were due and did nothing, by their place in the file: what they drew, that they lacked an object, or
   * that an earlier effect answered.
   */
  readonly missed: { [rule: string]: number | 'object' | 'shadow' }
}

/** A rule, and why it did or did not strike a call. It was considered where it meets calls of that route at all. */
export type Reason = {
  readonly rule: string
  readonly considered: boolean
  readonly struck: boolean
  readonly why: string
}

/** A change of an answer that is committed: of its JSON, or of how it goes over the wire. */
export type Edit = { readonly rule: string; readonly edit: (reply: Reply) => Reply }

/** What a call's cause is otherwise than usual. Providers honour what they have. */
export interface Staged {
  /** The scopes that a token answer grants, in place of those asked for. */
  readonly scopes?: readonly string[]
  /** How far the issuer's clock is behind the session's: tokens are dated, and expire, so much earlier. */
  readonly skewMs?: number
  /** The person who is asked for consent says no, whatever they press. */
  readonly deny?: boolean
  /** Of a consent's callback or of the webhooks that the call causes, what is wrong. */
  readonly tamper?: readonly Tampering[]
  /** The webhooks that the call causes are not sent. */
  readonly dropWebhooks?: boolean
}

/**
 * `state`: one that was never sent; `no-state`; `old-state`: that of the callback before, if there was one; `code`: one that
 * was never issued; `no-code`: nor an error; `two-codes`; `signature`: that of another body.
 */
export const TAMPERINGS = ['state', 'no-state', 'old-state', 'code', 'no-code', 'two-codes', 'signature'] as const
export type Tampering = (typeof TAMPERINGS)[number]

/** One rule that struck. Of two effects that answer the later one is shadowed. */
export type Strike = { readonly rule: string; readonly shadowed?: boolean }

/** An answer in place of the provider's: one of its own errors, or a reply. */
export type Effect = { readonly rule: string } & ({ readonly error: string } | { readonly reply: Reply })

/**
 * What a scenario is given as: the name of a ready one or a file's path (`name`; of several lines, it is taken for a
 * text), the name of a ready one only (`ready`), a text in YAML, or the object that such a text would be.
 */
export type ScenarioForm = 'name' | 'ready' | 'yaml' | 'object'

/** Is told the path of each file that a scenario is read from, there or not, right before it is. */
export type Looked = (path: string) => Awaitable<void>
