/** What a rule of the judge is: a small state machine over what happened. One stands in each file beside this one. */

import type { Instant } from '../core/clock.ts'
import type { JsonObject } from '../core/http.ts'
import type { Happening, Numbers, Sent, Severity } from '../core/judge.ts'
import type { Mark } from './marks.ts'

/** What rules hear. With an answer that was sent goes how many calls had begun by then: later ones may follow from it. */
export type Event = Exclude<Happening, Sent> | (Sent & { readonly begun: number })

/** `M` is what it remembers: plain JSON, bounded (see memory.ts), part of the session's state. */
export interface Rule<M extends JsonObject = JsonObject, N extends Numbers = Numbers> {
  readonly id: string
  /** Where neither card nor scenario says otherwise. */
  readonly severity: Severity
  /** What a client does that breaks it, in a sentence. */
  readonly about: string
  /** Why it matters. */
  readonly harm: string
  /** What to do instead. */
  readonly mend: string
  /** What it lets pass. */
  readonly tolerates: string
  /** The RFC that it follows. Without one it holds only for providers whose cards name it with a page of their own. */
  readonly source?: string
  /** Rules that it is more specific than: of one event's findings theirs are dropped. */
  readonly replaces?: readonly string[]
  /** What a call has one of that it looks at: to it, any other call is as if it had not come. Left out, it looks at all. */
  readonly heeds?: readonly Mark[]
  /** Whether it judges how long a client waited, which nobody can on a clock that stands still. */
  readonly waits?: boolean
  /** What it tolerates, in numbers that a card or a scenario may set. */
  readonly numbers: N
  start(): M
  /** May change `memory` in place. Called with the happenings of one provider, in the order of commitment. */
  readonly on: {
    readonly [K in Event['kind']]?: (
      event: Extract<Event, { kind: K }>,
      memory: M,
      numbers: N,
    ) => Blame | readonly Blame[] | undefined
  } & {
    /** What is to be said at the end. Called whenever a report is asked for, on a copy of the memory. */
    readonly ended?: (memory: M, numbers: N) => readonly Blame[]
  }
}

/** What a rule has to say against a client. */
export interface Blame {
  /** Whom or what it is about (a client, a token's id): the same again counts up the same finding. Never a secret. */
  readonly subject: string
  /** What happened, in a sentence with times and numbers. */
  readonly message: string
  /** The calls that show it, by id, the latest last. The call that is judged is added. */
  readonly requests?: readonly string[]
  /** When it happened, if that was not just now. */
  readonly at?: Instant
  /** Whether it did no harm this time, so that it is a warning at most. */
  readonly mild?: boolean
}

/** States a rule; `numbers` may be left out. */
export function defineRule<M extends JsonObject, N extends Numbers = Record<never, never>>(
  rule: Omit<Rule<M, N>, 'numbers'> & { readonly numbers?: N },
): Rule {
  return { numbers: {}, ...rule } as unknown as Rule
}
