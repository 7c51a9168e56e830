/** Places and values as messages show them. */

import { withoutUser } from './redact.ts'

export type Path = readonly (string | number)[]

/** `rules[0].do`. */
export function describePath(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

/** What bears such a name is a secret, if nothing else says what it is. */
export const SECRET = /secret|password/i

/** A value, short and on one line, less what is called a secret in it and the users of URLs. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value, shown) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function shown(name: string, value: unknown): unknown {
  if (SECRET.test(name) && value !== null) return '[redacted]'
  return typeof value === 'string' ? withoutUser(value) : value
}
