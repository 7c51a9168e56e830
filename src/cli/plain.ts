/** The command line of most starts, read without Commander, which takes as long to load as half of what a start is made of. */

import { type FlagName, flagOf, START } from './flags.ts'

/** The flags of `start`, as Commander would find them. Undefined for anything else, of which Commander knows what to say. */
export function plainStart(argv: readonly string[]): Partial<Record<FlagName, unknown>> | undefined {
  const flags: Partial<Record<FlagName, unknown>> = {}
  const rest = argv.slice(argv[0] === 'start' ? 1 : 0)
  while (rest.length > 0) {
    const [, written, joined] = /^--([a-z-]+)(?:=(.*))?$/s.exec(rest.shift()!) ?? []
    const name = START.find((each) => each === written)
    if (name === undefined) return undefined
    const { argument, list } = flagOf(name)
    const value = argument === undefined || joined !== undefined ? joined : rest.shift()
    // A flag where a value should be, a value of one that takes none: mistakes, more often than not.
    if ((argument === undefined) !== (value === undefined) || (joined === undefined && value?.startsWith('-')))
      return undefined
    flags[name] = list ? [...((flags[name] as string[] | undefined) ?? []), value] : (value ?? true)
  }
  return flags
}
