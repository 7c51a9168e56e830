import { defineRule } from './rule.ts'

export const liveSecretInTestRun = defineRule({
  id: 'live-secret-in-test-run',
  severity: 'error',
  about: 'A live secret used in a test run.',
  harm: 'What a test does with a live secret it does to real data, on the day that it is pointed at the provider.',
  mend: 'Give tests the test secret alone; a test that is about live mode says `live-secret-in-test-run: off`.',
  tolerates: 'tokens of live mode that the test itself minted',
  heeds: ['grant'],
  numbers: {},
  start: () => ({}),
  on: {
    exchange({ exchange }) {
      const { route, who } = exchange.context
      if (!route.issues || who.mode !== 'live') return undefined
      return {
        subject: who.client ?? 'anonymous',
        message: 'A token was asked for with the live secret of the client.',
      }
    },
  },
})
