/** What was found, counted by subject and bounded; its words come from the rules when a report is asked for. */

import { iso } from '../core/clock.ts'
import type { Finding } from '../core/judge.ts'
import type { Session } from '../core/session.ts'
import { type Court, severityOf } from './court.ts'
import { lineageOf } from './lineage.ts'

/** By fingerprint. `surplus` counts the subjects beyond those that are kept, by rule. */
export type Findings = { kept: { [fingerprint: string]: Found }; surplus: { [rule: string]: number } }

type Found = {
  rule: string
  provider: string
  message: string
  requests: string[]
  at: number
  times: number
  mild?: boolean
  /** The id of the credential that the first call brought. */
  credential?: string | undefined
}

/** So many subjects are told of each rule. */
const SUBJECTS = 50
/** So many calls are named as evidence: the first ones and the latest. */
const EVIDENCE = 6

export function noFindings(): Findings {
  return { kept: {}, surplus: {} }
}

/** The same rule broken by the same subject counts up, and its words are those of the first time. */
export function keepFinding(
  { kept, surplus }: Findings,
  { subject, requests, ...blame }: Omit<Found, 'times' | 'requests'> & { subject: string; requests: readonly string[] },
  { options: { redactor } }: Session,
): void {
  // A client may call itself by its secret, and put anything into an address.
  const shown = (text: string) => redactor?.text(text) ?? text
  const fingerprint = `${blame.rule}/${blame.provider}/${shown(subject)}`
  const old = kept[fingerprint]
  if (old) {
    old.times++
    if (!blame.mild) delete old.mild
    old.requests = evidence(old.requests, requests)
  } else if (Object.values(kept).filter(({ rule }) => rule === blame.rule).length < SUBJECTS)
    kept[fingerprint] = { ...blame, message: shown(blame.message), requests: evidence([], requests), times: 1 }
  else surplus[blame.rule] = (surplus[blame.rule] ?? 0) + 1
}

/** Whether one of these rules has found something that one of these calls shows. */
export function speakOf({ kept }: Findings, rules: readonly string[], requests: readonly string[]): boolean {
  return Object.values(kept).some(
    (found) => rules.includes(found.rule) && found.requests.some((id) => requests.includes(id)),
  )
}

/** As a report tells them, in the order in which they were found first. */
export async function wordFindings({ kept, surplus }: Findings, court: Court, session: Session): Promise<Finding[]> {
  const stable = numbering()
  const findings: Finding[] = []
  for (const [fingerprint, found] of Object.entries(kept)) {
    const { rule: id, provider, message, requests, at, times, mild, credential } = found
    const seat = court.get(provider)?.all.find(({ rule }) => rule.id === id)
    const whole = seat ? severityOf(seat, session) : 'off'
    if (!seat || whole === 'off') continue
    const severity = mild && whole === 'error' ? 'warn' : whole
    const { harm, mend, source } = seat.rule
    const again = times > 1 ? ` (${times} times)` : ''
    const more = surplus[id] ? ` (and ${surplus[id]} more like it)` : ''
    findings.push({
      rule: id,
      severity,
      provider,
      message: `${message}${again}${more}`,
      harm,
      mend,
      requests,
      lineage: await lineageOf(session, credential),
      at: iso(at),
      times,
      source: [seat.stance?.source, source].filter((each) => each !== undefined).join('; '),
      fingerprint: stable(fingerprint, `${id}/${provider}`),
    })
  }
  return findings
}

/** What a token's id looks like. */
const TOKEN = /(?<![\w-])[\w-]{22}(?![\w-])/g

/** A token's id may differ from run to run: in fingerprints tokens go by their place among those of one rule. */
function numbering(): (fingerprint: string, rule: string) => string {
  const seen = new Map<string, string[]>()
  return (fingerprint, rule) => {
    const tokens = seen.get(rule) ?? []
    seen.set(rule, tokens)
    const number = (token: string) => tokens.indexOf(token) + 1 || tokens.push(token)
    return rule + fingerprint.slice(rule.length).replace(TOKEN, (token) => `token-${number(token)}`)
  }
}

/** Adds to the calls that are named: beyond so many, each new one takes the place of the latest. */
function evidence(known: string[], requests: readonly string[]): string[] {
  for (const id of requests) if (!known.includes(id)) known[Math.min(known.length, EVIDENCE - 1)] = id
  return known
}
