/** Makes a letter of an event and puts it on its way: the flat body that is seen live (12.1), and the faults. */

import { HOUR, type Instant, iso, MINUTE, SECOND } from '../../../../core/clock.ts'
import { isObject, type JsonObject } from '../../../../core/http.ts'
import type { Delivery, Letter } from '../../../../core/outbox.ts'
import { drawFor } from '../../../../core/provider.ts'
import { digest } from '../../../../core/random.ts'
import type { Session } from '../../../../core/session.ts'
import type { App } from '../../data.ts'
import type { Settings } from '../settings.ts'

/** `event` is the event's name; `fields` may name their own `type`. */
export interface News {
  readonly event: string
  readonly fields: JsonObject
  /** Laid over the whole body. */
  readonly data?: JsonObject
}

/** By how much a stale timestamp is too old; receivers allow about five minutes (docs hoopai/oauth/webhook-authentication). */
const STALE_MS = 10 * MINUTE
/** How late a late one is, and how long one waits for another that is to go before it. */
const LATE_MS = 10 * MINUTE

/** Answers the letter on its way to one app; of a duplicate, the first. */
export async function dispatch(
  session: Session,
  settings: Settings,
  at: Instant,
  app: App,
  { event, fields, data = {} }: News,
  url = settings.webhookUrl,
  fault: string = settings.webhookFault,
): Promise<Delivery> {
  const { appId, versionId } = app
  const said = { type: event, ...fields, appId, versionId }
  // By its content, not by its time: on a running clock, too, the same events get the same ids.
  const drawn = await drawFor(session, 'hoopai webhook', digest(JSON.stringify([said, data])))
  const timestamp = iso(fault === 'stale' ? at - STALE_MS : at)
  const body = merge({ ...said, timestamp, webhookId: drawn.uuid() }, data)
  const letter: Letter = {
    provider: 'hoopai',
    webhookId: String(body.webhookId),
    type: event,
    recipient: appId,
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    retriesMs: retriesMs(settings),
    timeoutMs: settings.webhookTimeoutSeconds * SECOND,
    ...(fault === 'none' ? {} : { fault }),
  }
  const { outbox } = session
  if (fault === 'reordered') return outbox.send(letter, { at, behindNextUntil: at + LATE_MS })
  const sent = await outbox.send(letter, { at: fault === 'late' ? at + LATE_MS : at })
  if (fault === 'duplicate') await outbox.send(letter, { at })
  return sent
}

/** One minute, then twice as long each time, an hour at most; without jitter (U22). */
function retriesMs({ webhookRetries }: Settings): number[] {
  return Array.from({ length: webhookRetries }, (_, i) => Math.min(MINUTE * 2 ** i, HOUR))
}

/** Objects are merged, anything else takes the place of what was there. */
function merge(under: JsonObject, over: JsonObject): JsonObject {
  const merged = { ...under }
  for (const [name, value] of Object.entries(over)) {
    const old = merged[name]
    merged[name] = isObject(old) && isObject(value) ? merge(old, value) : value
  }
  return merged
}
