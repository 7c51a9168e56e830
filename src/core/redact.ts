/** Takes secrets out of whatever is shown, written or kept. */

import type { Json, JsonObject } from './http.ts'
import { memo } from './memo.ts'
import type { Provider } from './provider.ts'

const HIDDEN = '[redacted]'
/** Secret wherever they stand, whoever's they are; also spelled `clientSecret` or `Client-Secret`. */
const COMMON_NAMES = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'password',
  'api_key',
  'x-api-key',
]
/** Secret in the query of a URL, where they say who may call it. */
const URL_NAMES = ['secret', 'signature', 'sig', 'key']
/** Nothing shorter has the shape of a credential. */
const SHORTEST = 12
/**
 * What stands before the host of a URL: a user, mostly with a password. Within a text it ends where the URL is quoted,
 * though not at what JSON escapes; a text that is a URL itself has all kinds of signs there.
 */
const USER = /(?<=^\s*[a-z][a-z0-9+.-]*:\/\/)[^/?#]+(?=@)|(?<=:\/\/)(?:\\"|[^\s/?#"<>])+(?=@)/gi
const URL_ALONE = /^[a-z][a-z0-9+.-]*:\/\/\S*$/i
const JWT = /ey[\w-]{8,}\.[\w-]+\.[\w-]*/

const redactors = new WeakMap<Provider, Redactor>()

export class Redactor {
  readonly #names: ReadonlySet<string>
  readonly #shapes: RegExp
  /** `code=...` within a text, as in a `Location` or a `Referer`. */
  readonly #pairs: RegExp
  readonly #urlPairs: RegExp

  /** Calls repeat their headers and paths. */
  readonly #hidden = memo((text) =>
    this.replace(URL_ALONE.test(text) ? this.replaceInUrl(text, () => HIDDEN) : withoutUser(text), () => HIDDEN),
  )

  /** Knows the secrets of these providers. */
  constructor(providers: readonly Pick<Provider, 'secrets'>[]) {
    const names = [...COMMON_NAMES, ...providers.flatMap(({ secrets }) => secrets.names)].map((name) =>
      name.toLowerCase(),
    )
    const spelled = ['', '-', '_'].flatMap((joint) => names.map((name) => name.replace(/[-_]/g, joint)))
    const shapes = [JWT, ...providers.flatMap(({ secrets }) => secrets.shapes)]
    this.#names = new Set(spelled)
    this.#shapes = new RegExp(shapes.map(({ source }) => source).join('|'), 'g')
    const pairs = (known: readonly string[], value: string) =>
      new RegExp(`(?<![A-Z0-9_-])((?:3F|26|23)?(?:${known.join('|')})(?:=|%3D))(${value})`, 'gi')
    this.#pairs = pairs(spelled, `[^&#\\s"';,]+`)
    this.#urlPairs = pairs([...spelled, ...URL_NAMES], '[^&#]+')
  }

  static of(provider: Provider): Redactor {
    let redactor = redactors.get(provider)
    if (!redactor) redactors.set(provider, (redactor = new Redactor([provider])))
    return redactor
  }

  /** Text with something else in the place of what looks like a credential. `field` is what the text itself calls it. */
  replace(text: string, instead: (credential: string, field?: string) => string): string {
    const shown = text.length < SHORTEST ? text : text.replace(this.#shapes, (found) => instead(found))
    return this.replacePairs(shown, instead)
  }

  /** Likewise, of what it calls one only: `code=...`. */
  replacePairs(text: string, instead: (credential: string, field: string) => string): string {
    if (!hasPair(text)) return text
    return text.replace(this.#pairs, (_, name: string, value: string) => name + instead(value, name))
  }

  /** A URL with something else in the place of its user and password, and of what its query calls a secret. */
  replaceInUrl(url: string, instead: (secret: string) => string): string {
    return withoutUser(url, instead).replace(this.#urlPairs, (_, name: string, value: string) => name + instead(value))
  }

  /** Text without what looks like a credential. */
  text(text: string): string {
    return text.length < SHORTEST && !hasPair(text) && !text.includes('://') ? text : this.#hidden(text)
  }

  record(record: Readonly<Record<string, string | undefined>>): JsonObject {
    const shown: JsonObject = {}
    for (const name in record) shown[name] = this.#field(name, record[name] ?? '')
    return shown
  }

  /** Query or form fields; a field that is given twice becomes a list. */
  fields(fields: URLSearchParams): JsonObject {
    const shown = new Map<string, Json>()
    for (const [name, value] of fields) {
      const key = this.text(name)
      const old = shown.get(key)
      const next = this.#field(name, value)
      shown.set(key, old === undefined ? next : [...(Array.isArray(old) ? old : [old]), next])
    }
    return Object.fromEntries(shown)
  }

  value(value: Json | undefined): Json | undefined {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.value(item) as Json)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [this.text(name), this.isSecret(name) ? HIDDEN : this.value(item)]),
    )
  }

  #field(name: string, value: string): string {
    return this.isSecret(name) ? HIDDEN : this.text(value)
  }

  /** Whether what bears this name is secret wherever it stands. */
  isSecret(name: string): boolean {
    return this.#names.has(name.toLowerCase())
  }
}

function hasPair(text: string): boolean {
  return text.includes('=') || text.includes('%3D')
}

/** Text whose URLs bear no user or password, or something else in their place. */
export function withoutUser(text: string, instead: (user: string) => string = () => HIDDEN): string {
  return text.includes('://') ? text.replace(USER, (user) => instead(user)) : text
}
