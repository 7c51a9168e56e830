/** Webhooks on their way: what was sent, each attempt, and when the next is due. What they say is the provider's. */

import type { Agenda, Due } from './agenda.ts'
import { type Clock, type Instant, iso, realTime } from './clock.ts'
import type { JsonObject } from './http.ts'
import { AS_IT_COMES, type Order } from './order.ts'
import { digest } from './random.ts'
import { Redactor } from './redact.ts'
import type { Awaitable, State } from './state.ts'

export type Headers = Readonly<Record<string, string>>
export type Answer = { readonly status: number } | { readonly error: string }

/** Sends one request and says how it ended; it never throws. Redirects are not followed. */
export type Post = (request: {
  readonly url: string
  readonly headers: Headers
  readonly body: string
  readonly timeoutMs: number
  /** Gives up when the session is over. */
  readonly signal: AbortSignal
}) => Promise<Answer>

/** The headers that sign a letter. Asked right before its first attempt, since signing takes its time. */
export type Seal = (letter: Letter) => Awaitable<Headers>

/** One webhook. */
export type Letter = {
  readonly provider: string
  /** The event's own id. A repeat of the event bears the same. */
  readonly webhookId: string
  /** The event's name. */
  readonly type: string
  /** Whom it is for, among those who share a URL. */
  readonly recipient: string
  readonly url: string
  readonly headers: { [name: string]: string }
  readonly body: string
  /** Milliseconds from each failed attempt to the next; after the last of them none is made. */
  readonly retriesMs: number[]
  readonly timeoutMs: number
  /** What is wrong with it on purpose. */
  readonly fault?: string
}

/** When a letter is to be sent. */
export interface Dispatch {
  readonly at: Instant
  /**
   * Lets the next letter of the same provider, recipient and URL, whatever is secret in it, go first, but waits no longer
   * than to here.
   */
  readonly behindNextUntil?: Instant
}

/** How an attempt ended, and how long that took in wall time. */
type Outcome = { readonly answer: Answer; readonly tookMs: number }

export type Attempt = Answer & { readonly at: Instant /** Wall time. */; readonly tookMs: number }

/** A letter and what became of it. */
export type Delivery = Letter & {
  readonly id: string
  readonly n: number
  readonly sentAt: Instant
  /** Its entry on the agenda; entries under another id are void. */
  readonly entry: string
  /** When its next attempt is due; null when none will be made. */
  readonly dueAt: Instant | null
  readonly attempts: Attempt[]
  readonly delivered: boolean
}

const COMMON = new Redactor([])
const COUNT = 'webhooks'
const UNDER_WAY = 'webhooks under way'
const DONE = 'webhooks done'
/** So many are kept that are done with, the newest. */
const KEPT = 1000
/** While more than so many are under way, one that failed is not tried again: its receiver is gone for good. */
const CROWD = 1000

/** What a session's outbox works with. */
export interface Postage {
  /** Default: nothing is sent, and each attempt says so. */
  readonly post?: Post | undefined
  /** Default: letters are not signed. */
  readonly seal?: Seal | undefined
  readonly order?: Order | undefined
  /** Default: one that knows no provider's secrets. */
  readonly redactor?: Redactor | undefined
  /** Is told of each attempt, the last of the delivery's. */
  readonly attempted?: (delivery: Delivery, at: Instant) => unknown
}

export class Outbox {
  readonly #state: State
  readonly #clock: Clock
  readonly #agenda: Agenda
  readonly #post: Post
  readonly #seal: Seal
  readonly #order: Order
  readonly #redactor: Redactor
  readonly #attempted: NonNullable<Postage['attempted']>
  readonly #over = new AbortController()

  constructor(state: State, clock: Clock, agenda: Agenda, { post, seal, order, redactor, attempted }: Postage = {}) {
    this.#state = state
    this.#clock = clock
    this.#agenda = agenda
    this.#post = post ?? sendNothing
    this.#seal = seal ?? (() => ({}))
    this.#order = order ?? AS_IT_COMES
    this.#redactor = redactor ?? COMMON
    this.#attempted = attempted ?? (() => {})
  }

