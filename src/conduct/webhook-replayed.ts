import { remember, type Shelf } from './memory.ts'
import { sameCall, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'
import { accepted } from './webhook.ts'

/**
 * By event: how often it was delivered and accepted. `writes` are the calls since the first delivery of the event that was
 * repeated last: what is written again after its repeat was written because of it.
 */
type Memory = {
  accepted: Shelf<{ times: number; type: string }>
  writes: Shelf<{ request: string; delivered: number }>
  deliveries: number
  repeated: string | null
}

export const webhookReplayed = defineRule({
  id: 'webhook-replayed',
  severity: 'warn',
  about: 'A stale webhook was accepted, or a repeated one was acted upon twice.',
  harm: 'A webhook comes twice whenever an answer is late, and whoever has caught one can send it again.',
  mend: 'Refuse webhooks whose timestamp is more than five minutes old, and do nothing for a webhookId that was seen before.',
  tolerates: 'an answer of 2xx to a repeat that nothing follows from',
  numbers: {},
  start: (): Memory => ({ accepted: {}, writes: {}, deliveries: 0, repeated: null }),
  on: {
    delivered({ delivery }, memory) {
      if (!accepted(delivery)) return undefined
      memory.deliveries++
      const times = (memory.accepted[delivery.webhookId]?.times ?? 0) + 1
      remember(memory.accepted, delivery.webhookId, { times, type: delivery.type })
      memory.repeated = times > 1 ? delivery.type : null
      if (delivery.fault !== 'stale') return undefined
      return {
        subject: `stale ${delivery.type}`,
        message: `A ${delivery.type} webhook with an old timestamp was answered ${accepted(delivery)}.`,
      }
    },
    exchange(event, memory) {
      const { call, route } = event.exchange.context
      if (memory.deliveries === 0 || call.method === 'GET' || (route.takes ?? 'access') !== 'access') return undefined
      const same = sameCall(event)
      const before = memory.writes[same]
      if (!before || memory.repeated === null || before.delivered >= memory.deliveries) {
        remember(memory.writes, same, { request: event.id, delivered: memory.deliveries })
        return undefined
      }
      return {
        subject: `repeated ${memory.repeated}`,
        message: `${titleOf(event)} was made again after a ${memory.repeated} webhook had come a second time.`,
        requests: [before.request],
      }
    },
  },
})
