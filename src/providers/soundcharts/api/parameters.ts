/** What routes read from a call. One table says it, checks it, and is listed on the card: nothing is said twice. */

import { ApiError, assert } from '../../../core/errors.ts'
import type { Parameter } from '../../../core/facts.ts'
import { type JsonObject, jsonObject } from '../../../core/http.ts'
import type { Context } from '../../../core/provider.ts'

/** One parameter; its name is its key in the table. A blank one counts as left out. */
export interface Row<T> extends Omit<Parameter, 'name'> {
  /** What stands in for it when it is left out. */
  readonly fallback?: string | ((context: Context) => string)
  /** Codes that it may be refused with. */
  readonly refuses: readonly string[]
  /** Whether a blank is a value, and so a wrong one where none fits. */
  readonly blank?: boolean
  read(text: string | undefined, context: Context): T
}

/** Parameters by name, in the order in which they are checked. */
export type Table = Readonly<Record<string, Row<unknown>>>
export type Given<T extends Table> = { readonly [K in keyof T]: T[K] extends Row<infer V> ? V : never }

/** What a call gives for each parameter, and the query that says the same with all defaults filled in. */
export interface Asked<T extends Table> {
  readonly given: Given<T>
  readonly query: Readonly<Record<string, string>>
}

/** Reads a call by a table. Throws what the first wrong parameter is refused with. */
export function ask<T extends Table>(context: Context, table: T): Asked<T> {
  const given: Record<string, unknown> = {}
  const query: Record<string, string> = {}
  for (const [name, row] of Object.entries(table)) {
    const { fallback } = row
    const text = sent(context, name, row) ?? (typeof fallback === 'function' ? fallback(context) : fallback)
    if (row.in === 'query' && text !== undefined) query[name] = text
    given[name] = row.read(text, context)
  }
  return { given: given as Given<T>, query }
}

/** The rows of a card. */
export function listed(table: Table): Parameter[] {
  return Object.entries(table).map(([name, row]) => {
    const { fallback, refuses: _, blank: __, read: ___, ...facts } = row
    const schema: JsonObject =
      typeof fallback === 'string' ? { ...facts.schema, default: value(fallback, facts) } : facts.schema
    return { ...facts, name, schema, ...(facts.in === 'path' ? { required: true } : {}) }
  })
}

/** Every code that a parameter of the table may be refused with. */
export function refusals(table: Table): string[] {
  return [...new Set(Object.values(table).flatMap(({ refuses }) => refuses))]
}

type Says = Pick<Parameter, 'about' | 'source' | 'switch'> & { readonly in?: Parameter['in'] }

/** Any text. */
export function text(says: Says & { readonly fallback: string }): Row<string>
export function text(says: Says & { readonly in: 'path' }): Row<string>
export function text(says: Says): Row<string | undefined>
export function text(says: Says): Row<string | undefined> {
  return { in: 'query', schema: { type: 'string' }, refuses: [], ...says, read: (text) => text }
}

/** A whole number. */
export function whole(says: Says & { minimum: number; maximum?: number; fallback: number }): Row<number> {
  const { minimum, maximum, fallback, ...facts } = says
  const schema: JsonObject = { type: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) }
  return {
    ...{ in: 'query', schema, refuses: ['invalid_request'], fallback: String(fallback), blank: true, ...facts },
    read: (text) => {
      const number = /^\d+$/.test(text!) ? Number(text) : Number.NaN
      assert(number >= minimum && number <= (maximum ?? Number.MAX_SAFE_INTEGER), 'invalid_request')
      return number
    },
  }
}

/** One of some words. */
export function choice<const O extends string>(
  options: readonly O[],
  says: Says & { readonly fallback: NoInfer<O> },
): Row<O>
export function choice<const O extends string>(options: readonly O[], says: Says): Row<O | undefined>
export function choice<const O extends string>(options: readonly O[], says: Says): Row<O | undefined> {
  const schema: JsonObject = { type: 'string', enum: [...options] }
  return {
    ...{ in: 'query', schema, refuses: ['invalid_request'], ...says },
    read: (text) => {
      assert(text === undefined || options.includes(text as O), 'invalid_request')
      return text as O | undefined
    },
  }
}

/** 1 or 0. */
export function flag(says: Says & { readonly fallback: '0' | '1' }): Row<boolean>
export function flag(says: Says): Row<boolean | undefined>
export function flag(says: Says): Row<boolean | undefined> {
  return meaning({ type: 'integer', enum: [0, 1] }, { '0': false, '1': true }, says)
}

/** true or false; 1 and 0 mean the same. */
export function truth(says: Says & { readonly fallback: 'true' | 'false' }): Row<boolean>
export function truth(says: Says): Row<boolean | undefined>
export function truth(says: Says): Row<boolean | undefined> {
  return meaning({ type: 'boolean' }, { false: false, true: true, '0': false, '1': true }, says)
}

function meaning(schema: JsonObject, words: Readonly<Record<string, boolean>>, says: Says): Row<boolean | undefined> {
  return {
    ...{ in: 'query', schema, refuses: ['invalid_request'], ...says },
    read: (text) => {
      if (text === undefined) return undefined
      if (!Object.hasOwn(words, text)) throw new ApiError('invalid_request')
      return words[text]
    },
  }
}

/** A comma list; undefined when it is left out. */
export function list(says: Says): Row<readonly string[] | undefined> {
  return { in: 'query', schema: { type: 'string' }, refuses: [], ...says, read: (text) => text?.split(',') }
}

/** A member of the JSON body that is a list of texts. */
export function texts(name: string, says: Says): Row<readonly string[]> {
  const schema: JsonObject = { type: 'array', items: { type: 'string' }, minItems: 1 }
  return {
    ...{ schema, refuses: ['invalid_request'], required: true, ...says, in: 'body' },
    read: (_, { call }) => {
      const found = jsonObject(call)?.[name]
      const right = Array.isArray(found) && found.length > 0 && found.every((each) => typeof each === 'string')
      assert(right, 'invalid_request')
      return found as string[]
    },
  }
}

/** A parameter that can't be left out. */
export function required<T>(row: Row<T | undefined>): Row<T> {
  return {
    ...row,
    required: true,
    refuses: [...new Set([...row.refuses, 'invalid_request'])],
    read: (text, context) => {
      assert(text !== undefined, 'invalid_request')
      return row.read(text, context) as T
    },
  }
}

function sent({ params, call }: Context, name: string, row: Row<unknown>): string | undefined {
  if (row.in === 'path') return params[name]
  const text = row.in === 'query' ? call.query.get(name) : null
  return text === null || (text === '' && !row.blank) ? undefined : text
}

function value(text: string, { schema }: Pick<Parameter, 'schema'>) {
  return schema.type === 'string' ? text : (JSON.parse(text) as number | boolean)
}
