import { placesOf } from './placement.ts'
import { defineRule } from './rule.ts'

export const secretInUrl = defineRule({
  id: 'secret-in-url',
  severity: 'error',
  about: 'A client secret or API key in a URL.',
  harm: 'URLs stand in logs, histories and Referer headers of everybody on the way: the secret is as good as published.',
  mend: 'Send secrets in the body or in the Authorization header, as the provider says, and rotate this one.',
  tolerates: 'nothing',
  source: 'RFC 6749 2.3.1',
  replaces: ['credentials-misplaced', 'ignored-parameter'],
  heeds: ['query'],
  numbers: {},
  start: () => ({}),
  on: {
    exchange(event) {
      const names = placesOf(event).secrets
      if (names.length === 0) return undefined
      const { route, who } = event.exchange.context
      return {
        subject: `${who.client ?? 'anonymous'} ${route.name}`,
        message: `The URL of ${event.exchange.context.call.method} ${route.path} holds a secret, as ${names.join(' and ')}.`,
      }
    },
  },
})
