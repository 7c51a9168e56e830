import { SECOND } from '../core/clock.ts'
import type { Exchanged } from '../core/judge.ts'
import { isEmpty, remember, type Shelf } from './memory.ts'
import { callerOf, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'

/** By caller and what is limited: the answer that told to wait, until when, and how many calls had begun when it was sent. */
type Memory = { told: Shelf<{ request: string; until: number; begun: number | null }> }

export const retryAfterIgnored = defineRule({
  id: 'retry-after-ignored',
  severity: 'error',
  about: 'A call before the time that an answer told to wait.',
  harm: 'The provider is asked again while it cannot serve; the wait is often made longer for it.',
  mend: 'On 429 and 503 wait as long as Retry-After says, in seconds or until a date, or until the limit resets.',
  tolerates: 'calls that were under way when the answer came, and half a second less than was told',
  source: 'RFC 9110 10.2.3',
  replaces: ['no-backoff', 'limit-headers-ignored'],
  waits: true,
  /** `resets` 1: where there is no Retry-After, the header that tells when the limit resets counts. */
  numbers: { slackMs: 500, resets: 0 },
  start: (): Memory => ({ told: {} }),
  on: {
    exchange(event, { told }, { slackMs, resets }) {
      const { id, at, began } = event
      const until = waitUntil(event, resets === 1)
      if (until === undefined && isEmpty(told)) return undefined
      const key = `${callerOf(event)} ${event.exchange.context.route.issues ? 'tokens' : 'calls'}`
      const earlier = told[key]
      if (until !== undefined) remember(told, key, { request: id, until, begun: null })
      else if (earlier && at >= earlier.until) delete told[key]
      if (!earlier || earlier.begun === null || began <= earlier.begun || at >= earlier.until - slackMs)
        return undefined
      return {
        subject: key,
        message: `${titleOf(event)} came ${Math.ceil((earlier.until - at) / SECOND)} s before the time that an answer had told to wait for.`,
        requests: [earlier.request],
      }
    },
    sent({ id, begun }, { told }) {
      for (const each of Object.values(told)) if (each.request === id) each.begun = begun
      return undefined
    },
  },
})

/** Until when an answer tells its client to wait. */
function waitUntil({ at, injected, exchange }: Exchanged, resets: boolean): number | undefined {
  const { reply, context } = exchange
  if (reply.status !== 429 && reply.status !== 503) return undefined
  const header = reply.headers?.['retry-after']
  if (header !== undefined) return /^\d+$/.test(header) ? at + Number(header) * SECOND : dateOf(header)
  if (!resets || injected) return undefined
  const spent = context.quotas.filter(({ refused }) => refused)
  return spent.length === 0 ? undefined : Math.max(...spent.map(({ resetAt }) => resetAt))
}

function dateOf(header: string): number | undefined {
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : at
}
