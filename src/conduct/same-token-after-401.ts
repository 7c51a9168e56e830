import { asks } from './holder.ts'
import { accessOf, isDead, noRefusals, noteAsked, noteRefusal, noteSent, refusedBefore } from './refusals.ts'
import { defineRule } from './rule.ts'

export const sameTokenAfter401 = defineRule({
  id: 'same-token-after-401',
  severity: 'error',
  about: 'A token that was refused is sent again.',
  harm: 'A token that is expired or revoked never comes back: each such call is wasted, and counts against the limits.',
  mend: 'On a 401 drop the token, get a new one, and repeat the call once with that.',
  tolerates:
    'calls that were under way when the first was refused, on other connections ten in all; the old token again when the client asked for a new one and got none',
  source: 'RFC 9110 15.5.2',
  replaces: ['expired-token-sent', 'no-recovery-after-401'],
  numbers: { underWay: 10 },
  start: noRefusals,
  on: {
    exchange(event, memory, { underWay }) {
      if (asks(event)) {
        noteAsked(event, memory)
        return undefined
      }
      const token = accessOf(event)
      if (token === undefined) return undefined
      const before = refusedBefore(event, token, memory, underWay)
      if (isDead(event)) noteRefusal(event, token, memory)
      if (before === undefined) return undefined
      return {
        subject: event.exchange.context.who.client!,
        message: `A call came with the token that ${before} had been refused for.`,
        requests: [before],
      }
    },
    sent(event, memory) {
      noteSent(event, memory)
      return undefined
    },
  },
})
