/** Changes of a committed answer: of its headers, its JSON, or of how much of it arrives. */

import { httpDate, parseDuration } from '../core/clock.ts'
import { type Call, isObject, type Json, type JsonObject, type Reply, type Wire } from '../core/http.ts'
import type { HeaderText } from './written.ts'

/** Of several faults of the connection the first one counts. */
export function broken(wire: Wire) {
  return (reply: Reply): Reply => (reply.wire ? reply : { ...reply, wire })
}

export function drip(chunks: number, overMs: number) {
  return (reply: Reply): Reply => (reply.drip ? reply : { ...reply, drip: { chunks, overMs } })
}

/** Lays headers over the answer's own; null takes one away. */
export function headed(named: Readonly<Record<string, HeaderText | null>>) {
  return (reply: Reply, call: Call): Reply => {
    const headers: Record<string, string> = { ...reply.headers }
    for (const [name, value] of Object.entries(named)) {
      if (value === null) delete headers[name.toLowerCase()]
      else headers[name.toLowerCase()] = headerText(value, call)
    }
    return { ...reply, headers }
  }
}

/** The value of a header in the answer to a call. */
export function headerText(value: HeaderText, { at, base }: Call): string {
  if (typeof value !== 'object') return String(value)
  if ('date' in value) return httpDate(at + signedMs(value.date))
  const url = new URL(base + value.elsewhere)
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost'
  return url.href
}

/** A duration in milliseconds; with a minus, below zero. */
export function signedMs(text: string): number {
  return text.startsWith('-') ? -parseDuration(text.slice(1))! : parseDuration(text)!
}

/** RFC 7396 on the answer's JSON; an answer without any stays as it is. */
export function merged(patch: Json) {
  return (reply: Reply): Reply =>
    reply.json === undefined ? reply : { ...reply, json: mergePatch(plain(reply.json), patch) as Json }
}

/** RFC 7396 section 2. */
function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const result: JsonObject = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined) delete result[name]
    else result[name] = mergePatch(result[name], value)
  }
  return result
}

/** As it would be sent: a field that is undefined is not there. */
function plain(json: Json): Json {
  return JSON.parse(JSON.stringify(json)) as Json
}
