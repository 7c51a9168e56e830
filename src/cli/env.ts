/** `stuntdouble env`: the environment variables of a session in a running emulator. */

import type { Values } from './flags.ts'
import { ask, remoteUrl } from './remote.ts'

const PATIENCE_MS = 5000

/** `NAME=value` a line (as for `docker --env-file`), or with `--export` what a shell can evaluate. */
export async function env(values: Values): Promise<string> {
  const { status, text } = await ask(values, `/__admin/sessions/${encodeURIComponent(values.session)}`, PATIENCE_MS)
  if (status !== 200) throw new Error(`the emulator at ${remoteUrl(values)} answered ${status}: ${messageOf(text)}`)
  const variables = Object.entries((JSON.parse(text) as { env: Record<string, string> }).env)
  return variables
    .map(([name, value]) => (values.export ? `export ${name}='${value.replaceAll("'", `'\\''`)}'` : `${name}=${value}`))
    .join('\n')
}

function messageOf(text: string): string {
  try {
    const { message, expected } = (JSON.parse(text) as { error: { message: string; expected?: string } }).error
    return expected === undefined ? message : `${message} Expected: ${expected}.`
  } catch {
    return 'it may be something else.'
  }
}
