/** Which calls a rule meets: its `provider`, `call` and `where`, held against what the providers' cards know. */

import { nearestFirst } from '../core/nearest.ts'
import type { Provider, Route } from '../core/provider.ts'
import { meetsRoute, type Pattern, parsePattern } from './pattern.ts'
import { type Fault, type Path, show } from './problems.ts'
import type { MatchText, WhereText } from './written.ts'

/** The calls that a rule means. Rules with equal keys mean the same calls. */
export interface Matcher {
  readonly key: string
  /** Where such calls end up. */
  readonly places: readonly Place[]
  /** What is true of their caller. */
  readonly where: WhereText
}

/** Calls to some routes of one provider. */
export interface Place {
  readonly provider: Provider
  readonly routes: readonly Route[]
  /** Whether calls that end up at no route are meant too. */
  readonly unrouted: boolean
  /** What their method and path fit; left out where all calls to the routes are meant. */
  readonly pattern?: Pattern
}

/** Reads what a rule says of its calls; answers faults instead when there can be no such call. */
export function readMatcher(text: MatchText, at: Path, providers: readonly Provider[]): Matcher | Fault[] {
  const { provider: name, call, where = {} } = text
  const asked = providers.filter((provider) => name === undefined || provider.name === name)
  const called = asked.flatMap((provider) => placeOf(provider, call))
  if (called.length === 0) return [unknownCall(call!, [...at, 'call'], asked)]
  const faults = WHERE_KNOWN.flatMap((each) => each.fault(where, at, called))
  if (faults.length > 0) return faults
  const places = called.filter(({ provider }) => WHERE_KNOWN.every((each) => each.possible(where, provider)))
  const key = JSON.stringify([name, call, Object.entries(where).sort()])
  return places.length > 0 ? { key, places, where } : [contradiction(where, at)]
}

/** `POST /oauth/token with grant refresh_token at hoopai`. */
export function callsOf({ call = 'every call', where = {}, provider }: MatchText): string {
  const conditions = Object.entries(where).map(([key, value]) => ` with ${key} ${value}`)
  return `${call}${conditions.join(' and')}${provider === undefined ? '' : ` at ${provider}`}`
}

function placeOf(provider: Provider, call: string | undefined): Place[] {
  if (call === undefined) return [{ provider, routes: provider.routes, unrouted: true }]
  const pattern = parsePattern(call)
  const routes = provider.routes.filter((route) =>
    pattern ? meetsRoute(pattern, route, provider) : route.name === call,
  )
  if (routes.length === 0) return []
  return [{ provider, routes, unrouted: pattern !== undefined, ...(pattern ? { pattern } : {}) }]
}

function unknownCall(call: string, path: Path, asked: readonly Provider[]): Fault {
  const [only, ...others] = asked
  const whose = only && others.length === 0 ? `a route of ${only.name}` : 'a route of a provider'
  const routes = asked.flatMap((provider) => provider.routes)
  const byName = !/[\s/]/.test(call)
  const known = routes.map((route) => (byName ? route.name : `${route.method} ${route.path}`))
  const expected = byName || parsePattern(call) ? whose : `${whose}, as "METHOD /path" or by name`
  return { path, expected, got: show(call), known: nearestFirst(call, known) }
}

/** What the cards know of callers, so that a value that no caller can have is refused. */
const WHERE_KNOWN = [
  known('mode', ({ modes = [] }) => modes),
  known('scope', ({ scopes }) => Object.keys(scopes)),
  known('grant', ({ grants }) => grants),
]

function known(key: keyof WhereText, list: (provider: Provider) => readonly string[] | undefined) {
  const possible = (where: WhereText, provider: Provider) =>
    where[key] === undefined || (list(provider)?.includes(where[key]) ?? true)
  const fault = (where: WhereText, at: Path, places: readonly Place[]): Fault[] => {
    if (places.some(({ provider }) => possible(where, provider))) return []
    const got = where[key]!
    const whose = places.length === 1 ? places[0]!.provider.name : 'a provider'
    const all = [...new Set(places.flatMap(({ provider }) => list(provider) ?? []))]
    return [
      { path: [...at, 'where', key], expected: `a ${key} of ${whose}`, got: show(got), known: nearestFirst(got, all) },
    ]
  }
  return { possible, fault }
}

function contradiction(where: WhereText, at: Path): Fault {
  return { path: [...at, 'where'], expected: 'values that one provider knows', got: show(where) }
}
