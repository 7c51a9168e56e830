import { isEmpty, remember, type Shelf } from './memory.ts'
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
  tolerates:
    'two quick tries, and three or more with pauses of at least 50, 100, 200, 400 ms and so on up to 2 s, added up',
  source: 'RFC 9110 15.6.4',
  waits: true,
  numbers: { firstMs: 50, mostMs: 2000 },
  start: (): Memory => ({ failing: {} }),
  on: {
    exchange(event, { failing }, { firstMs, mostMs }) {
      const { id, at, exchange } = event
      if (!mayPass(event) && isEmpty(failing)) return undefined
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
      const owed = owedMs(before.tries - 1, firstMs, mostMs)
      if (before.tries < 3 || before.told || took >= owed) return undefined
      return {
        subject: `${callerOf(event)} ${titleOf(event)}`,
        message: `${titleOf(event)} was tried ${before.tries} times within ${took} ms while it failed.`,
        requests: [before.request],
      }
    },
  },
})

/** So many pauses, each twice as long as the one before until it is long enough. */
function owedMs(pauses: number, firstMs: number, mostMs: number): number {
  const growing = Math.min(pauses, Math.max(0, Math.ceil(Math.log2(mostMs / firstMs))))
  return firstMs * (2 ** growing - 1) + (pauses - growing) * mostMs
}
