/** Why a call was answered as it was: the facts, and the same in words. All of it follows from what the journal keeps. */

import { iso } from '../../core/clock.ts'
import type { Json, JsonObject } from '../../core/http.ts'
import type { Kept } from '../../core/journal.ts'
import { nearestRoutes } from '../../core/nearest.ts'
import type { Provider } from '../../core/provider.ts'
import { FALLBACK, findEndpoint } from '../../core/routes.ts'
import type { Session } from '../../core/session.ts'
import type { Stage } from '../stage.ts'
import { inWords } from './words.ts'

const NEAREST = 5

/** Everything that decided about a call. */
export function explain({ providers }: Stage, session: Session, call: Kept): Json {
  const provider = providers.find(({ name }) => name === call.provider)!
  const route = provider.routes.find(({ name }) => name === call.route)
  const { script, playing } = session
  // Its rules may be others by now.
  const same = call.playing === playing.ordinal
  const reasons = same ? (script?.explain?.(call) ?? []) : undefined
  const astray = route ? undefined : { ...nearestTo(call, provider), elsewhere: alsoAt(call, providers) }
  return {
    id: call.id,
    session: { name: session.name, foundBy: call.foundBy },
    provider: provider.name,
    route: route ? { name: route.name, method: route.method, path: route.path, source: route.source } : null,
    nearest: astray?.nearest ?? [],
    refused: refusedBy(call, provider),
    budgets: call.budgets.map((each) => ({ ...each, resetAt: iso(each.resetAt) })),
    rules: (reasons ?? []).map((reason) => ({ ...reason })),
    words: inWords({ call, session, provider, route, astray, reasons, playing: script !== undefined }),
  }
}

/** What a call that met no route was probably meant for, and the methods that its path knows. */
export function nearestTo({ method, path }: Pick<Kept, 'method' | 'path'>, provider: Provider) {
  const nearest = nearestRoutes(method, path, provider.routes).slice(0, NEAREST)
  const { allow = [] } = findEndpoint(provider, method, path)
  return { nearest: nearest.map((each) => `${each.method} ${each.path}`), allow }
}

/** Other providers that have a route for it: a base URL may be that of the wrong one. */
function alsoAt({ method, path, provider: own }: Kept, providers: readonly Provider[]): string[] {
  const others = providers.filter(({ name }) => name !== own)
  return others.flatMap((each) => (findEndpoint(each, method, path).route.name === FALLBACK ? [] : [each.title]))
}

function refusedBy({ code, status, refusal }: Kept, provider: Provider): JsonObject | null {
  if (code === null) return null
  const { when = '', source = '' } = provider.errors[code] ?? {}
  const { check, details = {} } = refusal ?? {}
  return { code, status, when, source, ...(check === undefined ? {} : { check, details }) }
}
