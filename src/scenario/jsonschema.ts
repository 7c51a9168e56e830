/** The JSON Schema of scenario files, for editors. Made of the same schema that files are held to. */

import type { Json, JsonObject } from '../core/http.ts'
import type { ConductTable } from '../core/judge.ts'
import type { Provider } from '../core/provider.ts'

/** Draft 7, which editors' YAML servers read. */
export async function jsonSchema(providers: readonly Provider[], conduct?: ConductTable): Promise<JsonObject> {
  const { toJsonSchema } = await import('@valibot/to-json-schema')
  const { scenarioSchema } = await import('./schema.ts')
  // Some checks (that a range goes upwards) have no counterpart there.
  const { $defs = {}, ...schema } = toJsonSchema(scenarioSchema(providers, conduct), { errorMode: 'ignore' })
  const { $schema, ...whole } = inline(schema as Json, $defs as Record<string, Json>) as JsonObject
  return { $schema, title: 'stuntdouble scenario', ...whole }
}

/** The schema without references: what valibot chooses late it gives a number for a name. */
function inline(schema: Json, definitions: Readonly<Record<string, Json>>): Json {
  if (typeof schema !== 'object' || schema === null) return schema
  if (Array.isArray(schema)) return schema.map((each) => inline(each, definitions))
  const { $ref, ...own } = schema
  const entries = Object.entries(own).map(([key, value]) => [key, inline(value!, definitions)])
  if (typeof $ref !== 'string') return Object.fromEntries(entries)
  return {
    ...(inline(definitions[$ref.split('/').at(-1)!]!, definitions) as JsonObject),
    ...Object.fromEntries(entries),
  }
}
