/** What a client asked and what it is answered, as plain data: nothing here knows a socket. */

import type { Instant } from './clock.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }
export type JsonObject = { [key: string]: Json | undefined }

export type FoundBy = 'prefix' | 'header' | 'credentials' | 'default'

/** One request. Header names are lower case; `path` is what follows the provider's prefix and starts with a slash. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The raw bytes. Empty when none were sent, or when `oversize` says they were not read. */
  readonly body: Buffer
  /** The one reading of the session's clock that the whole call goes by. */
  readonly at: Instant
  /** Scheme, host and prefix as the client wrote them, without a final slash: absolute URLs in answers start with it. */
  readonly base: string
  /** The peer's address, for limits that count by it. */
  readonly address: string
  /** The peer's port: with its address, the connection. Undefined without a socket. */
  readonly port?: number | undefined
  /** How its session was found. */
  readonly foundBy?: FoundBy
  /** Which part was larger than the emulator reads. */
  readonly oversize?: 'body' | 'headers' | undefined
}

/**
 * A fault of the connection. `reset`: a TCP reset in place of the answer; `close`: an end without a byte; `empty`: headers
 * and no body; `truncate`: half of what the headers announced, then the end; `malformed`: broken JSON of full length.
 */
export type Wire = 'reset' | 'close' | 'empty' | 'truncate' | 'malformed'

/** The status of a reply that no byte is sent of. */
export const NO_STATUS = 0

/** One answer. At most one of `json`, `text` and `bytes` is given; none is an empty body. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: Json
  readonly text?: string
  readonly bytes?: Uint8Array
  /** Wall-clock milliseconds to hold the finished answer back. */
  readonly delayMs?: number
  /** What becomes of it on the wire. */
  readonly wire?: Wire
  /** Its body is sent in so many pieces, over so many wall-clock milliseconds. */
  readonly drip?: { readonly chunks: number; readonly overMs: number }
  /** The call's id in the journal, where somebody wants to know when its answer was sent. */
  readonly request?: string
  /** The rule whose effect made or changed this answer, where the scenario marks such answers. */
  readonly fault?: string
}

/** Whether it is an object of JSON: no list, not null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The texts under these names in an object of JSON, in the order asked. */
export function textsIn(value: Json | undefined, ...names: readonly string[]): string[] {
  const found = names.map((name) => (isObject(value) ? value[name] : undefined))
  return found.filter((each) => typeof each === 'string')
}

/** The body as a JSON object, or undefined when it is not one. */
export function jsonObject(call: Call): JsonObject | undefined {
  const value = parseJson(call)
  return isObject(value) ? value : undefined
}

/** No body that anybody means nests so deep, and what walks one step by step runs out of stack in the end. */
const DEEPEST = 100

/** Bodies are read by several in turn, none of whom changes what was read. */
const texts = new WeakMap<Buffer, { readonly json: Json | undefined }>()
const forms = new WeakMap<Buffer, URLSearchParams>()

/** The body as JSON, or undefined when it is empty, no JSON, or deeper than 100 levels. The same object at each call. */
export function parseJson({ body }: Pick<Call, 'body'>): Json | undefined {
  if (body.length === 0) return undefined
  let known = texts.get(body)
  if (!known) texts.set(body, (known = { json: readJson(body) }))
  return known.json
}

function readJson(body: Buffer): Json | undefined {
  try {
    const value = JSON.parse(body.toString('utf8')) as Json
    return body.length > 2 * DEEPEST && isDeeper(value, DEEPEST) ? undefined : value
  } catch {
    return undefined
  }
}

/** Whether objects and lists stand in one another on more than so many levels. */
export function isDeeper(value: Json | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1))
}

/** The media type of the body, in lower case and without parameters; empty when none was named. */
export function mediaType(call: Call): string {
  return (call.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase()
}

/** The body's form fields (application/x-www-form-urlencoded), whatever type was announced. The same object at each call. */
export function form({ body }: Pick<Call, 'body'>): URLSearchParams {
  let fields = forms.get(body)
  if (!fields) forms.set(body, (fields = new URLSearchParams(body.toString('utf8'))))
  return fields
}

/** The token of `Authorization: <scheme> <token>`; the scheme's case is free (RFC 9110 11.1). Undefined without one. */
export function authorization(call: Call, scheme: string): string | undefined {
  const header = call.headers.authorization
  if (header === undefined || header.length <= scheme.length + 1) return undefined
  if (header.charCodeAt(scheme.length) !== 32 || header.slice(0, scheme.length).toLowerCase() !== scheme.toLowerCase())
    return undefined
  return header.slice(scheme.length + 1).trim() || undefined
}
