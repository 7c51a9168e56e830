import { asks, type Holder, holderOf, mayBe, nameOf } from './holder.ts'
import { remember, type Shelf } from './memory.ts'
import { accessOf, isDead } from './refusals.ts'
import { defineRule } from './rule.ts'

type Memory = {
  /** Tokens that the client got by itself, so that it can get another. */
  own: Shelf<true>
  /** By token: the call that was refused for it, and nothing followed. */
  open: Shelf<Holder & { request: string; at: number; told: boolean }>
}

export const noRecoveryAfter401 = defineRule({
  id: 'no-recovery-after-401',
  severity: 'error',
  about: 'A token is refused, and the client never asks for another.',
  harm: 'Every token ends some day, often before its time. From then on this client gets nothing.',
  mend: 'On a 401 that says that the token is invalid or expired, get a new one and repeat the call once.',
  tolerates: 'tokens that somebody else got for the client; keys that never expire; a token request that fails',
  source: 'RFC 6750 3.1',
  start: (): Memory => ({ own: {}, open: {} }),
  on: {
    exchange(event, { own, open }) {
      for (const { id, kind } of event.brought) if (kind === 'access') remember(own, id, true)
      const holder = holderOf(event.exchange.context.who)
      if (holder === undefined) return undefined
      const token = accessOf(event)
      const recovers = asks(event) || event.issued.length > 0 || event.exchange.code === undefined
      if (recovers) settle(open, holder, token)
      else if (token !== undefined && own[token] && !open[token] && isDead(event))
        remember(open, token, { ...holder, request: event.id, at: event.at, told: false })
      return undefined
    },
    consented({ client, location }, { open }) {
      settle(open, { client, ...(location === undefined ? {} : { location }) })
      return undefined
    },
    sent({ id, hungUp }, { open }) {
      for (const each of Object.values(open)) if (each.request === id) each.told = !hungUp
      return undefined
    },
    ended: ({ open }) =>
      Object.values(open)
        .filter(({ told }) => told)
        .map(({ request, at, ...holder }) => ({
          subject: nameOf(holder),
          message: `${request} was refused for its token, and no request for another followed.`,
          requests: [request],
          at,
        })),
  },
})

/** The holder goes on: with another token than the one that is refused. */
function settle(open: Memory['open'], holder: Holder, token?: string): void {
  for (const refused in open) if (refused !== token && mayBe(open[refused]!, holder)) delete open[refused]
}
