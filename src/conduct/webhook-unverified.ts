import { defineRule } from './rule.ts'
import { accepted } from './webhook.ts'

export const webhookUnverified = defineRule({
  id: 'webhook-unverified',
  severity: 'warn',
  about: 'A webhook with a wrong signature was accepted.',
  harm: 'Anybody who finds the URL can make the app believe what he likes.',
  mend: 'Verify the signature over the raw bytes of the body before anything else, and refuse with 401 where it is wrong.',
  tolerates: 'nothing; an answer of 2xx counts as acceptance',
  numbers: {},
  start: () => ({}),
  on: {
    delivered({ delivery }) {
      if (delivery.fault !== 'signature' || !accepted(delivery)) return undefined
      return {
        subject: delivery.type,
        message: `A ${delivery.type} webhook with a wrong signature was answered ${accepted(delivery)}.`,
      }
    },
  },
})
