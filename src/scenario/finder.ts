/** Finds the rules whose calls a call is one of, however many others there are. */

import type { Context, Provider } from '../core/provider.ts'
import { Callers } from './callers.ts'
import type { Matcher, Place } from './match.ts'
import { Paths } from './paths.ts'

/** By what the calls of one provider are told apart: their method and path, their route, or not at all. */
class Known {
  readonly byPath: Paths<Callers>
  readonly byRoute = new Map<string, Callers>()
  readonly everywhere = new Callers()

  constructor(provider: Provider) {
    this.byPath = new Paths(provider)
  }

  at({ pattern, unrouted, routes }: Place): Callers[] {
    if (pattern) return [this.byPath.at(pattern, () => new Callers())]
    if (unrouted) return [this.everywhere]
    return routes.map(({ name }) => {
      const callers = this.byRoute.get(name) ?? new Callers()
      this.byRoute.set(name, callers)
      return callers
    })
  }

  /** The numbers of those that a call meets. */
  find({ call, route, who }: Context): Set<number> {
    const found = new Set<number>()
    this.everywhere.find(who, found)
    this.byRoute.get(route.name)?.find(who, found)
    for (const callers of this.byPath.find(call)) callers.find(who, found)
    return found
  }
}

/** Makes what tells, of things with different matchers, which ones a call meets, in the order of the list. */
export function makeFinder<T extends { readonly matcher: Matcher }>(things: readonly T[]): (context: Context) => T[] {
  const byProvider = new Map<Provider, Known>()
  for (const [n, { matcher }] of things.entries())
    for (const place of matcher.places) {
      const known = byProvider.get(place.provider) ?? new Known(place.provider)
      byProvider.set(place.provider, known)
      for (const callers of known.at(place)) callers.add(matcher.where, n)
    }
  return (context) => {
    const found = byProvider.get(context.provider)?.find(context) ?? []
    return [...found].sort((a, b) => a - b).map((n) => things[n]!)
  }
}
