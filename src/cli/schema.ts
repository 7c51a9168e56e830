/** `stuntdouble schema`: the JSON Schemas of what it reads and writes, for editors and checkers. */

import { conduct } from '../conduct/index.ts'
import { providers as builtIn } from '../providers/index.ts'
import { jsonSchema } from '../scenario/jsonschema.ts'
import type { Values } from './flags.ts'
import { loadProviders } from './modules.ts'
import { UsageError } from './settle.ts'

const SCHEMAS: Readonly<Record<string, (values: Pick<Values, 'provider'>) => Promise<unknown>>> = {
  // Made of the schema that the loader itself goes by. What JSON Schema cannot say is left to `validate`.
  scenario: async ({ provider }) => jsonSchema([...builtIn, ...(await loadProviders(provider))], conduct),
  report: async () => (await import('../reports/jsonschema.ts')).reportJsonSchema(),
}

/** Throws UsageError when there is no schema of this. */
export async function schema(values: Pick<Values, 'provider'>, of = 'scenario'): Promise<string> {
  const make = Object.hasOwn(SCHEMAS, of) ? SCHEMAS[of] : undefined
  if (make) return JSON.stringify(await make(values), null, 2)
  throw new UsageError(`schema: there is none of "${of}"; known: ${Object.keys(SCHEMAS).join(', ')}`)
}
