/** Bodies as tables: each member with its JSON Schema and how it is read off what is shown. */

import type { Json, JsonObject } from '../../../core/http.ts'
import type { World } from '../data.ts'

export interface Shape<T> {
  readonly schema: JsonObject
  show(item: T, world: World): JsonObject
}

type Member<T> = readonly [schema: JsonObject | (() => JsonObject), of: (item: T, world: World) => Json]
export type Members<T> = Readonly<Record<string, Member<T>>>

export const TEXT: JsonObject = { type: 'string' }
export const WHOLE: JsonObject = { type: 'integer' }
export const NUMBER: JsonObject = { type: 'number' }
export const TRUTH: JsonObject = { type: 'boolean' }
export const UUID: JsonObject = { type: 'string', format: 'uuid' }
/** ATOM, such as 2024-01-12T00:00:00+00:00. */
export const DATE: JsonObject = { type: 'string', format: 'date-time' }

export function listOf(items: JsonObject): JsonObject {
  return { type: 'array', items }
}

export function orNull(schema: JsonObject): JsonObject {
  return { ...schema, type: [schema.type as string, 'null'] }
}

/** A shape of these members, in this order. */
export function shape<T>(members: Members<T>): Shape<T> {
  const entries = Object.entries(members)
  const schema = once(() => objectOf(Object.fromEntries(entries.map(([name, [each]]) => [name, schemaOf(each)]))))
  return {
    get schema() {
      return schema()
    },
    show: (item, world) => {
      const shown: JsonObject = {}
      for (const [name, [, of]] of entries) shown[name] = of(item, world)
      return shown
    },
  }
}

/** Made at first use: schemas are for documentation, and most runs never ask for them. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function schemaOf(schema: JsonObject | (() => JsonObject)): JsonObject {
  return typeof schema === 'function' ? schema() : schema
}

/** Makes members that are there under their own names: `own<Song>()(TEXT, 'name', 'isrc')`. */
export function own<T>() {
  return (schema: JsonObject, ...names: readonly (keyof T & string)[]): Members<T> =>
    Object.fromEntries(names.map((name) => [name, [schema, (item: T) => item[name] as Json]]))
}

/** A member of another shape. */
export function inner<T, U>(of: Shape<U>, from: (item: T, world: World) => U): Member<T> {
  return [() => of.schema, (item, world) => of.show(from(item, world), world)]
}

/** A member that lists another shape. */
export function inners<T, U>(of: Shape<U>, from: (item: T, world: World) => readonly U[]): Member<T> {
  return [() => listOf(of.schema), (item, world) => from(item, world).map((each) => of.show(each, world))]
}

/** An object with all of these members and no others. */
export function objectOf(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return {
    type: 'object',
    properties: { ...properties },
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

/** The same body of something that leads to what it shows. */
export function via<T, U>(of: Shape<U>, from: (item: T, world: World) => U): Shape<T> {
  const show = (item: T, world: World) => of.show(from(item, world), world)
  return {
    get schema() {
      return of.schema
    },
    show,
  }
}
