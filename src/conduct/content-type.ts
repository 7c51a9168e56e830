import { mediaType } from '../core/http.ts'
import { FALLBACK } from '../core/routes.ts'
import { defineRule } from './rule.ts'

export const contentType = defineRule({
  id: 'content-type',
  severity: 'warn',
  about: 'A body of another media type than the route reads, or of none.',
  harm: 'Providers read such a body as they like: as nothing, as text, or not at all.',
  mend: 'Send the Content-Type that the documentation shows, and a body of that type.',
  tolerates: 'calls without a body, and parameters such as charset',
  source: 'RFC 9110 8.3',
  heeds: ['body'],
  numbers: {},
  start: () => ({}),
  on: {
    exchange({ exchange }) {
      const { call, route, who } = exchange.context
      if (call.body.length === 0 || call.method === 'GET' || route.name === FALLBACK) return undefined
      const { reads = 'application/json' } = route
      const sent = mediaType(call)
      if (sent === reads) return undefined
      return {
        subject: `${who.client ?? 'anonymous'} ${route.name}`,
        message: `${call.method} ${route.path} sent ${sent || 'no Content-Type'}; it reads ${reads}.`,
      }
    },
  },
})
