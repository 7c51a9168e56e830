/**
 * Builds the program once for a whole run of the tests: those that start it start what a user gets, and start it ten times
 * as fast as its sources. `inject('program')` is its path.
 */

import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'
import { LATE } from '../build/chunks.ts'
import { late } from '../build/late.ts'
import { spawnless } from '../build/spawnless.ts'
import { program } from '../rolldown.config.ts'

declare module 'vitest' {
  interface ProvidedContext {
    program: string
  }
}

/** A folder of this run's own, as far below the top as `dist/bin`, which a build may empty meanwhile. */
const dir = fileURLToPath(new URL(`../.built/${process.pid}`, import.meta.url))

export default async function setup(project: TestProject) {
  const build = async () => {
    const { output, ...input } = program
    const bundle = await rolldown({ ...input, plugins: [spawnless(), late(LATE)], logLevel: 'silent' })
    await bundle.write({ ...output, dir })
  }
  await build()
  project.provide('program', `${dir}/cli.cjs`)
  project.onTestsRerun(build)
  return () => rmSync(dir, { recursive: true })
}
