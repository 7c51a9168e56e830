import { asks, ownerOf } from './holder.ts'
import { remember, type Shelf } from './memory.ts'
import { accessOf } from './refusals.ts'
import { mayPass } from './retry.ts'
import { defineRule } from './rule.ts'

type Held = { owner: string; until: number | null; uses: number; refused: boolean }

type Memory = {
  tokens: Shelf<Held>
  /** By owner: the newest token, and how often in a row it came while the one before, which was not used again, lived. */
  newest: Shelf<{ token: string; before: string | null; times: number; requests: string[] }>
}

/** With client credentials another process may have asked. So often in a row it was none. */
const TIMES = 3

export const refreshTooEarly = defineRule({
  id: 'refresh-too-early',
  severity: 'warn',
  about: 'A token is renewed long before its end.',
  harm: 'Each renewal counts against the tightest limit, and where refresh tokens rotate it is one more chance to lose one.',
  mend: 'Renew shortly before expires_in is over, or when the token is refused.',
  tolerates:
    'renewals in the last minutes; after any 401; and, where a token request does not say which token it renews, two in a row: other processes hold tokens of their own',
  waits: true,
  numbers: { earlySeconds: 600 },
  start: (): Memory => ({ tokens: {}, newest: {} }),
  on: {
    exchange(event, { tokens, newest }, { earlySeconds }) {
      const { at, exchange, brought, frozen, id } = event
      const used = accessOf(event)
      if (used !== undefined) {
        const held = tokens[used]
        if (!held) return undefined
        // A call that failed for the moment is to be repeated: both are one.
        if (!mayPass(event)) held.uses++
        held.refused ||= exchange.reply.status === 401
        const last = newest[held.owner]
        if (last?.before === used) Object.assign(last, { before: null, times: 0, requests: [] })
        return undefined
      }
      const [token] = asks(event) ? brought : []
      if (token?.kind !== 'access') return undefined
      const owner = ownerOf(token)
      const last = newest[owner]
      const held = last && tokens[last.token]
      remember(tokens, token.id, { owner, until: token.expiresAt, uses: 0, refused: false })
      const { grant } = exchange.context.who
      const leftMs = held?.until ? held.until - at : 0
      const isEarly = held && !held.refused && !frozen && leftMs > earlySeconds * 1000 && grant !== 'authorization_code'
      if (!last || !isEarly || last.token === token.id) {
        remember(newest, owner, { token: token.id, before: null, times: 0, requests: [] })
        return undefined
      }
      // One that was used once says nothing of when: that is token-not-cached.
      const times = grant === 'refresh_token' || held.uses > 1 ? last.times + 1 : last.times
      const requests = [...last.requests, id].slice(-TIMES)
      remember(newest, owner, { token: token.id, before: last.token, times, requests })
      if (grant !== 'refresh_token' && (times < TIMES || held.uses < 2)) return undefined
      const minutes = Math.round(leftMs / 60_000)
      return { subject: owner, message: `A token was renewed ${minutes} minutes before its end.`, requests }
    },
  },
})
