import type { Exchanged } from '../core/judge.ts'
import { remember, type Shelf } from './memory.ts'
import { defineRule } from './rule.ts'

/** By refresh token: the first refresh with it, and when its answer was sent; null while it is under way. */
type Memory = { first: Shelf<{ request: string; sentAt: number | null }> }

export const refreshStampede = defineRule({
  id: 'refresh-stampede',
  severity: 'error',
  about: 'Several refreshes of one refresh token at the same time.',
  harm: 'Only one of them can win where refresh tokens rotate; the others are refused, and may end the authorization.',
  mend: 'Let one refresh run at a time for each authorization, and give its result to all who wait.',
  tolerates: 'a refresh after the answer to the first was sent, or on a running clock more than a second after it',
  source: 'RFC 9700 4.14',
  replaces: ['rotated-token-reused'],
  numbers: { withinMs: 1000 },
  start: (): Memory => ({ first: {} }),
  on: {
    exchange(event, { first }, { withinMs }) {
      const token = refreshed(event)
      if (token === undefined) return undefined
      const { id, at, frozen } = event
      const earlier = first[token]
      if (!earlier) {
        remember(first, token, { request: id, sentAt: null })
        return undefined
      }
      const late = earlier.sentAt !== null && (frozen || at - earlier.sentAt > withinMs)
      if (late) return undefined
      const when = earlier.sentAt === null ? 'was under way' : `had been answered ${at - earlier.sentAt} ms before`
      return {
        subject: token,
        message: `A refresh came while another one with the same refresh token ${when}.`,
        requests: [earlier.request],
      }
    },
    sent({ id, at }, { first }) {
      for (const earlier of Object.values(first)) if (earlier.request === id) earlier.sentAt = at
      return undefined
    },
  },
})

/** The refresh token that the call presented, by its id in the vault. */
function refreshed({ exchange }: Exchanged): string | undefined {
  const { who } = exchange.context
  return who.grant === 'refresh_token' ? who.credential?.id : undefined
}
