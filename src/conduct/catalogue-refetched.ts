import { MINUTE } from '../core/clock.ts'
import { remember, type Shelf } from './memory.ts'
import { sameCall, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'

/** By call: how often it was served since when. */
type Memory = { served: Shelf<{ request: string; since: number; times: number }> }

export const catalogueRefetched = defineRule({
  id: 'catalogue-refetched',
  severity: 'warn',
  about: 'The same catalogue data fetched again and again.',
  harm: 'It spends the rate limit on answers that the client has already.',
  mend: 'Keep catalogue metadata, and filters above all: they change rarely.',
  tolerates: 'five equal reads within five minutes',
  numbers: { times: 5, withinMs: 5 * MINUTE },
  start: (): Memory => ({ served: {} }),
  on: {
    exchange(event, { served }, { times, withinMs }) {
      const { exchange, id, at } = event
      const { call, route } = exchange.context
      if (
        call.method !== 'GET' ||
        exchange.reply.status !== 200 ||
        exchange.reply.wire ||
        (route.takes ?? 'access') !== 'access'
      )
        return undefined
      const same = sameCall(event)
      const before = served[same]
      if (!before || at - before.since > withinMs) {
        remember(served, same, { request: id, since: at, times: 1 })
        return undefined
      }
      if (++before.times <= times) return undefined
      return {
        subject: route.name,
        message: `${titleOf(event)} was fetched ${before.times} times within ${Math.ceil((at - before.since) / 1000)} s, each time the same.`,
        requests: [before.request],
      }
    },
  },
})
