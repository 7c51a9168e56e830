/** `stuntdouble report`: the verdict of a running emulator. */

import type { Report } from '../core/judge.ts'
import { openBaseline } from './baseline.ts'
import type { Values } from './flags.ts'
import { wantsColor } from './log.ts'
import { askJson, type Remote, remoteUrl } from './remote.ts'
import { openReports } from './reports.ts'
import { summary } from './summary.ts'

export type ReportValues = Omit<Values, 'session'> & { readonly session?: string }

/**
 * Writes what `--report` asks for; without it, the verdict in words on stdout, or with `--json` as JSON. One session's,
 * or all. Answers the exit code.
 */
export async function report(values: ReportValues): Promise<0 | 1> {
  const { session, json } = values
  const wanted = values.report ?? (json ? [{ format: 'json' } as const] : undefined)
  const baseline = await openBaseline(values)
  const write = await openReports(wanted)
  const path = session === undefined ? '/reports' : `/sessions/${encodeURIComponent(session)}/report`
  const found = await baseline(await readReport(await askJson<object>(values, `/__admin${path}`), values))
  await write(found)
  const words = summary(found, { color: wantsColor(values) })
  if (wanted) process.stderr.write(words)
  else process.stdout.write(words)
  return found.verdict === 'passed' ? 0 : 1
}

/** A report in JSON as this program writes it. Another version may write another one. */
async function readReport(answer: object, values: Remote): Promise<Report> {
  const { parse } = await import('valibot')
  const { reportSchema } = await import('../reports/schema.ts')
  try {
    const { $schema: _, version: _version, ...document } = answer as Record<string, unknown>
    return parse(reportSchema, document)
  } catch {
    throw new Error(`what answers at ${remoteUrl(values)} gives no report that this version reads`)
  }
}
