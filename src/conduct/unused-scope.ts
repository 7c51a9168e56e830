import { remember, type Shelf } from './memory.ts'
import { defineRule } from './rule.ts'

/**
 * By client: the scopes that it asked a person for, those that its tokens had, those that its calls needed, and whether the
 * latest of these was served.
 */
type Memory = { asked: Shelf<string[]>; had: Shelf<string[]>; used: Shelf<string[]>; served: Shelf<boolean> }

export const unusedScope = defineRule({
  id: 'unused-scope',
  severity: 'info',
  about: 'A scope that was asked for and that no call needed.',
  harm: 'A stolen token can do more than the app ever does, and people refuse apps that ask for much.',
  mend: 'Ask for the scopes that the app uses.',
  tolerates:
    'scopes that other runs may need, that were not granted, or that calls would have needed after one that was not served',
  source: 'RFC 9700 2.3',
  numbers: {},
  start: (): Memory => ({ asked: {}, had: {}, used: {}, served: {} }),
  on: {
    consented({ client, scopes }, { asked, served }) {
      add(asked, client, scopes)
      if (!(client in served)) remember(served, client, false)
      return undefined
    },
    exchange({ exchange, brought }, { asked, had, used, served }) {
      const { route, who } = exchange.context
      const { client } = who
      for (const token of brought) if (token.kind === 'access') add(had, token.client, token.scopes)
      if (route.scope === undefined || client === undefined || !(client in asked)) return undefined
      add(used, client, [route.scope])
      const { status } = exchange.reply
      served[client] = status >= 200 && status < 300
      return undefined
    },
    ended({ asked, had, used, served }) {
      return Object.entries(asked).flatMap(([client, scopes]) => {
        const idle = scopes.filter((scope) => had[client]?.includes(scope) && !used[client]?.includes(scope))
        // Of an app that made no call, or stopped at one that was not served, nobody knows what it does.
        if (idle.length === 0 || !served[client]) return []
        return [{ subject: client, message: `No call needed ${idle.join(', ')}.` }]
      })
    },
  },
})

function add(shelf: Shelf<string[]>, client: string, scopes: readonly string[]): void {
  const known = shelf[client] ?? []
  if (scopes.some((scope) => !known.includes(scope))) remember(shelf, client, [...new Set([...known, ...scopes])])
}
