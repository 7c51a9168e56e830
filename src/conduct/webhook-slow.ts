import { SECOND } from '../core/clock.ts'
import { defineRule } from './rule.ts'

export const webhookSlow = defineRule({
  id: 'webhook-slow',
  severity: 'warn',
  about: 'A webhook was answered late.',
  harm: 'The sender takes it for lost and sends it again; receivers that are slow for long are switched off.',
  mend: 'Answer 2xx at once, and do the work afterwards.',
  tolerates: 'five seconds, in wall time',
  numbers: { withinMs: 5 * SECOND },
  start: () => ({}),
  on: {
    delivered({ delivery }, _, { withinMs }) {
      const last = delivery.attempts.at(-1)
      if (!last || last.tookMs <= withinMs) return undefined
      return { subject: delivery.type, message: `A ${delivery.type} webhook took ${last.tookMs} ms.` }
    },
  },
})
