/** TAP 14 (https://testanything.org/tap-version-14-specification.html): a subtest for each session, a point for each check. */

import type { Report, SessionReport } from '../core/judge.ts'
import { type Check, checksOf } from './checks.ts'
import { tell, titleOf } from './words.ts'

export function tap({ reasons, sessions }: Report): string {
  const faults = reasons.map((reason, i) => `not ok ${i + 1} - ${description(reason)}`)
  const subtests = sessions.flatMap((session, i) => subtest(session, reasons.length + i + 1))
  return `${['TAP version 14', `1..${reasons.length + sessions.length}`, ...faults, ...subtests].join('\n')}\n`
}

function subtest(session: SessionReport, number: number): string[] {
  const checks = checksOf(session)
  const points = [`1..${checks.length}`, ...checks.flatMap((check, i) => point(check, i + 1, session))]
  const title = description(titleOf(session))
  const good = session.verdict === 'passed'
  return [
    `# Subtest: ${title}`,
    ...points.map((line) => `    ${line}`),
    `${good ? 'ok' : 'not ok'} ${number} - ${title}`,
    ...diagnostic({ verdict: session.verdict, reasons: session.reasons }, !good),
  ]
}

function point({ name, outcome, summary = '', findings }: Check, number: number, session: SessionReport): string[] {
  const good = outcome === 'good' || outcome === 'skipped'
  const directive = {
    good: '',
    failed: '',
    open: '',
    known: ' # TODO known',
    skipped: ` # SKIP ${description(summary)}`,
  }
  const told = findings.map((finding) => ({
    severity: finding.severity,
    ...Object.fromEntries(tell(finding, session)),
  }))
  return [
    `${good ? 'ok' : 'not ok'} ${number} - ${description(name)}${directive[outcome]}`,
    ...diagnostic({ message: summary, findings: told }, outcome !== 'skipped' && summary !== ''),
  ]
}

/** YAML in which every value is written as JSON, which YAML is a superset of. */
function diagnostic(facts: Readonly<Record<string, unknown>>, wanted: boolean): string[] {
  if (!wanted) return []
  const lines = Object.entries(facts).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
  return ['  ---', ...lines, '  ...']
}

/** On one line, without what would begin a directive. */
function description(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\#]/g, '\\$&')
}
