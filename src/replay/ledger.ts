/**
 * What a run knows of its credentials. A recording and its replay keep the same ledger, entry for entry, so that both call
 * each credential the same.
 */

import type { Json, Reply } from '../core/http.ts'
import type { Provider } from '../core/provider.ts'
import { digest } from '../core/random.ts'
import type { Redactor } from '../core/redact.ts'
import type { Session } from '../core/session.ts'
import { answerLine } from './conceal.ts'
import type { AnswerLine } from './lines.ts'
import { Names } from './names.ts'
import { Secrets } from './secrets.ts'
import { SHORTEST } from './stand-in.ts'

export class Ledger {
  readonly names: Names
  readonly secrets: Secrets
  readonly redactor: Redactor
  readonly #providers: readonly Provider[]
  readonly #always = new Map<string, string>()
  #shown = new Map<string, string>()
  #issued: Record<string, string> = {}

  /** @param keeps whether credentials can be asked for by name */
  constructor(providers: readonly Provider[], redactor: Redactor, keeps: boolean) {
    this.#providers = providers
    this.redactor = redactor
    this.names = new Names(keeps)
    this.secrets = new Secrets(providers, redactor, this.names)
  }

  /** By credential, what a turn has to do with. */
  get shown(): ReadonlyMap<string, string> {
    return this.#shown
  }

  /** A credential that may turn up in any turn. */
  always(credential: string, name: string): void {
    this.#always.set(credential, name)
  }

  /** A turn begins. */
  begin(): void {
    this.#shown = new Map(this.#always)
    this.#issued = {}
  }

  /** Makes a session's accounts known, as they stand. */
  async meet(session: Session, providers = this.#providers): Promise<void> {
    const owner = session.ownCredentials ? `${session.name}/` : ''
    for (const provider of providers)
      for (const [place, secret] of this.#secretsIn(await provider.credentials(session, ''), provider.name))
        this.show(secret, this.names.place(secret, owner + place))
  }

  /** A credential turns up in the turn. */
  show(credential: string, name: string): void {
    if (credential.length >= SHORTEST) this.#shown.set(credential, name)
  }

  issue(credential: string, kind: string): string {
    const { name, isNew } = this.names.number(credential, kind)
    if (isNew) this.#issued[name] = digest(credential)
    this.show(credential, name)
    return name
  }

  /** The turn's credentials that were issued for the first time, by name: their digests. */
  get issued(): Readonly<Record<string, string>> {
    return this.#issued
  }

  /** An answer as it stands in a manifest. */
  async answer(reply: Reply, { session, act }: { session: Session; act: boolean }, of: Sessions): Promise<AnswerLine> {
    if (act) {
      await this.meet(session)
      const made = of.get(String((reply.json as { name?: Json } | undefined)?.name))
      if (made && made !== session) await this.meet(made)
    }
    const name = (found: string, _: boolean, field = 'credential') => this.issue(found, kindOf(field))
    return answerLine(reply, { redactor: this.redactor, shown: this.#shown, name })
  }

  /** The places in an account's credentials that hold a secret. */
  #secretsIn(value: Json | undefined, place: string, name = ''): [place: string, secret: string][] {
    if (typeof value === 'string')
      return this.redactor.isSecret(name) || this.redactor.text(value) !== value ? [[place, value]] : []
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([key, each]) => this.#secretsIn(each, `${place}.${key}`, key))
  }
}

interface Sessions {
  get(name: string): Session | undefined
}

/** `X-Goog-Signature=` within a text, or `3Fcode%3D` within one that is itself within a URL. */
function kindOf(field: string): string {
  return field
    .replace(/^(?:3F|26|23)/i, '')
    .replace(/(?:=|%3D)$/i, '')
    .toLowerCase()
}
