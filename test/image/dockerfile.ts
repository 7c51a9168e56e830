/** The Dockerfile as tests read it. */

import { readFileSync } from 'node:fs'

export const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8')

/** The instructions of the last stage, each on one line. */
export const stage = dockerfile
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split(/^(?=FROM )/m)
  .at(-1)!
  .split('\n')

/** What follows an instruction, in the order given. */
export function all(instruction: string): string[] {
  return stage.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1))
}
