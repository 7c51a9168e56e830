import { remember, type Shelf } from './memory.ts'
import { defineRule } from './rule.ts'

/** By client: the scopes that it asked a person for, and those that its calls needed. */
type Memory = { asked: Shelf<string[]>; used: Shelf<string[]> }

export const unusedScope = defineRule({
  id: 'unused-scope',
  severity: 'info',
  about: 'A scope that was asked for and that no call needed.',
  harm: 'A stolen token can do more than the app ever does, and people refuse apps that ask for much.',
  mend: 'Ask for the scopes that the app uses.',
  tolerates: 'scopes that other runs may need',
  source: 'RFC 9700 2.3',
  numbers: {},
  start: (): Memory => ({ asked: {}, used: {} }),
  on: {
    consented({ client, scopes }, { asked }) {
      remember(asked, client, [...new Set([...(asked[client] ?? []), ...scopes])])
      return undefined
    },
    exchange({ exchange }, { asked, used }) {
      const { route, who } = exchange.context
      const { client } = who
      if (route.scope === undefined || client === undefined || !(client in asked)) return undefined
      const known = used[client] ?? []
      if (!known.includes(route.scope)) remember(used, client, [...known, route.scope])
      return undefined
    },
    ended({ asked, used }) {
      return Object.entries(asked).flatMap(([client, scopes]) => {
        const idle = scopes.filter((scope) => !used[client]?.includes(scope))
        // An app that made no call was not tried.
        if (idle.length === 0 || !used[client]) return []
        return [{ subject: client, message: `No call needed ${idle.join(', ')}.` }]
      })
    },
  },
})
