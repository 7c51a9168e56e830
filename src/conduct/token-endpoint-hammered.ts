import { asks, holderOf, nameOf } from './holder.ts'
import { remember, type Shelf } from './memory.ts'
import { defineRule } from './rule.ts'
import { isFinal } from './told.ts'

/** By client: how many token requests in a row were refused, and the first of them. */
type Memory = { rows: Shelf<{ first: string; times: number }> }

export const tokenEndpointHammered = defineRule({
  id: 'token-endpoint-hammered',
  severity: 'error',
  about: 'The token endpoint refuses, and is asked again and again.',
  harm: 'What is refused for good stays refused, and a limit that is reached stays reached: it only keeps others out.',
  mend: 'Stop when client, secret or code are refused, and tell a person. On a 429 wait as the answer says.',
  tolerates:
    'so many refusals in a row as the number says; failures of the server; refreshes (see refresh-loop-after-rejection)',
  heeds: ['grant'],
  numbers: { tries: 6 },
  start: (): Memory => ({ rows: {} }),
  on: {
    exchange(event, { rows }, { tries }) {
      if (!asks(event)) return undefined
      const { reply, context } = event.exchange
      const holder = holderOf(context.who)
      if (holder === undefined || context.who.grant === 'refresh_token') return undefined
      const subject = nameOf(holder)
      if (event.brought.length > 0) {
        delete rows[subject]
        return undefined
      }
      if (!isFinal(event) && reply.status !== 429) return undefined
      const row = rows[subject] ?? { first: event.id, times: 0 }
      remember(rows, subject, { ...row, times: row.times + 1 })
      if (row.times < tries) return undefined
      const message = `A token request came after ${row.times} in a row had been refused, the last with ${reply.status}.`
      return { subject, message, requests: [row.first] }
    },
  },
})
