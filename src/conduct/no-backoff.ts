import { remember, type Shelf } from './memory.ts'
import { callerOf, mayPass, sameCall, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'

/** By call: how often it failed in a row, the first time and its request. `told` where the answer itself said when to retry. */
type Memory = { failing: Shelf<{ request: string; since: number; tries: number; told: boolean }> }

export const noBackoff = defineRule({
  id: 'no-backoff',
  severity: 'error',
  about: 'Failing calls repeated without growing pauses.',
  harm: 'A provider that is down or busy is kept down by clients that all try again at once.',
  mend: 'Wait longer before each further try (such as 0.5 s, 1 s, 2 s, 4 s, with some chance in it), and give up in the end.',
  tolerates: 'two quick tries, and three or more that take at least 50, 150, 350, 750 ms and so on in all',
  source: 'RFC 9110 15.6.4',
  waits: true,
  numbers: { firstMs: 50 },
  start: (): Memory => ({ failing: {} }),
  on: {
    exchange(event, { failing }, { firstMs }) {
      const { id, at, exchange } = event
      const call = sameCall(event)
      const before = failing[call]
      if (!mayPass(event)) {
        if (before) delete failing[call]
        if (!before) return undefined
      }
      if (!before) {
        const told = exchange.reply.headers?.['retry-after'] !== undefined
        remember(failing, call, { request: id, since: at, tries: 1, told })
        return undefined
      }
      before.tries++
      before.told ||= exchange.reply.headers?.['retry-after'] !== undefined
      const took = at - before.since
      const owed = firstMs * (2 ** (before.tries - 1) - 1)
      if (before.tries < 3 || before.told || took >= owed) return undefined
      return {
        subject: `${callerOf(event)} ${titleOf(event)}`,
        message: `${titleOf(event)} was tried ${before.tries} times within ${took} ms while it failed.`,
        requests: [before.request],
      }
    },
  },
})
