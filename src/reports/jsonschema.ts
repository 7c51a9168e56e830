/** The JSON Schema of reports in JSON. */

import type { JsonObject } from '../core/http.ts'
import { REPORT_SCHEMA } from './json.ts'

/** Draft 7, like that of scenarios. */
export async function reportJsonSchema(): Promise<JsonObject> {
  const { toJsonSchema } = await import('@valibot/to-json-schema')
  const { description, literal, pipe, strictObject, string } = await import('valibot')
  const { reportSchema } = await import('./schema.ts')
  const document = strictObject({
    $schema: literal(REPORT_SCHEMA),
    version: pipe(string(), description('Of the program that wrote it.')),
    ...reportSchema.entries,
  })
  const { $schema, ...whole } = toJsonSchema(document) as JsonObject
  return { $schema, $id: REPORT_SCHEMA, title: 'stuntdouble report', ...whole }
}
