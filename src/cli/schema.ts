/** `stuntdouble schema`: the JSON Schema of scenario files, for editors. */

import { toJsonSchema } from '@valibot/to-json-schema'
import { providers as builtIn } from '../providers/index.ts'
import { scenarioSchema } from '../scenario/schema.ts'
import type { Values } from './flags.ts'
import { loadProviders } from './modules.ts'

/** Draft 7, made of the schema that the loader itself goes by. What JSON Schema cannot say is left to `validate`. */
export async function schema(values: Values): Promise<string> {
  const providers = [...builtIn, ...(await loadProviders(values.provider))]
  const made = toJsonSchema(scenarioSchema(providers), { errorMode: 'ignore', target: 'draft-07' })
  return JSON.stringify({ title: 'stuntdouble scenario', ...made }, null, 2)
}
