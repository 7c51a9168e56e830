/** Places and values as messages show them. */

export type Path = readonly (string | number)[]

/** `rules[0].do`. */
export function describePath(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

/** What is never shown, in whatever it stands. */
const SECRET = /secret|password/i

/** A value, short and on one line. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text =
    JSON.stringify(value, (name, each) => (SECRET.test(name) && each !== null ? '[redacted]' : each)) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
