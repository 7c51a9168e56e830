/** Reports as a judge would give them, made by hand. */

import { type Finding, type Report, type SessionReport, together } from '../../src/core/judge.ts'

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: 'refresh-stampede',
    severity: 'error',
    provider: 'hoopai',
    message: 'A refresh came while another one was under way.',
    harm: 'Only one of them can win.',
    mend: 'Let one refresh run at a time.',
    requests: ['request-2', 'request-3'],
    lineage: [],
    at: '2026-01-01T00:00:00.000Z',
    times: 1,
    source: 'RFC 9700 4.14',
    fingerprint: 'refresh-stampede/hoopai/token-1',
    ...more,
  }
}

export function session(more: Partial<SessionReport> = {}): SessionReport {
  return {
    name: 'default',
    scenario: 'token-dies',
    seed: 1,
    verdict: 'passed',
    reasons: [],
    calls: { hoopai: 3 },
    judged: ['refresh-stampede'],
    findings: [],
    evidence: [],
    expectations: [],
    neverStruck: [],
    notJudged: [],
    ...more,
  }
}

/** One of each kind of thing that can be said. */
export const MIXED: Report = together(
  [
    session({
      verdict: 'failed',
      reasons: [
        'refresh-stampede: A refresh came while another one was under way.',
        'expected GET /x: exactly 1; got 2',
      ],
      judged: ['refresh-stampede', 'unsafe-retry', 'version-header', 'secret-in-url'],
      findings: [
        finding(),
        finding({ rule: 'version-header', severity: 'warn', message: 'No Version came.', requests: [] }),
        finding({ rule: 'secret-in-url', message: 'A secret stood in a URL.', known: true }),
      ],
      evidence: [
        {
          id: 'request-2',
          at: '2026-01-01T00:00:00.000Z',
          provider: 'hoopai',
          method: 'POST',
          path: '/oauth/token',
          status: 200,
          code: null,
        },
      ],
      expectations: [
        { expected: 'GET /x: exactly 1', got: 2, met: false, message: 'expected GET /x: exactly 1; got 2' },
        { expected: 'GET /y: at least 1', got: 1, met: true },
      ],
      neverStruck: ['late'],
      notJudged: [{ rule: 'no-backoff', why: 'the clock stood still, so nobody could wait' }],
    }),
    session({ name: 's-2', scenario: null, verdict: 'inconclusive', reasons: ['no call came'], calls: {}, judged: [] }),
    session({
      name: 's-3',
      verdict: 'inconclusive',
      reasons: ['rule never struck: expiry'],
      neverStruck: ['expiry'],
    }),
  ],
  ['the command was ended: it ran for longer than 5m'],
)

/** The same report with this text in the place of every one that is free. */
export function worded(text: string): Report {
  const found = finding({ message: text, harm: text, mend: text, source: text, requests: [text], fingerprint: text })
  const of = session({
    name: text,
    scenario: text,
    verdict: 'failed',
    reasons: [text],
    judged: [text],
    findings: [found, { ...found, rule: text, severity: 'warn' }],
    expectations: [{ expected: text, got: 0, met: false, message: text }],
    neverStruck: [text],
    notJudged: [{ rule: `${text}.`, why: text }],
  })
  return together([of], [text])
}
