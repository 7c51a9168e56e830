/** `stuntdouble env`: the environment variables of a session in a running emulator. */

import type { Values } from './flags.ts'
import { askJson } from './remote.ts'

/** `NAME=value` a line (as for `docker --env-file`), or with `--export` what a shell can evaluate. */
export async function env(values: Values): Promise<string> {
  const path = `/__admin/sessions/${encodeURIComponent(values.session)}`
  const variables = Object.entries((await askJson<{ env: Record<string, string> }>(values, path)).env)
  return variables
    .map(([name, value]) => (values.export ? `export ${name}='${value.replaceAll("'", `'\\''`)}'` : `${name}=${value}`))
    .join('\n')
}
