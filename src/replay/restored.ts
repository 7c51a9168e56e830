/** A client reads back what it sent, not what stood in for it. */

import type { Json, Reply } from '../core/http.ts'

/** What is written the same in JSON, HTML and URLs. Other texts are left to their stand-ins, which are harmless anywhere. */
const ANYWHERE = /^[\w.~-]{12,}$/

/** @param sent by stand-in, what the client sent */
export function restored(reply: Reply, sent: ReadonlyMap<string, string>): Reply {
  const able = [...sent].filter(([, credential]) => ANYWHERE.test(credential))
  const restore = (text: string) =>
    able.reduce((all, [standIn, credential]) => all.replaceAll(standIn, credential), text)
  const { json, text, headers } = reply
  const written = json === undefined ? '' : JSON.stringify(json)
  return {
    ...reply,
    ...(text === undefined ? {} : { text: restore(text) }),
    ...(able.some(([standIn]) => written.includes(standIn)) ? { json: JSON.parse(restore(written)) as Json } : {}),
    ...(headers
      ? { headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, restore(value)])) }
      : {}),
  }
}