  /** Puts a letter on its way and answers without waiting for it. */
  async send(letter: Letter, { at, behindNextUntil }: Dispatch): Promise<Delivery> {
    const n = await this.#state.count(COUNT)
    const id = `delivery-${n}`
    const entry = `webhook ${String(n).padStart(12, '0')}`
    const dueAt = behindNextUntil ?? at
    const sentAt = this.#clock.now()
    const delivery: Delivery = { ...letter, id, n, sentAt, entry, dueAt, attempts: [], delivered: false }
    await this.#state.insert(UNDER_WAY, { id, order: n, value: delivery })
    const waiting = await this.#state.change<string, string | undefined>(this.#waitingKey(letter), (old) => {
      if (old !== undefined) return { result: old, value: null }
      return behindNextUntil === undefined ? { result: undefined } : { result: undefined, value: id }
    })
    await this.#schedule(id, entry, waiting === undefined ? dueAt : at)
    // Right behind this one, and before all that come later.
    if (waiting !== undefined) await this.#schedule(waiting, `${entry} and then`, at)
    return delivery
  }

  /** Makes the attempt that fell due. Answers what came of it, or false when the letter is done with. */
  async attempt({ id: entry, what }: Due): Promise<JsonObject | false> {
    const delivery = await this.#state.find<Delivery>(UNDER_WAY, String(what.id))
    if (delivery?.entry !== entry) return false
    if (delivery.attempts.length === 0) await this.#stopWaiting(delivery)
    const at = this.#clock.now()
    const { answer, tookMs, headers } = await this.#deliver(delivery)
    if (this.#over.signal.aborted) return false
    const attempt: Attempt = { at, ...answer, tookMs }
    const dueAt = succeeded(answer) || (await this.#crowded()) ? undefined : nextDue(delivery, at)
    const after = await this.#state.amend<Delivery, Delivery | undefined>(UNDER_WAY, delivery.id, (old) => {
      if (!old) return { result: undefined }
      const attempts = [...old.attempts, attempt]
      const result = { ...old, headers, attempts, dueAt: dueAt ?? null, delivered: succeeded(answer) }
      return { result, value: dueAt === undefined ? null : result }
    })
    if (!after) return false
    await this.#attempted(after, at)
    if (dueAt === undefined) await this.#state.append(DONE, after, KEPT)
    else await this.#agenda.add(after.entry, dueAt, what)
    const { webhookId, type, attempts } = after
    const next = dueAt === undefined ? {} : { nextAttemptAt: iso(dueAt) }
    return { webhookId, type, attempt: attempts.length, ...answer, ...next }
  }

  /** Newest first. */
  async list(): Promise<Delivery[]> {
    const { entries } = await this.#state.page<Delivery>(UNDER_WAY, 0, Infinity)
    const done = await this.#state.tail<Delivery>(DONE)
    const byNumber = new Map([...entries.map(({ value }) => value), ...done].map((each) => [each.n, each]))
    return [...byNumber.values()].sort((a, b) => b.n - a.n)
  }

  /** Sends on what was under way when its state was dumped. An attempt that was being made then is made again. */
  async resume(): Promise<void> {
    const { entries } = await this.#state.page<Delivery>(UNDER_WAY, 0, Infinity)
    for (const { id, value } of entries)
      if (value.dueAt !== null) await this.#agenda.add(value.entry, value.dueAt, { kind: 'webhook', id })
  }

  /** Gives up what is under way: its session is over. */
  end(): void {
    this.#over.abort()
  }

  async #deliver(delivery: Delivery): Promise<Outcome & { headers: Delivery['headers'] }> {
    const { attempts, url, body, timeoutMs, webhookId } = delivery
    const { signal } = this.#over
    let { headers } = delivery
    try {
      if (attempts.length === 0) headers = { ...headers, ...(await this.#seal(delivery)) }
    } catch (error) {
      return { headers, answer: { error: String(error) }, tookMs: 0 }
    }
    const sent = { webhookId, attempt: attempts.length + 1, body: digest(body) }
    const outcome = await this.#order.outside(sent, async (): Promise<Outcome> => {
      const began = realTime()
      const answer = await this.#post({ url, headers, body, timeoutMs, signal }).catch((error) => ({
        error: String(error),
      }))
      return { answer, tookMs: realTime() - began }
    })
    return { headers, ...outcome }
  }

  async #schedule(id: string, entry: string, at: Instant): Promise<void> {
    const found = await this.#state.amend<Delivery, boolean>(UNDER_WAY, id, (old) => {
      if (!old) return { result: false }
      return old.entry === entry && old.dueAt === at
        ? { result: true }
        : { result: true, value: { ...old, entry, dueAt: at } }
    })
    if (found) await this.#agenda.add(entry, at, { kind: 'webhook', id })
  }

  /** Nothing came that it could have let go first. */
  async #stopWaiting(delivery: Delivery): Promise<void> {
    await this.#state.change<string, null>(this.#waitingKey(delivery), (old) =>
      old === delivery.id ? { result: null, value: null } : { result: null },
    )
  }

  #waitingKey({ provider, recipient, url }: Letter): string {
    // Less what is secret in the URL: a replay has something else there.
    const place = this.#redactor.replaceInUrl(url, () => '[redacted]')
    return `webhook waiting/${JSON.stringify([provider, recipient, place])}`
  }

  async #crowded(): Promise<boolean> {
    return (await this.#state.page(UNDER_WAY, 0, 0)).total > CROWD
  }
}

function succeeded(answer: Answer): boolean {
  return 'status' in answer && answer.status >= 200 && answer.status < 300
}

function nextDue({ attempts, retriesMs }: Delivery, at: Instant): Instant | undefined {
  const wait = retriesMs[attempts.length]
  return wait === undefined ? undefined : at + wait
}

const sendNothing: Post = async () => ({ error: 'nothing is sent from here' })
