/** The verdict in short, for the person at the terminal. */

import { styleText } from 'node:util'
import type { Finding, Report, SessionReport, Verdict } from '../core/judge.ts'
import { callsOf, findingsOf, readable, sumOf, tell, titleOf } from '../reports/words.ts'

/** One line of the matrix: what was run, and how it came out. */
export interface Row {
  readonly title: string
  readonly verdict: Verdict
  /** How the command ended. */
  readonly ended: string
  readonly sessions: readonly SessionReport[]
}

type Paint = (style: 'bold' | 'red' | 'green' | 'yellow' | 'gray', text: string) => string

const COLORS = { passed: 'green', failed: 'red', inconclusive: 'yellow' } as const
const LEVELS = { error: 'red', warn: 'yellow', info: 'gray' } as const

/** What is wrong in which session; a matrix where several scenarios were run; and the verdict as the last line. */
export function summary(full: Report, { color, rows = [] }: { color: boolean; rows?: readonly Row[] }): string {
  const report = readable(full)
  const paint: Paint = (style, text) => (color ? styleText(style, text, { stream: process.stderr }) : text)
  const parts = [
    ...report.sessions.flatMap((session) => section(session, paint)),
    ...(rows.length > 1 ? [matrix(rows, paint)] : []),
    ...report.reasons.map((reason) => paint('red', reason)),
    paint('bold', paint(COLORS[report.verdict], `stuntdouble: ${sumOf(report)}`)),
  ]
  return `${parts.join('\n')}\n`
}

/** Nothing where all went well. */
function section(session: SessionReport, paint: Paint): string[] {
  const { findings, expectations, neverStruck, notJudged, reasons, verdict } = session
  const unmet = expectations.flatMap(({ message }) => message ?? [])
  const lines = [
    ...findings.filter(({ known }) => !known).flatMap((finding) => found(finding, session, paint)),
    ...findings.filter(({ known }) => known).map(({ rule, message }) => `  known  ${rule}: ${message}`),
    ...unmet.map((message) => `  ${paint('red', message)}`),
    ...neverStruck.map((id) => `  rule never struck: ${id}`),
    ...(reasons.includes('no call came')
      ? ['  no call came: does the client take its base URLs from the environment?']
      : []),
    ...notJudged.map(({ rule, why }) => `  not judged: ${rule}: ${why}`),
  ]
  if (lines.length === 0) return []
  return [`${paint('bold', titleOf(session))}: ${paint(COLORS[verdict], verdict)}, ${callsOf(session)}`, ...lines, '']
}

function found(finding: Finding, session: SessionReport, paint: Paint): string[] {
  const { severity, rule } = finding
  const lines = tell(finding, session).map(([label, text]) => `    ${label.padEnd(14)}  ${text}`)
  return [`  ${paint(LEVELS[severity], severity)}  ${paint('bold', rule)}`, ...lines]
}

function matrix(rows: readonly Row[], paint: Paint): string {
  const head = ['scenario', 'verdict', 'command', 'findings']
  const cells = rows.map(({ title, verdict, ended, sessions }) => {
    const findings = findingsOf({ findings: sessions.flatMap((session) => session.findings) })
    return [title, verdict, ended, findings || '-']
  })
  const widths = head.map((_, i) => Math.max(...[head, ...cells].map((line) => line[i]!.length)))
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => text.padEnd(widths[i]!))
      .join('  ')
      .trimEnd()
  const painted = cells.map((texts, i) => {
    const { verdict } = rows[i]!
    return line(texts).replace(verdict, paint(COLORS[verdict], verdict))
  })
  return [line(head), ...painted, ''].join('\n')
}
