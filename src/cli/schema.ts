/** `stuntdouble schema`: the JSON Schema of scenario files, for editors. */

import { conduct } from '../conduct/index.ts'
import { providers as builtIn } from '../providers/index.ts'
import { jsonSchema } from '../scenario/jsonschema.ts'
import type { Values } from './flags.ts'
import { loadProviders } from './modules.ts'

/** Made of the schema that the loader itself goes by. What JSON Schema cannot say is left to `validate`. */
export async function schema(values: Pick<Values, 'provider'>): Promise<string> {
  return JSON.stringify(await jsonSchema([...builtIn, ...(await loadProviders(values.provider))], conduct), null, 2)
}
