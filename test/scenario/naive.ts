/** Whether a rule means a call, read off its words one by one: what a scenario's own way to find its rules is held to. */

import type { Provider, Who } from '../../src/core/provider.ts'
import type { MatchText } from '../../src/scenario/written.ts'

export interface Called {
  readonly provider: Provider
  readonly method: string
  readonly path: string
  /** The name of the route where it ends up. */
  readonly route: string
  readonly who?: Who
}

export function means({ provider, call, where = {} }: MatchText, called: Called): boolean {
  if (provider !== undefined && provider !== called.provider.name) return false
  const { method, path, route, who = {} } = called
  if (call !== undefined && !(call.includes('/') ? callTest(call, called.provider)(method, path) : call === route))
    return false
  return Object.entries(where).every(([key, wanted]) =>
    key === 'scope' ? who.scopes?.includes(wanted) : who[key as 'client'] === wanted,
  )
}

/** What tells whether a method and a path fit `METHOD /path`, by this provider's reading of paths. */
export function callTest(call: string, { trailingSlash }: Provider): (method: string, path: string) => boolean {
  const [method, path = ''] = call.split(' ')
  const trim = (text: string) => (trailingSlash === 'either' && text.length > 1 ? text.replace(/\/$/, '') : text)
  const pattern = new RegExp(`^${trim(path).slice(1).split('/').map(partSource).join('')}$`)
  return (asked, at) => (method === '*' || method === asked) && pattern.test(trim(at))
}

function partSource(part: string): string {
  if (part === '**') return '(?:/[^/]*)*'
  if (part === '*' || part.startsWith(':')) return '/[^/]+'
  return `/${part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll('*', '[^/]*')}`
}
