/** What two rules share: a client that asks for a new token because a call was refused for something else. */

import type { JsonObject } from '../core/http.ts'
import { asks, type Holder, holderOf, mayBe, nameOf } from './holder.ts'
import { remember, type Shelf } from './memory.ts'
import { accessOf } from './refusals.ts'
import { defineRule, type Rule } from './rule.ts'
import { knew, type Told, telling } from './told.ts'

type Memory = {
  /** By token: the last call with it, where it was refused so. */
  refused: Shelf<{ request: string; holder: Holder; family: string | null; until: number | null; told: Told }>
  /** By holder: how often it may have been another process that asked. */
  doubts: Shelf<number>
}

type Words = Pick<Rule<JsonObject>, 'id' | 'about' | 'harm' | 'mend' | 'source'>

/** A rule against new tokens right after answers of one status. */
export function neverAskAfter(status: number, words: Words): Rule {
  return defineRule({
    ...words,
    severity: 'error',
    tolerates:
      'a token that is about to end; a request in between that was served; once, a token request on another connection, which may be of another process',
    replaces: ['refresh-too-early', 'token-not-cached'],
    numbers: { endsWithinSeconds: 600 },
    start: (): Memory => ({ refused: {}, doubts: {} }),
    on: {
      exchange(event, { refused, doubts }, { endsWithinSeconds }) {
        const { who } = event.exchange.context
        const token = accessOf(event)
        if (token !== undefined) {
          if (event.exchange.reply.status === status) {
            const { family = null, expiresAt: until } = who.credential!
            const told = telling(event)
            remember(refused, token, { request: event.id, holder: holderOf(who)!, family, until, told })
          } else delete refused[token]
          return undefined
        }
        if (!asks(event) || who.grant === 'authorization_code') return undefined
        const asking = holderOf(who)
        if (!asking) return undefined
        for (const [id, { request, holder, family, until, told }] of Object.entries(refused)) {
          // A refresh token says whose it is.
          const { family: own } = who.credential ?? {}
          if (own === undefined ? !mayBe(holder, asking) : own !== family) continue
          if (told.begun === null || event.began <= told.begun) continue
          delete refused[id]
          if (until !== null && until - event.at <= endsWithinSeconds * 1000) continue
          const subject = nameOf(holder)
          if (own === undefined && !knew(event, told)) {
            const times = (doubts[subject] ?? 0) + 1
            remember(doubts, subject, times)
            if (times === 1) continue
          }
          const message = `A new token was asked for right after ${request} had been answered ${status}.`
          return { subject, message, requests: [request] }
        }
        return undefined
      },
      sent({ id, hungUp, begun }, { refused }) {
        for (const each of Object.values(refused)) if (each.request === id && !hungUp) each.told.begun = begun
        return undefined
      },
    },
  })
}
