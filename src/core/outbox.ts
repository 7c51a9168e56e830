/** Webhooks on their way: what was sent, each attempt, and when the next is due. What they say is the provider's. */

import type { Agenda, Due } from './agenda.ts'
import type { Clock, Instant } from './clock.ts'
import type { State } from './state.ts'

/** Sends one request and says how it ended; it never throws. Redirects are not followed. */
export type Post = (request: {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
}) => Promise<{ readonly status: number } | { readonly error: string }>

/** One webhook. */
export interface Letter {
  /** Unique in the session. */
  readonly id: string
  readonly provider: string
  /** The event's name. */
  readonly type: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Milliseconds from each failed attempt to the next; after the last of them none is made. */
  readonly retriesMs: readonly number[]
  readonly timeoutMs: number
}

export class Outbox {
  readonly #agenda: Agenda

  constructor(_state: State, _clock: Clock, agenda: Agenda, _post: Post | undefined) {
    this.#agenda = agenda
  }

  /** Puts a letter on its way, to be sent at `at`. */
  async send(letter: Letter, at: Instant): Promise<void> {
    await this.#agenda.add(`webhook ${letter.id}`, at, { kind: 'webhook', id: letter.id })
  }

  /** Makes the attempt that fell due. */
  async attempt(_due: Due): Promise<void> {}
}
