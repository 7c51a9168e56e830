/** The command line of most starts, read without Commander, which takes as long to load as all that a start is made of. */

import { parseArgs } from 'node:util'
import { type FlagName, flagOf, START } from './flags.ts'

/** The flags of `start` as Commander would find them. Undefined when they are to be read by it: it has words for the rest. */
export function plainStart(argv: readonly string[]): Partial<Record<FlagName, unknown>> | undefined {
  const options = START.map((name) => {
    const { argument, list = false } = flagOf(name)
    return [name, { type: argument === undefined ? 'boolean' : 'string', multiple: list }] as const
  })
  try {
    return parseArgs({ args: argv.slice(argv[0] === 'start' ? 1 : 0), options: Object.fromEntries(options) }).values
  } catch {
    return undefined
  }
}
