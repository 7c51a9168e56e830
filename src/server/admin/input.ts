/** Reads what a request brings, and says precisely what is wrong with it. */

import * as v from 'valibot'
import { parseDuration, parseInstant } from '../../core/clock.ts'
import { type Call, isDeeper, type Json, type JsonObject, mediaType } from '../../core/http.ts'
import { AdminError } from './errors.ts'
import type { AdminRoute } from './route.ts'

const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'text/vnd.yaml']
const NOTHING = v.strictObject({})
/** A snapshot holds what calls of providers brought: 100 levels at most, and a few around them. */
const DEEPEST = 200

/** A text in YAML, as a route with `yaml` is given it. */
export class Yaml {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What the bytes of a body say; undefined where there are none. Throws AdminError. */
export function readBody({ method, yaml }: AdminRoute, call: Call): Json | Yaml | undefined {
  if (method === 'GET' || method === 'DELETE' || call.body.length === 0) return undefined
  const type = mediaType(call)
  const text = call.body.toString('utf8')
  if (yaml && YAML_TYPES.includes(type)) return new Yaml(text)
  if (type !== 'application/json' && !type.endsWith('+json')) {
    const known = ['application/json', ...(yaml ? YAML_TYPES : [])]
    throw new AdminError('wrong_content_type', 'The body is of another type than this route reads.', {
      expected: `Content-Type: ${known.slice(0, 2).join(' or ')}`,
      got: type,
      known,
    })
  }
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (error) {
    // V8 quotes the text around the fault, which may be a secret.
    const { message } = error as Error
    const [at] = / at position \d+(?: \(line \d+ column \d+\))?/.exec(message) ?? ['']
    const fault = message.includes('end of JSON') ? 'It ends too soon.' : `It goes wrong${at}.`
    throw new AdminError('malformed_json', `The body is no JSON. ${fault}`, { expected: 'JSON' })
  }
  if (!isDeeper(value, DEEPEST)) return value
  throw new AdminError('malformed_json', 'The body is nested too deep.', { expected: `at most ${DEEPEST} levels` })
}

/** The body as the route's schema makes it; none is an empty one. Throws AdminError. */
export function checkBody(row: AdminRoute, body: Json | Yaml = {}): unknown {
  if (row.method === 'GET' || row.method === 'DELETE') return undefined
  return body instanceof Yaml ? body : check(row.body ?? NOTHING, body, 'the body')
}

/** The query as the route's schema makes it. Throws AdminError. */
export function checkQuery(row: AdminRoute, query: JsonObject = {}): unknown {
  return row.query && check(row.query, query, 'the query')
}

/** `"59m"`, in milliseconds. */
export const duration = v.pipe(
  v.string(),
  v.check((text) => parseDuration(text) !== undefined, 'a duration such as "90s", "59m" or "1h30m"'),
  v.transform((text) => parseDuration(text)!),
)

/** `"2026-01-01T00:00:00Z"`, as an Instant. */
export const instant = v.pipe(
  v.string(),
  v.check((text) => parseInstant(text) !== undefined, 'an instant such as "2026-01-01T00:00:00Z"'),
  v.transform((text) => parseInstant(text)!),
)

export const wholeNumber = v.pipe(v.number(), v.safeInteger('a whole number'))

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function check(schema: v.GenericSchema, value: unknown, what: string): unknown {
  // Valibot takes an array for an object.
  if (Array.isArray(value)) throw new AdminError('invalid_input', `${what}: expected an object, got an array`)
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const field = v.getDotPath(issue)
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const known = Object.keys((schema as { entries?: object }).entries ?? {})
    throw new AdminError('invalid_input', `${what} has no field "${field}"`, { expected: 'one of known', known })
  }
  const expected = issue.kind === 'schema' && issue.type !== 'custom' ? issue.expected! : issue.message
  const hints = field === null || issue.input === undefined ? { expected } : { expected, got: shown(issue.input) }
  throw new AdminError('invalid_input', `${field ?? what}: expected ${expected}`, hints)
}

function shown(value: unknown): Json {
  return typeof value === 'object' && value !== null
    ? Array.isArray(value)
      ? 'an array'
      : 'an object'
    : (value as Json)
}
