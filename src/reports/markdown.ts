/** For people: a summary of a job, a comment on a pull request. */

import type { Finding, Report, SessionReport } from '../core/judge.ts'
import { callsOf, findingsOf, sumOf, tell, titleOf } from './words.ts'

export function markdown(report: Report): string {
  const { reasons, sessions } = report
  const rows = sessions.map((session) => [
    text(titleOf(session)),
    session.verdict,
    callsOf(session),
    findingsOf(session) || '-',
  ])
  const parts = [
    `# stuntdouble: ${sumOf(report)}`,
    list(reasons.map(text)),
    rows.length === 0 ? '' : table(['Session', 'Verdict', 'Calls', 'Findings'], rows),
    ...sessions.flatMap(section),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** What there is to say of a session; nothing where all went well. */
function section(session: SessionReport): string[] {
  const { findings, expectations, neverStruck, notJudged, reasons } = session
  const unmet = expectations.flatMap(({ message }) => message ?? [])
  const rest = [
    ...reasons.filter((reason) => reason === 'no call came'),
    ...unmet,
    ...neverStruck.map((id) => `rule never struck: ${id}`),
    ...notJudged.map(({ rule, why }) => `not judged: ${rule}: ${why}`),
  ]
  if (findings.length + rest.length === 0) return []
  return [
    `## ${text(titleOf(session))}`,
    list(rest.map(text)),
    ...findings.map((finding) => found(finding, session)),
    expectations.length > unmet.length
      ? `${expectations.length - unmet.length} of ${expectations.length} expectations were met.`
      : '',
  ]
}

function found(finding: Finding, session: SessionReport): string {
  const { rule, severity, known } = finding
  const lines = tell(finding, session).map(([label, value]) => `**${label}:** ${text(value)}`)
  return `### ${severity}: ${text(rule)}${known ? ' (known)' : ''}\n\n${list(lines)}`
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/** Plain text, as Markdown shows it to the letter. */
function text(plain: string): string {
  return plain.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~!@]/g, '\\$&')
}
