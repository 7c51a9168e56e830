/** The words that schemas of scenarios are made of. Their messages carry what was expected and what is known. */

import * as v from 'valibot'
import { parseDuration, parseInstant } from '../core/clock.ts'
import { isWebUrl, parseLimit } from '../core/settings.ts'

/** The server writes these itself. */
const OWN_HEADERS = ['content-length', 'transfer-encoding', 'connection', 'date']
const DURATION = 'a duration such as "250ms", "2s" or "1h30m"'
const SIGNED = 'a duration such as "5m" or "-5m"'
const RANGE = 'two durations, the shorter one first'
const LIMIT = '"<number> per <duration>", such as "5 per 1m"'
const WEB_URL = 'an http or https URL, or an empty text'
const INSTANT = 'an instant such as 2026-01-01T00:00:00Z'
const ID = '1 to 64 of A-Z a-z 0-9 . _ -'
const CHANCE = 'a number from 0 to 1'
const HEADER = `a header's name other than ${OWN_HEADERS.join(', ')}`
const VALUE = 'a text or number that fits on a header line, {date: ...} or {elsewhere: ...}'
const PATH = 'a path such as "/oauth/token"'

export const flag = v.boolean(say('true or false'))
export const seed = v.pipe(v.number(say('a whole number')), v.safeInteger(say('a whole number')))
export const chance = v.pipe(v.number(say(CHANCE)), v.minValue(0, say(CHANCE)), v.maxValue(1, say(CHANCE)))
export const id = v.pipe(v.string(say(ID)), v.regex(/^[A-Za-z0-9._-]{1,64}$/, say(ID)))
export const instant = checked(INSTANT, (value) => parseInstant(value) !== undefined)
export const limit = checked(LIMIT, (value) => parseLimit(value) !== undefined)
export const webUrl = v.pipe(
  v.string(say(WEB_URL)),
  v.regex(/^(https?:\/\/\S+)?$/, say(WEB_URL)),
  v.check((text) => text === '' || isWebUrl(text), say(WEB_URL)),
)
export const duration = v.pipe(v.string(say(DURATION)), v.regex(/^(\d+(\.\d+)?(ms|s|m|h|d))+$/, say(DURATION)))
export const signedDuration = v.pipe(v.string(say(SIGNED)), v.regex(/^-?(\d+(\.\d+)?(ms|s|m|h|d))+$/, say(SIGNED)))
export const range = v.pipe(
  v.strictTuple([duration, duration], say(RANGE)),
  v.check(([low, high]) => {
    const [from, to] = [parseDuration(low), parseDuration(high)]
    return from === undefined || to === undefined || from < to
  }, say(RANGE)),
)
export const headerName = v.pipe(
  v.string(),
  v.regex(/^[\w!#$%&'*+.^`|~-]+$/, say(HEADER, undefined, 'key')),
  v.check((name) => !OWN_HEADERS.includes(name.toLowerCase()), say(HEADER, undefined, 'key')),
)
const fromNow = map('a date', {
  date: about("An HTTP date, so far from the call's instant; with a minus, in the past.", signedDuration),
})
const otherHost = map('a place', {
  elsewhere: about(
    "The URL of this path at the emulator's other name: localhost for 127.0.0.1, and 127.0.0.1 for localhost.",
    v.pipe(v.string(say(PATH)), v.regex(/^\/[\x21-\x7e]*$/, say(PATH))),
  ),
})
export const headerValue = pick(
  (value) => {
    if (typeof value === 'number') return v.number()
    if (typeof value === 'object' && value !== null && 'date' in value) return fromNow
    if (typeof value === 'object' && value !== null && 'elsewhere' in value) return otherHost
    return v.pipe(v.string(say(VALUE)), v.regex(/^[\t\x20-\x7e]*$/, say(VALUE)))
  },
  () => v.union([v.string(), v.number(), fromNow, otherHost]),
)
export const headerChange = pick(
  (value) => (value === null ? v.null() : headerValue),
  () => v.union([headerValue, v.null()]),
)

function checked(expected: string, holds: (value: string) => boolean) {
  return v.pipe(v.string(say(expected)), v.check(holds, say(expected)))
}

/** What an issue's message carries: valibot has no room for it elsewhere. */
export interface Saying {
  readonly expected: string
  readonly known?: readonly string[]
  readonly on?: 'key' | 'missing'
  /** What is there instead is not to be shown. */
  readonly secret?: true
}

export function say(expected: string, known?: readonly string[], on?: Saying['on'], secret?: true): string {
  return JSON.stringify({ expected, known, on, secret } satisfies { [K in keyof Saying]: unknown })
}

/** An object with these keys and no others. */
export function map<E extends v.ObjectEntries>(what: string, entries: E) {
  const schema = v.strictObject(entries, ({ expected, path }) => {
    if (expected === 'never') return say(`a key of ${what}`, Object.keys(entries), 'key')
    return path ? say(`${expected!.replaceAll('"', '')} in ${what}`, undefined, 'missing') : say(`a map: ${what}`)
  })
  return pick(
    (value) => (Array.isArray(value) ? v.never(say(`a map: ${what}`)) : schema),
    () => schema,
  )
}

export function record(what: string, key: v.GenericSchema<string, string>, value: v.GenericSchema) {
  const schema = v.record(key, value, say(what))
  return pick(
    (each) => (Array.isArray(each) ? v.never(say(what)) : schema),
    () => schema,
  )
}

/** The schema that fits what is there, so that its messages are exact; `all` is what may be there. */
export function pick<T extends v.GenericSchema>(
  choose: (value: unknown) => v.GenericSchema,
  all: () => T,
): v.LazySchema<T> {
  return v.lazy((value) => (value === undefined ? all() : choose(value)) as T)
}

export function about<T extends v.GenericSchema>(description: string, schema: T) {
  return v.pipe(schema, v.description(description))
}

/** Completion for editors of what is checked elsewhere. A getter is asked when they want it: checks read no tables for it. */
export function hinted<T extends v.GenericSchema>(schema: T, metadata: Record<string, unknown>) {
  return v.pipe(schema, v.metadata(metadata))
}

export function text(expected: string) {
  return v.pipe(v.string(say(expected)), v.nonEmpty(say(expected)))
}

export function oneOf(expected: string, known: readonly string[]) {
  return v.picklist(known, say(expected, known))
}

export function whole(expected: string, low: number, high = Number.MAX_SAFE_INTEGER) {
  return v.pipe(
    v.number(say(expected)),
    v.integer(say(expected)),
    v.minValue(low, say(expected)),
    v.maxValue(high, say(expected)),
  )
}

export function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}
