import { defineRule } from './rule.ts'

export const stateMissing = defineRule({
  id: 'state-missing',
  severity: 'warn',
  about: 'A person is sent to the consent page without a state.',
  harm: 'Anybody can lead a person to the callback with a code of their own, and so connect the wrong account.',
  mend: 'Send a state that cannot be guessed, bound to the session of the person, and compare it in the callback.',
  tolerates: 'nothing; a state may be any text',
  source: 'RFC 6749 10.12',
  start: () => ({}),
  on: {
    consented({ client, state }) {
      if (state) return undefined
      return { subject: client, message: `${client} sent a person to the consent page without a state.` }
    },
  },
})
