/** The JSON Schema of reports in JSON. */

import type { JsonObject } from '../core/http.ts'
import { REPORT_SCHEMA } from './json.ts'

/** Draft 7, like that of scenarios. */
export async function reportJsonSchema(): Promise<JsonObject> {
  const [{ toJsonSchema }, v, { reportSchema }] = await Promise.all([
    import('@valibot/to-json-schema'),
    import('valibot'),
    import('./schema.ts'),
  ])
  const document = v.strictObject({
    $schema: v.literal(REPORT_SCHEMA),
    version: v.pipe(v.string(), v.description('Of the program that wrote it.')),
    ...reportSchema.entries,
  })
  const { $schema, ...whole } = toJsonSchema(document) as JsonObject
  return { $schema, $id: REPORT_SCHEMA, title: 'stuntdouble report', ...whole }
}
