/** `stuntdouble explain`: why a running emulator answered a call as it did. */

import type { Values } from './flags.ts'
import { askJson } from './remote.ts'

interface Entry {
  readonly id: string
  readonly code: string | null
  readonly rules: readonly string[]
}

/** The words, a line each, or with `--json` all facts. Without an id it is the call that a person most likely means. */
export async function explain(id: string | undefined, values: Values): Promise<string> {
  const session = `/__admin/sessions/${encodeURIComponent(values.session)}`
  const asked = id ?? (await likeliest(session, values))
  const explained = await askJson<{ id: string; words: readonly string[] }>(
    values,
    `${session}/requests/${encodeURIComponent(asked)}/explain`,
  )
  if (values.json) return JSON.stringify(explained, null, 2)
  return [explained.id, ...explained.words.map((sentence) => `  ${sentence}`)].join('\n')
}

/** The latest call that was refused or struck, else the latest. */
async function likeliest(session: string, values: Values): Promise<string> {
  const { requests } = await askJson<{ requests: readonly Entry[] }>(values, `${session}/requests`)
  const found = requests.find(({ code, rules }) => code !== null || rules.length > 0) ?? requests[0]
  if (!found) throw new Error(`session ${values.session} was not called yet`)
  return found.id
}
