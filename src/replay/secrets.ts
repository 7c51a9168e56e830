/**
 * The secrets that settings hold, and the URLs of webhooks. None stands in a manifest: each has a name there (`secret#1`),
 * and a replay takes something else for it. The recorded run has its own, since it signs and sends with it; nothing that
 * it answers tells the one from the other.
 */

import { SECRET } from '../core/describe.ts'
import { isObject, type Json } from '../core/http.ts'
import type { Act } from '../core/order.ts'
import type { Provider } from '../core/provider.ts'
import { digest } from '../core/random.ts'
import type { Redactor } from '../core/redact.ts'
import { isSealed, sealed } from '../core/snapshot.ts'
import type { StandIns } from './lines.ts'
import type { Names } from './names.ts'
import { plainStandIn, SHORTEST } from './stand-in.ts'
import { escaped, fill, marked } from './template.ts'

type Instead = (secret: string) => string

/** Something without its secrets. */
export interface Hidden<T> {
  readonly value: T
  /** By the mark that a secret's place in the value bears, its name. */
  readonly names: ReadonlyMap<string, string>
  /** By mark, what was there. */
  readonly secrets: ReadonlyMap<string, string>
  /** Those that were met for the first time. */
  readonly standIns: StandIns
}

export class Secrets {
  readonly #providers: readonly Provider[]
  readonly #redactor: Redactor
  readonly #names: Names
  /** By the secret's digest. Not among the names of the run's own credentials: it may be one of these, too. */
  readonly #known = new Map<string, { readonly name: string; readonly mark: string }>()

  constructor(providers: readonly Provider[], redactor: Redactor, names: Names) {
    this.#providers = providers
    this.#redactor = redactor
    this.#names = names
  }

  /** Hides those of a scenario, a snapshot, a webhook that is asked for, or what has settings or a scenario in it. */
  hide(value: Json): Hidden<Json> {
    const { value: hidden, ...rest } = this.#hiding((instead) => this.#without(value, [], instead))
    return { value: rest.names.size > 0 && isSealed(value) ? sealed(hidden) : hidden, ...rest }
  }

  /** Likewise of a scenario in YAML. What else stands in it stays in its place, since messages tell places. */
  async hideInYaml(text: string): Promise<Hidden<string>> {
    const { rewritten, settingsIn } = await import('./yaml-settings.ts')
    const settings = settingsIn(text)
    return this.#hiding(
      (instead) =>
        rewritten(text, settings, ({ provider, name, value }) => this.#setting(provider, name, value, instead)),
      true,
    )
  }

  /** Likewise of what is asked of the admin API; its scenario becomes what `readWritten` reads. */
  async hideInAct(act: Act): Promise<Hidden<Act>> {
    const { body, yaml, scenario } = act
    const given = scenario && this.write(scenario.written)
    const hidden = yaml ? await this.hideInYaml(String(body)) : this.hide(textless(body, scenario?.source) ?? null)
    const { names, secrets, value } = hidden
    return {
      value: {
        ...act,
        ...(body === undefined ? {} : { body: value }),
        ...(scenario ? { scenario: { ...scenario, written: given!.written } } : {}),
      },
      names,
      secrets,
      standIns: { ...given?.standIns, ...hidden.standIns },
    }
  }

  /** As it stands in a manifest, where `readWritten` reads it. */
  write<T extends Json>(value: T): { readonly written: T; readonly standIns: StandIns } {
    const { value: hidden, names, standIns } = this.hide(value)
    let text = escaped(JSON.stringify(hidden))
    for (const [mark, name] of names) text = marked(text, mark, name)
    return { written: JSON.parse(text) as T, standIns }
  }

  /** What stands in for a secret marks its place too, unless it has to be `asLong` and so might stand anywhere. */
  #hiding<T>(make: (instead: Instead) => T, asLong = false): Hidden<T> {
    const names = new Map<string, string>()
    const secrets = new Map<string, string>()
    const standIns: Record<string, { as: string }> = {}
    const value = make((secret) => {
      const length = Math.max(secret.length, SHORTEST)
      const exact = asLong && secret.length < length
      const id = digest(secret) + (exact ? ' as long' : '')
      let known = this.#known.get(id)
      if (!known) {
        const n = this.#known.size + 1
        known = { name: `secret#${n}`, mark: plainStandIn(secret, n, length) }
        this.#known.set(id, known)
        const as = exact ? plainStandIn(secret, n, secret.length) : known.mark
        this.#names.adopt(known.name, (standIns[known.name] = { as }))
      }
      names.set(known.mark, known.name)
      secrets.set(known.mark, secret)
      return known.mark
    })
    return { value, names, secrets, standIns }
  }

  #without(value: Json, under: readonly string[], instead: Instead): Json {
    if (Array.isArray(value)) return value.map((each) => this.#without(each, under, instead))
    if (!isObject(value)) return value
    // That is asked for, or that a snapshot has on its way.
    const isWebhook = under.length === 0 || 'retriesMs' in value
    const entries = Object.entries(value).map(([name, each = null]) => {
      if (under.at(-2) === 'settings') return [name, this.#setting(under.at(-1)!, name, each, instead)]
      if (name === 'url' && isWebhook && typeof each === 'string')
        return [name, this.#redactor.replaceInUrl(each, instead)]
      return [name, this.#without(each, [...under, name], instead)]
    })
    return Object.fromEntries(entries) as Json
  }

  #setting(provider: string, name: string, value: Json, instead: Instead): Json {
    const setting = this.#providers.find((each) => each.name === provider)?.settings[name]
    // One that is not known is refused, and mostly misspelt.
    const isSecret = setting ? setting.type === 'text' && setting.secret : SECRET.test(name)
    if (!isSecret) {
      const isUrl = typeof value === 'string' && (!setting || setting.type === 'url')
      return isUrl ? this.#redactor.replaceInUrl(value, instead) : value
    }
    if (value === '' || value === null) return value
    if (typeof value === 'string') return instead(value)
    // It is refused, and so is what stands in for it: digits that a number holds all of, or a list.
    if (typeof value === 'number') return Number(instead(String(value).replace(/\D/g, '1').slice(0, 15)))
    return [instead(JSON.stringify(value))]
  }
}

/** A document with its secrets in it again. */
export function unhidden(document: Json, secrets: ReadonlyMap<string, string>): Json {
  let text = JSON.stringify(document)
  for (const [mark, secret] of secrets) text = text.replaceAll(mark, () => JSON.stringify(secret).slice(1, -1))
  return JSON.parse(text) as Json
}

/** What `write` wrote, with something in the place of the recorded run's secrets. */
export function readWritten(written: Json, credentialOf: (name: string) => string): Json {
  return JSON.parse(fill(JSON.stringify(written), credentialOf)) as Json
}

/** A scenario that is given as a text of several lines has been read by then: what it is called is enough. */
function textless(body: Json | undefined, source: string | undefined): Json | undefined {
  const isText = (value: Json | undefined) => source !== undefined && typeof value === 'string' && value.includes('\n')
  if (isText(body)) return source
  return isObject(body) && isText(body.scenario) ? { ...body, scenario: source! } : body
}
