/** What a card says about the provider beside what it does: each row with the source that it is known from. */

import type { JsonObject } from './http.ts'
import type { SettingValues } from './settings.ts'

/** A row of a card. */
export interface Sourced {
  /** Tags of the fact sheet: seed, docs, openapi, sdk, observed, client, assumed. Several stand one after another. */
  readonly source: string
  /** The setting that turns it, where there is one. */
  readonly switch?: string | undefined
}

/** One thing that a route reads from a call. What is checked is made of the same table. */
export interface Parameter extends Sourced {
  readonly in: 'path' | 'query' | 'header' | 'body'
  /** As it is written on the wire. */
  readonly name: string
  readonly required?: boolean
  /** JSON Schema (2020-12) of what it must be. */
  readonly schema: JsonObject
  readonly about?: string
}

/** A header that answers carry. */
export interface AnswerHeader extends Sourced {
  /** When it is there, and what it says. */
  readonly about: string
  readonly example: string
}

/** What a route answers when all goes well. */
export interface Success {
  /** Default 200. A function of the provider's settings where one of them turns it. */
  readonly status?: number | ((settings: SettingValues) => number)
  /** Its body, in a few words. */
  readonly about: string
  /** JSON Schema (2020-12) of its body. */
  readonly schema?: JsonObject
  /** Default application/json. */
  readonly mediaType?: string
  /** Other answers of it that are no refusals either. */
  readonly also?: readonly Success[]
}

/** A file of `fixtures/<provider>/` that a user may lay one of his own over. */
export interface Fixture extends Sourced {
  readonly about: string
  /** Everything that is wrong with a file's content, as `artists[2].uuid: expected a string, got 7`. */
  check(content: unknown): readonly string[]
}

/** A way to carry a credential. */
export interface Scheme extends Sourced {
  /**
   * An OpenAPI security scheme. In OAuth flows a URL that starts with a slash is under the provider's base, and the scopes
   * are the provider's.
   */
  readonly scheme: JsonObject
}
