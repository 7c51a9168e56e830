import { asks, type Holder, holderOf, mayBe, nameOf } from './holder.ts'
import { remember, type Shelf } from './memory.ts'
import { accessOf, isDead } from './refusals.ts'
import { defineRule } from './rule.ts'
import { spentBy } from './spending.ts'

/** What a refresh brought, and its client has not used all of. */
type Pair = {
  request: string
  holder: Holder
  refresh: string
  access: string
  scopes: string[]
  /** From when on another token is due, by what the client was told of the access token's end. */
  dueAt: number | null
  refused: boolean
  told: boolean
}

/** By the spent refresh token. */
type Memory = { pairs: Shelf<Pair> }

export const rotatedTokenDropped = defineRule({
  id: 'rotated-token-dropped',
  severity: 'error',
  about: 'The new refresh token is never used: the client comes with the older one, or asks the person once more.',
  harm: 'The authorization is lost at the second refresh, a day after all seemed well, and somebody has to log in again.',
  mend: 'Replace the stored refresh token by the one of each answer that brings one.',
  tolerates:
    'the older one while the new access token lives (see rotated-token-reused); an answer that was lost; a consent for more scopes',
  source: 'RFC 6749 6',
  replaces: ['rotated-token-reused'],
  heeds: ['grant', 'failed'],
  numbers: { earlySeconds: 300 },
  start: (): Memory => ({ pairs: {} }),
  on: {
    exchange(event, { pairs }, { earlySeconds }) {
      const access = accessOf(event)
      if (access !== undefined) {
        if (isDead(event)) for (const pair of Object.values(pairs)) if (pair.access === access) pair.refused = true
        return undefined
      }
      const token = asks(event) ? spentBy(event, 'refresh_token') : undefined
      if (token === undefined) return undefined
      for (const spent in pairs) if (pairs[spent]!.refresh === token) delete pairs[spent]
      const { who } = event.exchange.context
      const pair = pairs[token]
      const isDue = pair && (pair.refused || (pair.dueAt !== null && event.at >= pair.dueAt))
      if (pair?.told && isDue)
        return {
          subject: nameOf(pair.holder),
          message: `A refresh brought the older refresh token, though ${pair.request} had brought a new one.`,
          requests: [pair.request],
        }
      const [first, second] = event.brought
      if (!pair && first?.kind === 'access' && second?.kind === 'refresh') {
        const { scopes, expiresAt } = first
        // Some tokens live for no longer than others are renewed early.
        const dueAt = expiresAt && expiresAt - Math.min(earlySeconds * 1000, (expiresAt - event.at) / 2)
        const common = { request: event.id, holder: holderOf(who)!, refused: false, told: false }
        remember(pairs, token, { ...common, refresh: second.id, access: first.id, scopes, dueAt })
      }
      return undefined
    },
    sent({ id, hungUp }, { pairs }) {
      for (const spent in pairs)
        if (pairs[spent]!.request === id) {
          if (hungUp) delete pairs[spent]
          else pairs[spent]!.told = true
        }
      return undefined
    },
    consented({ allowed, client, location, scopes }, { pairs }) {
      if (!allowed) return undefined
      const holder = { client, ...(location === undefined ? {} : { location }) }
      const mine = Object.entries(pairs).filter(([, pair]) => mayBe(pair.holder, holder))
      for (const [spent] of mine) delete pairs[spent]
      return mine
        .filter(([, pair]) => pair.refused && pair.told && scopes.every((scope) => pair.scopes.includes(scope)))
        .map(([, { request }]) => ({
          subject: nameOf(holder),
          message: `The person was asked again, though ${request} had brought a new refresh token that was never used.`,
          requests: [request],
        }))
    },
  },
})
