/** Takes secrets out of whatever is shown, written or kept. */

import type { Json, JsonObject } from './http.ts'
import type { Provider } from './provider.ts'

const HIDDEN = '[redacted]'
/** Secret wherever they stand, whoever's they are. */
const COMMON_NAMES = ['authorization', 'cookie', 'set-cookie', 'access_token', 'refresh_token', 'client_secret', 'code']

const redactors = new WeakMap<Provider, Redactor>()

export class Redactor {
  readonly #names: ReadonlySet<string>
  readonly #shapes: RegExp

  constructor(names: readonly string[], shapes: readonly RegExp[]) {
    this.#names = new Set([...COMMON_NAMES, ...names].map((name) => name.toLowerCase()))
    const jwt = /ey[\w-]{8,}\.[\w-]+\.[\w-]*/
    this.#shapes = new RegExp([jwt, ...shapes].map(({ source }) => source).join('|'), 'g')
  }

  static of(provider: Provider): Redactor {
    let redactor = redactors.get(provider)
    if (!redactor) redactors.set(provider, (redactor = new Redactor(provider.secrets.names, provider.secrets.shapes)))
    return redactor
  }

  /** Text without what looks like a credential. */
  text(text: string): string {
    return text.length < 12 ? text : text.replace(this.#shapes, HIDDEN)
  }

  record(record: Readonly<Record<string, string | undefined>>): JsonObject {
    const shown: JsonObject = {}
    for (const name in record) shown[name] = this.#field(name, record[name] ?? '')
    return shown
  }

  /** Query or form fields; a field that is given twice becomes a list. */
  fields(fields: URLSearchParams): JsonObject {
    const shown: JsonObject = {}
    for (const [name, value] of fields) {
      const old = shown[name]
      const next = this.#field(name, value)
      shown[this.text(name)] = old === undefined ? next : [...(Array.isArray(old) ? old : [old]), next]
    }
    return shown
  }

  value(value: Json | undefined): Json | undefined {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.value(item) as Json)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        this.text(name),
        this.#names.has(name.toLowerCase()) ? HIDDEN : this.value(item),
      ]),
    )
  }

  #field(name: string, value: string): string {
    return this.#names.has(name) || this.#names.has(name.toLowerCase()) ? HIDDEN : this.text(value)
  }
}
