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
  const parts = path.split('/').map((part) => (part.startsWith(':') ? '*' : part))
  return parts.every((part) => part === '**' || !part.includes('**')) ? { method, parts } : undefined
}

/** Whether any call of this route fits the pattern. */
export function meetsRoute({ method, parts }: Pattern, route: Route, provider: Provider): boolean {
  const methods = method === '*' || route.method === '*' || method === route.method
  return methods && overlap(trim(parts, provider), trim(route.path.slice(1).split('/'), provider))
}

/** What tells whether a call's method and path fit, by this provider's reading of paths. */
export function callTest({ method, parts }: Pattern, provider: Provider): (method: string, path: string) => boolean {
  const fits = pathTest(trim(parts, provider), provider.trailingSlash === 'either')
  return (asked, path) => (method === '*' || method === asked) && fits(path)
}

function pathTest(parts: readonly string[], slashToo: boolean): (path: string) => boolean {
  const whole = `/${parts.join('/')}`
  if (!whole.includes('*')) return (path) => path === whole || (slashToo && path === `${whole}/`)
  const pattern = new RegExp(`^${parts.map(partSource).join('')}${slashToo ? '/?' : ''}$`)
  return (path) => pattern.test(path)
}

function partSource(part: string): string {
  return part === '**' ? '(?:/[^/]*)*' : `/${part === '*' ? '[^/]+' : globSource(part)}`
}

function globTest(part: string, step: string): boolean {
  return part.includes('*') && new RegExp(`^${globSource(part)}$`).test(step)
}

function globSource(part: string): string {
  return part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll('*', '[^/]*')
}

/** Whether some path fits both. In a route, `:name` is one part and a final `*` all the rest. */
function overlap(pattern: readonly string[], route: readonly string[]): boolean {
  const [part, ...later] = pattern
  const [step, ...further] = route
  if (part === '**') return overlap(later, route) || (step !== undefined && overlap(pattern, further))
  if (part === undefined || step === undefined) return part === step
  if (step === '*') return overlap(later, further) || overlap(later, route)
  const fits = step.startsWith(':') ? part !== '' : part === step || globTest(part, step)
  return fits && overlap(later, further)
}

/** A provider that takes a path with and without its final slash makes no difference between the two. */
function trim(parts: readonly string[], { trailingSlash }: Provider): readonly string[] {
  return trailingSlash === 'either' && parts.length > 1 && parts.at(-1) === '' ? parts.slice(0, -1) : parts
}
