import { holderOf, nameOf } from './holder.ts'
import { defineRule } from './rule.ts'
import { type Attempts, attempt, noteSpending, spentBy } from './spending.ts'

export const codeReplayed = defineRule({
  id: 'code-replayed',
  severity: 'error',
  about: 'An authorization code is exchanged twice.',
  harm: 'A code is good once. A second exchange is refused, and may be taken for theft and end what the first one brought.',
  mend: 'Exchange each code once, even when the callback is loaded again; when that fails, ask the person again.',
  tolerates: 'one repeat after an answer that was lost, or that told of a passing failure',
  source: 'RFC 6749 4.1.2',
  replaces: ['token-endpoint-hammered'],
  heeds: ['grant'],
  start: (): Attempts => ({ attempts: {} }),
  on: {
    exchange(event, memory) {
      const code = spentBy(event, 'authorization_code')
      if (code === undefined) return undefined
      const { who } = event.exchange.context
      const earlier = attempt(event, code, memory)
      if (!earlier || earlier.outcome === 'lost') return undefined
      const isUnderWay = earlier.sentAt === null
      if (!isUnderWay && who.credential!.spentAt === undefined) return undefined
      const { request } = earlier
      return {
        subject: nameOf(holderOf(who)!),
        message: `A code came a second time, ${isUnderWay ? 'while' : 'after'} ${request} ${isUnderWay ? 'was under way' : 'had been answered'}.`,
        requests: [request],
      }
    },
    sent(event, memory) {
      noteSpending(event, memory)
      return undefined
    },
  },
})
