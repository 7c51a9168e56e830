/** Finds the route of a call: one step a path segment, however many routes there are. */

import { ApiError } from './errors.ts'
import type { Handler, Provider, Route } from './provider.ts'

/** Where a call ends up. `allow` is given when the path is known under other methods only. */
export interface Endpoint {
  readonly provider: Provider
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
  readonly allow?: readonly string[]
}

/** The name of the route that a call gets when it meets no other. */
export const FALLBACK = 'fallback'

interface Node {
  readonly fixed: Map<string, Node>
  any?: Node
  rest?: Node
  readonly routes: Map<string, Planted>
}

/** A route, and where in a path its parameters stand. */
interface Planted {
  readonly route: Route
  readonly names: readonly (readonly [index: number, name: string])[]
}

interface Plan {
  readonly root: Node
  readonly fallback: Route
}

const plans = new WeakMap<Provider, Plan>()

/** The endpoint of `METHOD path`; the provider's fallback when none fits. */
export function findEndpoint(provider: Provider, method: string, path: string): Endpoint {
  let plan = plans.get(provider)
  if (!plan) plans.set(provider, (plan = { root: plant(provider), fallback: fallbackOf(provider) }))
  const parts = split(provider, path)
  const node = descend(plan.root, parts, 0)
  if (!node) return { provider, route: plan.fallback, params: {} }
  const found = node.routes.get(method) ?? node.routes.get('*')
  if (!found) return { provider, route: plan.fallback, params: {}, allow: [...node.routes.keys()] }
  const params: Record<string, string> = {}
  for (const [i, name] of found.names) params[name] = decode(parts[i]!)
  return { provider, route: found.route, params }
}

/** The route of whatever meets no other, as a whole. */
export function fallbackOf(provider: Provider): Route {
  return { method: '*', path: '/*', takes: 'none', handle: refuseUnknown, ...provider.fallback, name: FALLBACK }
}

const refuseUnknown: Handler = ({ allow }) => {
  throw allow ? new ApiError('method_not_allowed', '', { allow: [...allow] }) : new ApiError('unknown_route')
}

function plant(provider: Provider): Node {
  const root = newNode()
  for (const route of provider.routes) {
    let node = root
    const names: [number, string][] = []
    for (const [i, part] of split(provider, route.path).entries()) {
      if (part === '*') node = node.rest ??= newNode()
      else if (part.startsWith(':')) {
        names.push([i, part.slice(1)])
        node = node.any ??= newNode()
      } else {
        let next = node.fixed.get(part)
        if (!next) node.fixed.set(part, (next = newNode()))
        node = next
      }
    }
    if (node.routes.has(route.method)) throw new Error(`two routes for ${route.method} ${route.path}`)
    node.routes.set(route.method, { route, names })
  }
  return root
}

/** A fixed segment wins over a parameter, a parameter over the rest. */
function descend(node: Node, parts: readonly string[], depth: number): Node | undefined {
  if (depth === parts.length) return node.routes.size > 0 ? node : undefined
  const next = node.fixed.get(parts[depth]!)
  const found = next && descend(next, parts, depth + 1)
  if (found) return found
  // An empty segment names nothing.
  return (node.any && parts[depth] !== '' && descend(node.any, parts, depth + 1)) || node.rest
}

/** A segment of a path, percent-decoded; as it stands where it can't be. */
export function decode(part: string): string {
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function split(provider: Provider, path: string): string[] {
  const whole = provider.trailingSlash === 'either' && path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  return whole.slice(1).split('/')
}

function newNode(): Node {
  return { fixed: new Map(), routes: new Map() }
}
