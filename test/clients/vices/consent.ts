/** Vices of the way through the consent page. */

import type { World } from '../../scenarios/clients/world.ts'
import { grantOf, isServed, type Vice } from './vice.ts'

/** The callback as it would be with this state. */
async function callback(answer: ReturnType<World['consent']>, state: string): Promise<string | null> {
  const redirectTo = await answer
  if (redirectTo === null) return null
  const url = new URL(redirectTo)
  url.searchParams.set('state', state)
  return url.href
}

export const consent: readonly Vice[] = [
  {
    rule: 'code-replayed',
    does: 'exchanges its code twice, as when the page of the callback is loaded again',
    sends: (send) => async (kind, request) => {
      const answer = await send(kind, request)
      if (grantOf(request) === 'authorization_code' && isServed(answer)) await send(kind, request)
      return answer
    },
  },
  {
    rule: 'state-missing',
    does: 'sends the person off without a state',
    consents: (consent) => (asked) => {
      const { state, ...rest } = asked as { state: string }
      return callback(consent(rest), state)
    },
  },
  {
    rule: 'state-not-checked',
    does: 'takes any state for its own',
    consents: (consent) => (asked) => callback(consent(asked), (asked as { state: string }).state),
  },
  {
    rule: 'redirect-uri-mismatch',
    does: 'exchanges its code with another redirect_uri',
    sends: (send) => (kind, request) => {
      if (grantOf(request) !== 'authorization_code') return send(kind, request)
      const body = new URLSearchParams(request.body as URLSearchParams)
      body.set('redirect_uri', 'https://elsewhere.example/callback')
      return send(kind, { ...request, body })
    },
  },
  {
    rule: 'unused-scope',
    does: 'asks the person for a scope more than it needs',
    consents: (consent) => (asked) =>
      consent({ ...asked, scope: `${(asked as { scope: string }).scope} calendars.readonly` }),
  },
]
