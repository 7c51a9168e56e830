/** The session's virtual clock, and the only place where real time is read. */

/** Milliseconds since 1970-01-01T00:00:00Z on a session's clock. */
export type Instant = number

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Where every clock stops: later years have no such dates as answers bear, and in the end no date at all. */
export const LAST: Instant = Date.UTC(9999, 11, 31, 23, 59, 59)

/** Real time. For clocks, and for what is measured in wall time on purpose (injected latency, start-up). */
export function realTime(): Instant {
  return Date.now()
}

/** What a clock needs to be told again after a restart. */
export type ClockReading = { readonly frozenAt: Instant | null; readonly offsetMs: number }

/** Runs from real time with an offset, or stands still. It only ever goes forward. */
export class Clock {
  #frozenAt: Instant | null
  #offsetMs = 0
  readonly #real: () => Instant

  /**
   * @param frozenAt where the clock stands; null lets it run from real time
   * @param real real time, where it is told by somebody else
   */
  constructor(frozenAt: Instant | null = null, real = realTime) {
    this.#frozenAt = frozenAt
    this.#real = real
  }

  now(): Instant {
    return this.#frozenAt ?? this.#real() + this.#offsetMs
  }

  get frozen(): boolean {
    return this.#frozenAt !== null
  }

  /** Moves forward by `ms`, frozen or not, but not beyond LAST. Throws RangeError when `ms` is negative. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`a clock only goes forward: advance by ${ms} ms`)
    const step = Math.min(ms, Math.max(0, LAST - this.now()))
    if (this.#frozenAt === null) this.#offsetMs += step
    else this.#frozenAt += step
  }

  /** Moves forward to `at`, or stays where it is when that is past. */
  reach(at: Instant): void {
    this.advance(Math.max(0, at - this.now()))
  }

  freeze(): void {
    this.#frozenAt ??= this.now()
  }

  /** Runs on from where it stands. */
  thaw(): void {
    if (this.#frozenAt === null) return
    this.#offsetMs = this.#frozenAt - this.#real()
    this.#frozenAt = null
  }

  read(): ClockReading {
    return { frozenAt: this.#frozenAt, offsetMs: this.#offsetMs }
  }

  restore(reading: ClockReading): void {
    this.#frozenAt = reading.frozenAt
    this.#offsetMs = reading.offsetMs
  }
}

/** Node's timers hold 31 bits: one that is longer would be over at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY }

/** `"90s"`, `"1h30m"`, `"250ms"` in whole milliseconds; undefined when it is no duration. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/gy)]
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) return undefined
  return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit!]!, 0))
}

/** `"1h30m"`, `"250ms"`: the shortest text that `parseDuration` reads as so many whole milliseconds. */
export function durationText(ms: number): string {
  let left = Math.round(ms)
  let text = ''
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const count = Math.floor(left / UNITS[unit]!)
    if (count > 0) text += `${count}${unit}`
    left -= count * UNITS[unit]!
  }
  return text || '0s'
}

/** An ISO 8601 date or date-time with a zone as an instant; undefined when it is none. A bare date is midnight UTC. */
export function parseInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined
  const at = Date.parse(text)
  // Date.parse takes February 30 for March 2.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate()
  return Number.isNaN(at) || day !== Number(text.slice(8, 10)) ? undefined : at
}

/** `2026-01-01T00:00:00.000Z`. */
export function iso(at: Instant): string {
  return new Date(at).toISOString()
}

let httpDateSecond = -1
let httpDateText = ''

/** `Thu, 01 Jan 2026 00:00:00 GMT` (RFC 9110 5.6.7). Remembers the last second asked for. */
export function httpDate(at: Instant): string {
  const second = Math.floor(at / SECOND)
  if (second !== httpDateSecond) {
    httpDateSecond = second
    httpDateText = new Date(at).toUTCString()
  }
  return httpDateText
}
