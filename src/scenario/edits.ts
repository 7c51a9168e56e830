/** Changes of a committed answer: of its JSON, or of how much of it arrives. */

import { isObject, type Json, type JsonObject, type Reply, type Wire } from '../core/http.ts'

/** Of several faults of the connection the first one counts. */
export function broken(wire: Wire) {
  return (reply: Reply): Reply => (reply.wire ? reply : { ...reply, wire })
}

export function drip(chunks: number, overMs: number) {
  return (reply: Reply): Reply => (reply.drip ? reply : { ...reply, drip: { chunks, overMs } })
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
