import { placesOf } from './placement.ts'
import { defineRule } from './rule.ts'

export const tokenInUrl = defineRule({
  id: 'token-in-url',
  severity: 'error',
  about: 'An access token or refresh token in a URL.',
  harm: 'URLs stand in logs, histories and Referer headers of everybody on the way, and whoever reads one can use the token.',
  mend: 'Send access tokens in the Authorization header, refresh tokens in the body of the token request.',
  tolerates: 'nothing',
  source: 'RFC 6750 5.3; RFC 9700 4.3',
  replaces: ['credentials-misplaced', 'ignored-parameter'],
  heeds: ['query'],
  numbers: {},
  start: () => ({}),
  on: {
    exchange(event) {
      const names = placesOf(event).tokens
      if (names.length === 0) return undefined
      const { route, who, call } = event.exchange.context
      return {
        subject: `${who.client ?? 'anonymous'} ${route.name}`,
        message: `The URL of ${call.method} ${route.path} holds a token, as ${names.join(' and ')}.`,
      }
    },
  },
})
