import { defineRule } from './rule.ts'

export const legacyKeyWithToken = defineRule({
  id: 'legacy-key-with-token',
  severity: 'error',
  about: 'A legacy API key beside an access token.',
  harm: 'Only one of them is looked at, so a call may act for another account than is thought; the key travels for nothing.',
  mend: 'Leave the legacy headers out of calls that carry a token.',
  tolerates: 'calls with either of them alone',
  numbers: {},
  start: () => ({}),
  on: {
    exchange({ exchange }) {
      const { call, provider, who, route } = exchange.context
      if (call.headers.authorization === undefined || (route.takes ?? 'access') !== 'access') return undefined
      const names = provider.secrets.names.filter((name) => call.headers[name] !== undefined)
      if (names.length === 0) return undefined
      return {
        subject: who.client ?? 'anonymous',
        message: `${call.method} ${route.path} carries an Authorization header and ${names.join(', ')} too.`,
      }
    },
  },
})
