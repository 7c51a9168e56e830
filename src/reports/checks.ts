/** A session's report as a list of checks, each of them good or not: what formats for test results show. */

import type { Finding, SessionReport } from '../core/judge.ts'
import { tell } from './words.ts'

/**
 * `failed` fails the run; `open`: what should have been seen did not come about; `known`: a baseline accepts it;
 * `skipped`: it was not asked.
 */
export type Outcome = 'good' | 'failed' | 'open' | 'known' | 'skipped'

export interface Check {
  readonly name: string
  readonly outcome: Outcome
  /** What is to be said in one line. A good check may have something to say, too. */
  readonly summary?: string
  readonly findings: readonly Finding[]
}

/** One for each rule of the judge, for each expectation, and for what the scenario was to stage. */
export function checksOf(session: SessionReport): Check[] {
  const { calls, reasons, judged, findings, expectations, neverStruck, notJudged } = session
  const called = Object.keys(calls).length > 0
  const rules = [...new Set([...judged, ...findings.map(({ rule }) => rule)])]
  return [
    {
      name: 'a call came',
      outcome: called ? 'good' : 'open',
      ...(called ? {} : { summary: 'no call came' }),
      findings: [],
    },
    ...neverStruck.map((id): Check => {
      const summary = `rule never struck: ${id}`
      return {
        name: `rule strikes: ${id}`,
        outcome: reasons.includes(summary) ? 'open' : 'skipped',
        summary,
        findings: [],
      }
    }),
    ...expectations.map(
      ({ expected, met, message = '' }): Check => ({
        name: `expected ${expected}`,
        outcome: met ? 'good' : 'failed',
        ...(met ? {} : { summary: message }),
        findings: [],
      }),
    ),
    ...rules.map((rule) =>
      ruleCheck(
        rule,
        findings.filter((finding) => finding.rule === rule),
      ),
    ),
    ...notJudged
      .filter(({ rule }) => !rules.includes(rule))
      .map(({ rule, why }): Check => ({ name: rule, outcome: 'skipped', summary: why, findings: [] })),
  ]
}

/** All that there is to say of a check, in lines. */
export function detailsOf({ findings }: Check, session: SessionReport): string {
  const told = findings.map((finding) =>
    tell(finding, session)
      .map(([label, text]) => `${label}: ${text}`)
      .join('\n'),
  )
  return told.join('\n\n')
}

function ruleCheck(name: string, findings: readonly Finding[]): Check {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const fresh = errors.filter(({ known }) => !known)
  const outcome = fresh.length > 0 ? 'failed' : errors.length > 0 ? 'known' : 'good'
  const [first, ...more] = fresh.length > 0 ? fresh : findings
  if (!first) return { name, outcome, findings }
  return { name, outcome, summary: `${first.message}${more.length > 0 ? ` (and ${more.length} more)` : ''}`, findings }
}
