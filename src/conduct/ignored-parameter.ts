import { FALLBACK } from '../core/routes.ts'
import { defineRule } from './rule.ts'

export const ignoredParameter = defineRule({
  id: 'ignored-parameter',
  severity: 'info',
  about: 'A query parameter that the route does not know.',
  harm: 'It does nothing: a filter that is misspelt filters nothing, and the answer looks right.',
  mend: 'Look the parameter up in the documentation of the route.',
  tolerates: 'routes whose parameters are not documented',
  heeds: ['query'],
  numbers: {},
  start: () => ({}),
  on: {
    exchange({ exchange, provider }) {
      const { call, route } = exchange.context
      const { parameters } = route
      if (call.query.size === 0 || !parameters || route.name === FALLBACK) return undefined
      const known = [...parameters, ...(provider.parameters ?? [])].flatMap((each) =>
        each.in === 'query' ? [each.name] : [],
      )
      // A list may be spelt with brackets.
      const odd = [...new Set(call.query.keys())].filter((name) => !known.includes(name.replace(/\[\d*\]$/, '')))
      if (odd.length === 0) return undefined
      const names = odd.map((name) => name.slice(0, 40)).join(', ')
      return { subject: `${route.name} ${names}`, message: `${call.method} ${route.path} does not know ${names}.` }
    },
  },
})
