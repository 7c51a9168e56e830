import { isEmpty, remember, type Shelf } from './memory.ts'
import { callerOf, sameCall, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'

/** By call: the first of its failures in a row, and how many they are. */
type Memory = { failing: Shelf<{ request: string; tries: number }> }

export const retryStorm = defineRule({
  id: 'retry-storm',
  severity: 'error',
  about: 'One failing call repeated again and again.',
  harm: "Tries without an end hide the failure from those who could mend it, and spend everybody's limits.",
  mend: 'Bound the tries, repeat only what may pass (429, 502, 503, 504, a lost connection), and report the rest.',
  tolerates: 'ten tries; 401 and 404 are left to other rules',
  source: 'RFC 9110 9.2.2',
  replaces: ['no-backoff'],
  numbers: { tries: 10 },
  start: (): Memory => ({ failing: {} }),
  on: {
    exchange(event, { failing }, { tries }) {
      const { exchange, id } = event
      const { status, wire } = exchange.reply
      const failed = status === 0 || wire !== undefined || (status >= 400 && status !== 401 && status !== 404)
      if (!failed && isEmpty(failing)) return undefined
      const call = sameCall(event)
      const before = failing[call]
      if (!failed) {
        if (before) delete failing[call]
        return undefined
      }
      if (!before) {
        remember(failing, call, { request: id, tries: 1 })
        return undefined
      }
      before.tries++
      if (before.tries <= tries) return undefined
      return {
        subject: `${callerOf(event)} ${titleOf(event)}`,
        message: `${titleOf(event)} was tried ${before.tries} times in a row, and failed each time.`,
        requests: [before.request],
      }
    },
  },
})
