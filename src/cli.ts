#!/usr/bin/env node
/** The program: a plain start at once, anything else by its verb. */

import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { START } from './cli/flags.ts'
import { plainStart } from './cli/plain.ts'
import { valuesOf } from './cli/settle.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', () => process.exit(0))
process.on('uncaughtException', end)
process.on('unhandledRejection', end)
keepCompiled()
main().catch(end)

async function main(): Promise<void> {
  const flags = plainStart(process.argv.slice(2))
  if (!flags) return (await import('./cli/verbs.ts')).run()
  const values = await valuesOf(flags, START)
  await (await import('./cli/start.ts')).serve(values)
}

/**
 * From Node 22.8 on, later starts find the program compiled. Not in Node's own folder: it is among the temporary files, where
 * anybody may put something first. Where nothing can be written, or nobody is at home, they compile it again.
 */
function keepCompiled(): void {
  const { enableCompileCache } = module as { enableCompileCache?(folder: string): unknown }
  try {
    enableCompileCache?.(join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'stuntdouble'))
  } catch {}
}

/** The only way out for what went wrong: a sentence, never a stack, and the exit code that says whose fault it was. */
function end(thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  process.stderr.write(`stuntdouble: ${error.message || error.name}\n`)
  process.exit(error.name === 'UsageError' || error.name === 'ScenarioError' ? 2 : 1)
}
