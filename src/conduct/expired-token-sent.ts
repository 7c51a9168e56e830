import { expired } from '../core/vault.ts'
import { remember, type Shelf } from './memory.ts'
import { accessOf, noRefusals, noteCall, noteSent, type Refusals, sentAgain } from './refusals.ts'
import { defineRule } from './rule.ts'

type Memory = Refusals & {
  /** By token: until when its client believes that it lives, and how far the clock had jumped when it was told so. */
  until: Shelf<{ at: number; jumpedMs: number }>
  /** Time that passed for nobody. */
  jumpedMs: number
}

export const expiredTokenSent = defineRule({
  id: 'expired-token-sent',
  severity: 'error',
  about: 'A token is sent although it is past the time that its answer gave it.',
  harm: 'The call is refused for sure and has to be made again; with many calls at once that is a storm.',
  mend: 'Read expires_in, and renew a little before that time is over.',
  tolerates:
    'a few seconds; tokens whose life was cut, whose answer was changed, or that a jump of the clock or the clock of the provider outran, until the client was told',
  numbers: { lateMs: 2000, underWay: 10 },
  start: (): Memory => ({ ...noRefusals(), until: {}, jumpedMs: 0 }),
  on: {
    exchange(event, memory, { lateMs }) {
      const { at, injected } = event
      // The client counts from when it got the token, whatever the clock of the provider says.
      for (const { id, kind, issuedAt, expiresAt } of event.brought)
        if (kind === 'access' && expiresAt !== null && !injected)
          remember(memory.until, id, { at: at + expiresAt - issuedAt, jumpedMs: memory.jumpedMs })
      noteCall(event, memory)
      const token = accessOf(event)
      const until = token === undefined ? undefined : memory.until[token]
      const { client, credential } = event.exchange.context.who
      if (!until || !expired(credential!, at)) return undefined
      const overMs = at - (memory.jumpedMs - until.jumpedMs) - until.at
      if (overMs < lateMs) return undefined
      return { subject: client!, message: `A token was sent ${Math.round(overMs / 1000)} s after its time was over.` }
    },
    sent(event, memory) {
      noteSent(event, memory)
      return undefined
    },
    ended: (memory, { underWay }) =>
      sentAgain(memory, underWay).map(({ first, client, requests, at }) => ({
        subject: client,
        message: `An expired token was sent again, after ${first} had been refused for it.`,
        requests: [first, ...requests],
        at,
      })),
    advanced({ from, to }, memory) {
      memory.jumpedMs += to - from
      return undefined
    },
  },
})
