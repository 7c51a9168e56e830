/** Annotations of GitHub Actions (workflow commands): one for each finding, and for whatever else is wrong. */

import type { Report, SessionReport } from '../core/judge.ts'
import { sumOf, tell, titleOf } from './words.ts'

type Level = 'error' | 'warning' | 'notice'
type Annotation = readonly [level: Level, title: string, message: string]

const LEVELS = { error: 'error', warn: 'warning', info: 'notice' } as const
const ORDER: readonly Level[] = ['error', 'warning', 'notice']

/** The gravest first: GitHub shows ten of each level for a step. */
export function github(report: Report): string {
  const { reasons, sessions } = report
  const found = [
    ...reasons.map((reason): Annotation => ['error', 'the run', reason]),
    ...sessions.flatMap((session) => [...findings(session), ...others(session)]),
  ].sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
  const all: readonly Annotation[] = [...found, ['notice', 'verdict', sumOf(report)]]
  return `${all.map(command).join('\n')}\n`
}

function findings(session: SessionReport): Annotation[] {
  return session.findings.map((finding) => {
    const { rule, severity, known } = finding
    const lines = tell(finding, session).map(([label, text]) => `${label}: ${text}`)
    return [
      known ? 'notice' : LEVELS[severity],
      `${rule}${known ? ' (known)' : ''}, ${titleOf(session)}`,
      lines.join('\n'),
    ]
  })
}

/** Expectations, and situations that never came about. */
function others(session: SessionReport): Annotation[] {
  const { reasons, expectations, neverStruck, notJudged } = session
  const title = titleOf(session)
  const unmet = expectations.flatMap(({ message }) => message ?? [])
  const struck = neverStruck.map((id) => `rule never struck: ${id}`)
  const open = reasons.filter((reason) => reason === 'no call came' || struck.includes(reason))
  return [
    ...[...unmet, ...open].map((message): Annotation => ['error', title, message]),
    ...struck.filter((each) => !open.includes(each)).map((message): Annotation => ['notice', title, message]),
    ...notJudged.map(({ rule, why }): Annotation => ['notice', title, `not judged: ${rule}: ${why}`]),
  ]
}

/** `::error title=...::...`, escaped as the runner reads it (actions/toolkit, command.ts). */
function command([level, title, message]: Annotation): string {
  return `::${level} title=${escaped(`stuntdouble: ${title}`, /[%\r\n:,]/g)}::${escaped(message, /[%\r\n]/g)}`
}

function escaped(text: string, special: RegExp): string {
  return text.replace(special, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}
