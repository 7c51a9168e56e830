/** `stuntdouble validate`: whether scenario files can be played, and where they are wrong. */

import { conduct } from '../conduct/index.ts'
import { providers as builtIn } from '../providers/index.ts'
import { describeProblem, validateFile } from '../scenario/load.ts'
import type { Values } from './flags.ts'
import { loadProviders } from './modules.ts'

/** A line a finding on stderr, or with `--json` one object on stdout. Answers the exit code. */
export async function validate(files: readonly string[], values: Values): Promise<0 | 2> {
  const providers = [...builtIn, ...(await loadProviders(values.provider))]
  const results = await Promise.all(
    files.map(async (file) => {
      const problems = await validateFile(file, providers, conduct)
      return { file, valid: problems.length === 0, problems }
    }),
  )
  const valid = results.every((result) => result.valid)
  if (values.json) process.stdout.write(`${JSON.stringify({ valid, files: results }, null, 2)}\n`)
  else
    for (const { file, problems } of results) {
      const lines = problems.map(describeProblem)
      process.stderr.write(`${[...lines, ...(problems.length === 0 ? [`${file}: good`] : [])].join('\n')}\n`)
    }
  return valid ? 0 : 2
}
