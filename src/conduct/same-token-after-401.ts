import { noRefusals, noteCall, noteSent, sentAgain } from './refusals.ts'
import { defineRule } from './rule.ts'

export const sameTokenAfter401 = defineRule({
  id: 'same-token-after-401',
  severity: 'error',
  about: 'A token that was refused is sent again.',
  harm: 'A token that is expired or revoked never comes back: each such call is wasted, and counts against the limits.',
  mend: 'On a 401 drop the token, get a new one, and repeat the call once with that.',
  tolerates:
    'calls side by side, on other connections, or both, ten in all, since they may have been under way; the old token again when the client asked for a new one and got none',
  source: 'RFC 9110 15.5.2',
  replaces: ['expired-token-sent', 'no-recovery-after-401'],
  numbers: { underWay: 10 },
  start: noRefusals,
  on: {
    exchange(event, memory) {
      noteCall(event, memory)
      return undefined
    },
    sent(event, memory) {
      noteSent(event, memory)
      return undefined
    },
    ended: (memory, { underWay }) =>
      sentAgain(memory, underWay).map(({ first, client, requests, at, times }) => ({
        subject: client,
        message: `The token that ${first} had been refused for came again; ${times} calls with it were refused.`,
        requests: [first, ...requests],
        at,
      })),
  },
})
