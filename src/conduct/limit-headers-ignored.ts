import { remember, type Shelf } from './memory.ts'
import { defineRule } from './rule.ts'

/** By window: the served call that told that nothing is left of it, and until when. */
type Memory = { empty: Shelf<{ request: string; at: number; resetAt: number }> }

export const limitHeadersIgnored = defineRule({
  id: 'limit-headers-ignored',
  severity: 'error',
  about: 'A call into a rate limit that the headers of an earlier answer had announced.',
  harm: 'Every such call is refused and must be made again; providers slow down or block clients that run into limits.',
  mend: 'Read the limit headers of every answer, and hold calls back when nothing is left until the window resets.',
  tolerates: 'calls within a second of that answer, which may have been under way already',
  waits: true,
  numbers: { graceMs: 1000 },
  start: (): Memory => ({ empty: {} }),
  on: {
    exchange({ id, at, injected, exchange }, { empty }, { graceMs }) {
      const { context, code } = exchange
      let told: Memory['empty'][string] | undefined
      for (const { remaining, refused, resetAt, standing } of context.quotas) {
        const earlier = empty[standing.key]
        if (refused && earlier && earlier.resetAt === resetAt && at - earlier.at > graceMs) told = earlier
        if (remaining === 0 && !refused && !earlier) remember(empty, standing.key, { request: id, at, resetAt })
        if (earlier && at >= earlier.resetAt) delete empty[standing.key]
      }
      if (!told || injected || code !== 'rate_limited') return undefined
      return {
        subject: context.who.client ?? 'anonymous',
        message: `A call was refused for its rate, ${at - told.at} ms after an answer had said that nothing is left for ${told.resetAt - told.at} ms.`,
        requests: [told.request],
      }
    },
  },
})
