import { authorization, form, jsonObject, mediaType } from '../core/http.ts'
import type { Exchanged } from '../core/judge.ts'
import { defineRule } from './rule.ts'

export const credentialsMisplaced = defineRule({
  id: 'credentials-misplaced',
  severity: 'error',
  about: 'Client credentials in another place than the provider takes them from.',
  harm: 'The provider does not look there: it refuses, or serves today and refuses tomorrow.',
  mend: 'Send client id and secret where the provider says: in the body of the token request, or by HTTP Basic.',
  tolerates: 'credentials in the right place that stand elsewhere too',
  heeds: ['grant'],
  numbers: {},
  start: () => ({}),
  on: {
    exchange(event) {
      const { provider, route, who, call } = event.exchange.context
      const { tokenEndpointAuthMethod: method } = provider
      if (!route.issues || method === undefined || call.method !== 'POST') return undefined
      const inBody = bodyHolds(event, 'client_secret')
      const inHeader = authorization(call, 'Basic') !== undefined
      const right = method === 'client_secret_basic' ? inHeader : inBody
      const wrong = method === 'client_secret_basic' ? inBody : inHeader
      if (right || !wrong) return undefined
      const place = inHeader ? 'in the Authorization header' : 'in the body'
      return {
        subject: who.client ?? 'anonymous',
        message: `The token request has its client's secret ${place}; ${provider.title} takes ${method}.`,
      }
    },
  },
})

function bodyHolds({ exchange }: Exchanged, name: string): boolean {
  const { call } = exchange.context
  if (mediaType(call) === 'application/json') return jsonObject(call)?.[name] !== undefined
  return form(call).has(name)
}
