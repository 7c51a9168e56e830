/** `stuntdouble replay`: runs a recorded run again, and says whether it gives the same bytes. */

import { ManifestError } from '../replay/lines.ts'
import type { Deviation } from '../replay/replay.ts'
import { type Outcome, replayFile } from '../replay/rerun.ts'
import { ScenarioError } from '../scenario/problems.ts'
import type { Values } from './flags.ts'
import { loadProviders } from './modules.ts'
import { UsageError } from './settle.ts'

/** A few lines on stderr, or with `--json` one object on stdout. Answers the exit code; rejects with UsageError. */
export async function replay(file: string, values: Values): Promise<0 | 1> {
  const { fixtures } = values
  const providers = await loadProviders(values.provider)
  const outcome = await replayFile(file, { providers, ...(fixtures === undefined ? {} : { fixtures }) }).catch(
    (error) => {
      throw new UsageError(`${file} cannot be replayed: ${whyNot(error)}`)
    },
  )
  const { deviation, turns, calls, acts, notes } = outcome
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({ equal: !deviation, turns, calls, acts, notes, deviation: deviation ?? null }, null, 2)}\n`,
    )
  else process.stderr.write(`${linesOf(file, outcome).join('\n')}\n`)
  return deviation ? 1 : 0
}

function linesOf(file: string, { deviation, calls, acts, notes }: Outcome): string[] {
  const many = `${count(calls, 'call')} and ${count(acts, 'act')}`
  return [
    ...notes.map((note) => `${file}: note: ${note}`),
    ...(deviation ? describe(file, deviation) : [`${file}: ${many} replayed, and every answer is the same`]),
  ]
}

function describe(file: string, { turn, session, at, what, where, recorded, replayed }: Deviation): string[] {
  return [
    `${file}: turn ${turn} is different: ${what} in session ${session} at ${at}`,
    `  ${where}`,
    `  recorded  ${recorded}`,
    `  replayed  ${replayed}`,
  ]
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}

/** What is wrong with the file, with what was given beside it, or with what stands in it; all else is a failure. */
function whyNot(error: Error & { code?: string }): string {
  const foreseen = error instanceof ManifestError || error instanceof RangeError || error instanceof ScenarioError
  if (foreseen || error.code !== undefined) return error.message
  throw error
}
