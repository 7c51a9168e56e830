/** Writes the reports that `--report` asks for. */

import { promises } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Report } from '../core/judge.ts'
import { formats } from '../reports/index.ts'
import { version } from '../version.ts'
import type { WantedReport } from './flags.ts'
import { UsageError } from './settle.ts'

/**
 * Answers what writes them all. Their folders are made now, and files of an earlier run emptied, so that nobody takes its
 * report for this run's. Rejects with UsageError where that cannot be done.
 */
export async function openReports(wanted: readonly WantedReport[] = []): Promise<(report: Report) => Promise<void>> {
  const places = wanted.map(({ file }) => (file === undefined ? 'stdout' : resolve(file)))
  const twice = places.find((place, i) => places.indexOf(place) !== i)
  if (twice !== undefined)
    throw new UsageError(`--report: expected each report in a place of its own, got two for ${twice}; give FORMAT=FILE`)
  for (const { format, file } of wanted)
    if (file !== undefined)
      await clear(file).catch((error: Error) => {
        throw new UsageError(`--report ${format}=${file}: ${error.message}`)
      })
  return async (report) => {
    const written = await Promise.allSettled(wanted.map((each) => write(each, report)))
    for (const each of written) if (each.status === 'rejected') throw each.reason
  }
}

async function write({ format, file }: WantedReport, report: Report): Promise<void> {
  const text = await formats[format].write(report, version)
  if (file === undefined) process.stdout.write(text)
  else
    await promises.writeFile(file, text).catch((error: Error) => {
      throw new Error(`--report ${format}=${file}: ${error.message}`)
    })
}

/** What is no plain file (a pipe, a descriptor) is left alone. */
async function clear(file: string): Promise<void> {
  await promises.mkdir(dirname(file), { recursive: true })
  const found = await promises.stat(file).catch(() => undefined)
  if (found === undefined || !(found.isFIFO() || found.isSocket() || found.isCharacterDevice()))
    await promises.writeFile(file, '')
}
