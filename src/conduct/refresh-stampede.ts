import { holderOf, nameOf } from './holder.ts'
import { defineRule } from './rule.ts'
import { type Attempts, attempt, noteSpending, spentBy } from './spending.ts'
import { knew } from './told.ts'

export const refreshStampede = defineRule({
  id: 'refresh-stampede',
  severity: 'error',
  about: 'Several refreshes of one refresh token at the same time.',
  harm: 'Only one of them can win where refresh tokens rotate; the others are refused, and may end the authorization.',
  mend: 'Let one refresh run at a time for each authorization, and give its result to all who wait.',
  tolerates:
    'a refresh after the answer to the first was sent, on a running clock more than a second after it; one after an answer that was lost, or that told of a passing failure. Where the repeat is answered (refreshGraceSeconds) it is a warning',
  source: 'RFC 9700 4.14',
  replaces: ['rotated-token-reused', 'rotated-token-dropped', 'refresh-loop-after-rejection'],
  heeds: ['grant'],
  numbers: { withinMs: 1000 },
  start: (): Attempts => ({ attempts: {} }),
  on: {
    exchange(event, memory, { withinMs }) {
      const token = spentBy(event, 'refresh_token')
      if (token === undefined) return undefined
      const earlier = attempt(event, token, memory)
      if (!earlier) return undefined
      const { request, sentAt, outcome } = earlier
      const { at, frozen } = event
      if (sentAt !== null) {
        if (outcome === 'lost' || (outcome === 'refused' && knew(event, earlier))) return undefined
        if (frozen || at - sentAt > withinMs) return undefined
      }
      const when = sentAt === null || at <= sentAt ? 'was under way' : `had been answered ${at - sentAt} ms before`
      return {
        subject: nameOf(holderOf(event.exchange.context.who)!),
        message: `A refresh came while another one with the same refresh token ${when}.`,
        requests: [request],
        // The winner may be heard last: it has tokens to sign.
        mild: outcome === 'tokens' && event.issued.length > 0,
      }
    },
    sent(event, memory) {
      noteSpending(event, memory)
      return undefined
    },
  },
})
