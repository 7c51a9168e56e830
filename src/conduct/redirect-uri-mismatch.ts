import { type Call, form, jsonObject, mediaType } from '../core/http.ts'
import { remember, type Shelf } from './memory.ts'
import { defineRule } from './rule.ts'
import { spentBy } from './spending.ts'

/** By code: the address that the consent was asked for, and by whom. */
type Memory = { asked: Shelf<{ client: string; redirectUri: string }> }

export const redirectUriMismatch = defineRule({
  id: 'redirect-uri-mismatch',
  severity: 'error',
  about: 'A code is exchanged with another redirect_uri than the consent was asked for.',
  harm: 'The code is bound to that address, so the exchange is refused, and the person has to consent again.',
  mend: 'Take one configured address for both requests, equal to the letter.',
  tolerates: 'an exchange that names none',
  source: 'RFC 6749 4.1.3',
  heeds: ['grant'],
  start: (): Memory => ({ asked: {} }),
  on: {
    consented({ client, code, redirectUri }, { asked }) {
      if (code !== undefined) remember(asked, code, { client, redirectUri })
      return undefined
    },
    exchange(event, { asked }) {
      const code = spentBy(event, 'authorization_code')
      const consent = code === undefined ? undefined : asked[code]
      if (!consent) return undefined
      const sent = redirectUriOf(event.exchange.context.call)
      if (!sent || sent === consent.redirectUri) return undefined
      return {
        subject: consent.client,
        message: `A code was exchanged with ${sent}; its consent was asked for with ${consent.redirectUri}.`,
      }
    },
  },
})

function redirectUriOf(call: Call): string | undefined {
  if (mediaType(call) !== 'application/json') return form(call).get('redirect_uri') ?? undefined
  const value = jsonObject(call)?.redirect_uri
  return typeof value === 'string' ? value : undefined
}
