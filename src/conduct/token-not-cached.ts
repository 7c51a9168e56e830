import { asks, ownerOf } from './holder.ts'
import { remember, type Shelf } from './memory.ts'
import { accessOf, isDead } from './refusals.ts'
import { mayPass } from './retry.ts'
import { defineRule } from './rule.ts'

type Memory = {
  /** By token: the request that brought it last, and what was done with it since. */
  tokens: Shelf<Held>
  /** By whose they are: tokens that were used once so far. */
  once: Shelf<{ [token: string]: true }>
  /** By whose they are: tokens that were used once and left while they lived, with the requests that brought them. */
  left: Shelf<{ [token: string]: string }>
}

type Held = { request: string; owner: string; until: number | null; uses: number }

export const tokenNotCached = defineRule({
  id: 'token-not-cached',
  severity: 'error',
  about: 'A new token is fetched for every call, or every other.',
  harm: 'The token endpoint has the tightest limit of all; a client that works needs one token in an hour.',
  mend: 'Keep the token where all calls find it, and use it until shortly before its end or until it is refused.',
  tolerates:
    'several processes with a token each: four tokens that were used once; tokens that were refused or about to end',
  replaces: ['refresh-too-early'],
  numbers: { tokens: 4, earlySeconds: 360 },
  start: (): Memory => ({ tokens: {}, once: {}, left: {} }),
  on: {
    exchange(event, { tokens, once, left }, { tokens: most, earlySeconds }) {
      const used = accessOf(event)
      if (used !== undefined) {
        const held = tokens[used]
        if (!held) return undefined
        // A call that failed for the moment is to be repeated: both are one.
        if (!mayPass(event)) {
          held.uses++
          const mine = once[held.owner]
          if (held.uses > 1) delete mine?.[used]
          else if (mine) mine[used] = true
          else remember(once, held.owner, { [used]: true })
        }
        // Whoever comes back to it has kept it.
        if (left[held.owner]) delete left[held.owner]![used]
        if (isDead(event)) delete tokens[used]
        return undefined
      }
      const [token] = asks(event) ? event.brought : []
      if (token?.kind !== 'access') return undefined
      const owner = ownerOf(token)
      const mine = left[owner] ?? {}
      const endsLater = ({ until }: Held) => until === null || until - event.at > earlySeconds * 1000
      for (const id in once[owner]) {
        const held = tokens[id]
        if (held?.uses !== 1) delete once[owner]![id]
        else if (endsLater(held)) mine[id] = held.request
      }
      // The same token may be handed out again: then each request is counted.
      if (tokens[token.id]?.uses === 1) mine[`${token.id}/${event.id}`] = tokens[token.id]!.request
      remember(tokens, token.id, { request: event.id, owner, until: token.expiresAt, uses: 0 })
      const requests = Object.values(mine)
      remember(left, owner, Object.fromEntries(Object.entries(mine).slice(-most)))
      if (requests.length < most) return undefined
      return {
        subject: owner,
        message: `A token was fetched though ${requests.length} others live that were used for one call each.`,
        requests: requests.slice(-most),
      }
    },
  },
})
