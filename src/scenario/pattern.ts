/** Call patterns: `METHOD /path`, where `*` stands for one part of the path (or a piece of one) and `**` for any number. */

import type { Provider, Route } from '../core/provider.ts'

export interface Pattern {
  /** `*` is any. */
  readonly method: string
  readonly parts: readonly string[]
}

/** Undefined when it is no pattern. A part like `:slug`, as routes are listed, is `*`. */
export function parsePattern(text: string): Pattern | undefined {
  const [, method, path] = /^(\*|[A-Z]+) \/([^\s?#]*)$/.exec(text) ?? []
  if (method === undefined || path === undefined) return undefined
  const all = path.split('/').map((part) => (part.startsWith(':') ? '*' : part))
  // Twice any number is any number.
  const parts = all.filter((part, i) => part !== '**' || all[i - 1] !== '**')
  return parts.every((part) => part === '**' || !part.includes('**')) ? { method, parts } : undefined
}

/** Whether any call of this route fits the pattern. */
export function meetsRoute({ method, parts }: Pattern, route: Route, provider: Provider): boolean {
  const methods = method === '*' || route.method === '*' || method === route.method
  return methods && overlap(trim(parts, provider), trim(route.path.slice(1).split('/'), provider))
}

function globTest(part: string, step: string): boolean {
  return part.includes('*') && new RegExp(`^${globSource(part)}$`).test(step)
}

function globSource(part: string): string {
  return part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll('*', '[^/]*')
}

/** Whether some path fits both, from these parts on. In a route, `:name` is one part and a final `*` all the rest. */
function overlap(pattern: readonly string[], route: readonly string[], p = 0, r = 0): boolean {
  const part = pattern[p]
  const step = route[r]
  if (part === '**')
    return overlap(pattern, route, p + 1, r) || (step !== undefined && overlap(pattern, route, p, r + 1))
  if (part === undefined || step === undefined) return part === step
  if (step === '*') return overlap(pattern, route, p + 1, r + 1) || overlap(pattern, route, p + 1, r)
  const fits = step.startsWith(':') ? part !== '' : part === step || globTest(part, step)
  return fits && overlap(pattern, route, p + 1, r + 1)
}

/** A provider that takes a path with and without its final slash makes no difference between the two. */
export function trim(parts: readonly string[], { trailingSlash }: Provider): readonly string[] {
  return trailingSlash === 'either' && parts.length > 1 && parts.at(-1) === '' ? parts.slice(0, -1) : parts
}
