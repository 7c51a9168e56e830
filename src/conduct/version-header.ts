import { defineRule } from './rule.ts'

export const versionHeader = defineRule({
  id: 'version-header',
  severity: 'warn',
  about: 'A call without the version header, or with a version that was never published.',
  harm: 'The provider refuses it, or answers in a version that nobody chose.',
  mend: 'Send the Version header that the documentation shows on every call.',
  tolerates: 'every version that was published',
  heeds: ['failed'],
  numbers: {},
  start: () => ({}),
  on: {
    exchange({ exchange, injected }) {
      const { code, context } = exchange
      if (injected || !code?.startsWith('version_')) return undefined
      const { call, route, who } = context
      const { version } = call.headers
      const told = version === undefined ? 'no Version header' : `Version: ${version.slice(0, 20)}`
      return {
        subject: `${who.client ?? 'anonymous'} ${route.name}`,
        message: `${call.method} ${route.path} has ${told}.`,
      }
    },
  },
})
