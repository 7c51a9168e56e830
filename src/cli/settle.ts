/** Which of a flag's sources counts: the command line, then the environment, then the file, then the default. */

import { type Changes, FLAGS, type Flag, type FlagName, flagOf, type Values, variableOf } from './flags.ts'

/** Wrong usage or configuration: one sentence for a person, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** One entry of a configuration file, with the place it stands at (`stuntdouble.yaml:3:7`). */
export interface FileEntry {
  readonly place: string
  readonly value: unknown
}

export interface Sources {
  /** What the command line gave, by flag. */
  readonly flags: Readonly<Partial<Record<FlagName, unknown>>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly file?: ReadonlyMap<string, FileEntry>
  readonly changes?: Changes
}

interface Given {
  readonly from: string
  readonly value: unknown
}

const ON = ['true', '1', 'yes', 'on']
const OFF = ['false', '0', 'no', 'off']

/** Every flag's value. Throws UsageError that says which source is wrong, and what was expected there. */
export function settle({ flags, env, file, changes }: Sources): Values {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(FLAGS) as FlagName[]) {
    const flag = flagOf(name, changes)
    const variable = variableOf(name)
    const entry = file?.get(name)
    const sources: (Given | false)[] = [
      name in flags && { from: `--${name}`, value: flags[name] },
      // An empty variable is an unset one, as in compose files.
      (env[variable] ?? '') !== '' && { from: variable, value: flag.list ? env[variable]!.split(',') : env[variable] },
      entry !== undefined && { from: `${entry.place}: ${name}`, value: entry.value },
      flag.default !== undefined && { from: name, value: String(flag.default) },
    ]
    const given = sources.find((source) => source !== false)
    if (given)
      values[name] = flag.list ? listOf(given).map((value) => read(flag, { ...given, value })) : read(flag, given)
  }
  return values as unknown as Values
}

/** The flags `names` of this process: of its command line those in `flags`, of its environment, and of the file either names. */
export async function valuesOf(
  flags: Sources['flags'],
  names: readonly FlagName[],
  changes: Changes = {},
): Promise<Values> {
  const { env } = process
  const config = flags.config ?? (names.includes('config') && env.STUNTDOUBLE_CONFIG)
  if (!config) return settle({ flags, env, changes })
  const { readConfig } = await import('./config.ts')
  return settle({ flags, env, changes, file: await readConfig(String(config)) })
}

function listOf({ value }: Given): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function read(flag: Flag, { from, value }: Given): unknown {
  const text = typeof value === 'object' ? undefined : String(value).trim()
  const expected = flag.argument === undefined ? 'true or false' : (flag.expected ?? 'a text')
  const result =
    text === undefined || text === ''
      ? undefined
      : flag.argument !== undefined
        ? (flag.read ?? String)(text)
        : ON.includes(text) || (OFF.includes(text) ? false : undefined)
  if (result !== undefined) return result
  const got = flag.secret ? 'something else' : (JSON.stringify(value) ?? 'nothing')
  throw new UsageError(`${from}: expected ${expected}, got ${got}`)
}
