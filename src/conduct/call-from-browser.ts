import { defineRule } from './rule.ts'

export const callFromBrowser = defineRule({
  id: 'call-from-browser',
  severity: 'warn',
  about: 'A call with a credential from a web page.',
  harm: 'Whoever opens the page can read the token or the secret.',
  mend: 'Make the call from a server, and let the page ask that server.',
  tolerates: 'the consent page, which is made for browsers',
  source: 'RFC 9700 2.1',
  numbers: {},
  start: () => ({}),
  on: {
    exchange({ exchange }) {
      const { call, route, who } = exchange.context
      const { origin, 'sec-fetch-site': site } = call.headers
      if (route.takes === 'none' || (origin === undefined && site === undefined)) return undefined
      return {
        subject: `${who.client ?? 'anonymous'} ${route.name}`,
        message: `${call.method} ${route.path} came from a web page${origin === undefined ? '' : ` of ${origin.slice(0, 80)}`}.`,
      }
    },
  },
})
