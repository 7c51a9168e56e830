/** The words that reports are made of, whatever their format. */

import type { Ancestor, Finding, Report, SessionReport } from '../core/judge.ts'

/** The same report, every text of which can be shown. */
export function readable(report: Report): Report {
  return JSON.parse(JSON.stringify(report), (_key, value) => (typeof value === 'string' ? legible(value) : value))
}

/** `default, playing token-dies-mid-run`. */
export function titleOf({ name, scenario }: SessionReport): string {
  return scenario === null ? name : `${name}, playing ${scenario}`
}

/** `12 calls (hoopai 10, hoopr 2)`. */
export function callsOf({ calls }: SessionReport): string {
  const counts = Object.entries(calls)
  if (counts.length === 0) return 'no call'
  const all = counts.reduce((sum, [, n]) => sum + n, 0)
  return `${countOf(all, 'call')} (${counts.map(([provider, n]) => `${provider} ${n}`).join(', ')})`
}

/** `1 error, 2 warnings, 1 known`; empty where nothing was found. */
export function findingsOf({ findings }: Pick<SessionReport, 'findings'>): string {
  const count = (wanted: (finding: Finding) => boolean) => findings.filter(wanted).length
  const counts = [
    [count(({ severity, known }) => severity === 'error' && !known), 'error'],
    [count(({ severity, known }) => severity === 'warn' && !known), 'warning'],
    [count(({ severity, known }) => severity === 'info' && !known), 'note'],
  ] as const
  const known = count((finding) => finding.known === true)
  return [
    ...counts.flatMap(([n, word]) => (n === 0 ? [] : [countOf(n, word)])),
    ...(known === 0 ? [] : [`${known} known`]),
  ].join(', ')
}

/** A finding as labelled lines: what happened, when, why it matters, what to do, where that stands, and the evidence. */
export function tell(finding: Finding, { evidence }: Pick<SessionReport, 'evidence'>): (readonly [string, string])[] {
  const { message, provider, at, harm, mend, source, requests, lineage, fingerprint } = finding
  const calls = requests.map((id) => {
    const call = evidence.find((each) => each.id === id)
    return call ? `${id} ${call.method} ${call.path} ${[call.status, call.code ?? []].flat().join(' ')}` : id
  })
  return [
    ['What happened', message],
    ['When', `${at}, at ${provider}`],
    ['Why it matters', harm],
    ['What to do', mend],
    ['Documented', source],
    ['Evidence', calls.join('; ') || 'none'],
    ...(lineage.length > 0 ? ([['Token', lineage.map(ancestorOf).join(' -> ')]] as const) : []),
    ['Fingerprint', fingerprint],
  ]
}

/** `refresh 4fQ2x1, issued 2026-01-01T00:00:00.000Z, spent 2026-01-01T00:05:00.000Z`. */
function ancestorOf({ id, kind, issuedAt, spentAt, revokedAt }: Ancestor): string {
  return [
    `${kind} ${id.slice(0, 6)}`,
    `issued ${issuedAt}`,
    ...(spentAt === undefined ? [] : [`spent ${spentAt}`]),
    ...(revokedAt === undefined ? [] : [`revoked ${revokedAt}`]),
  ].join(', ')
}

/** In one line: `failed: 2 sessions, 31 calls, 1 error, 2 warnings`. */
export function sumOf({ verdict, sessions }: Report): string {
  const calls = sessions.flatMap((session) => Object.values(session.calls)).reduce((sum, n) => sum + n, 0)
  const findings = findingsOf({ findings: sessions.flatMap((session) => session.findings) })
  const counts = [countOf(sessions.length, 'session'), countOf(calls, 'call'), findings || 'nothing found']
  return `${verdict}: ${counts.join(', ')}`
}

function countOf(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`
}

/** Text without what no reader can show and some refuse: control characters other than tab and line ends, half pairs. */
function legible(text: string): string {
  return text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
}
