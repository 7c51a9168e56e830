import { remember, type Shelf } from './memory.ts'
import { callerOf, mayPass, sameCall, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'

/** By call: the write that was done although its client could not know. */
type Memory = { lost: Shelf<{ request: string }> }

export const unsafeRetry = defineRule({
  id: 'unsafe-retry',
  severity: 'error',
  about: 'A write repeated after it had been done, since its answer was lost.',
  harm: 'It is done twice: a second contact, a second message to the same person.',
  mend: 'After a lost answer look whether the write was done before you repeat it, or use a route that may be repeated (upsert).',
  tolerates: 'repeats of PUT and DELETE, of upserts and of reads by POST, and of writes that were not done',
  source: 'RFC 9110 9.2.2',
  numbers: {},
  start: (): Memory => ({ lost: {} }),
  on: {
    exchange(event, { lost }) {
      const { id, exchange, committed } = event
      const { call, route } = exchange.context
      if (
        (call.method !== 'POST' && call.method !== 'PATCH') ||
        route.repeatable ||
        (route.takes ?? 'access') !== 'access'
      )
        return undefined
      const same = sameCall(event)
      const earlier = lost[same]
      if (committed >= 200 && committed < 300 && mayPass(event)) remember(lost, same, { request: id })
      if (!earlier || committed === 0) return undefined
      return {
        subject: `${callerOf(event)} ${titleOf(event)}`,
        message: `${titleOf(event)} was repeated, although it had been done: only its answer was lost.`,
        requests: [earlier.request],
      }
    },
  },
})
