import { holderOf, nameOf } from './holder.ts'
import { defineRule } from './rule.ts'
import { type Attempts, attempt, noteSpending, spentBy } from './spending.ts'

export const rotatedTokenReused = defineRule({
  id: 'rotated-token-reused',
  severity: 'error',
  about: 'A refresh token is sent again although its successor had been delivered.',
  harm: 'A spent refresh token is refused, and at many providers its reuse is taken for theft and ends the authorization.',
  mend: 'Store the new refresh token with the new access token in one step, before anything else, where all processes see it.',
  tolerates:
    'one repeat after an answer that was lost, or that told of a passing failure. Where the repeat is answered (refreshGraceSeconds) it is a warning',
  source: 'RFC 9700 4.14.2',
  heeds: ['grant'],
  start: (): Attempts => ({ attempts: {} }),
  on: {
    exchange(event, memory) {
      const token = spentBy(event, 'refresh_token')
      if (token === undefined) return undefined
      const { who } = event.exchange.context
      const earlier = attempt(event, token, memory)
      const { spentAt } = who.credential!
      if (!earlier || spentAt === undefined || earlier.outcome === 'lost') return undefined
      const { request } = earlier
      return {
        subject: nameOf(holderOf(who)!),
        message: `A refresh brought the refresh token that ${request} had spent ${event.at - spentAt} ms before.`,
        requests: [request],
        mild: event.issued.length > 0,
      }
    },
    sent(event, memory) {
      noteSpending(event, memory)
      return undefined
    },
  },
})
