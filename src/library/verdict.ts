/** What a test that failed by its session's verdict says. */

import type { Report } from '../core/judge.ts'

/** The client of a session did not behave, or what was staged never happened. `report` has it as data. */
export class VerdictError extends Error {
  override readonly name = 'VerdictError'
  readonly report: Report

  constructor(report: Report) {
    super(reportText(report))
    this.report = report
  }
}

/** The reasons, then each finding: what happened, why it matters, what to do, and where that is written. */
function reportText({ sessions }: Report): string {
  return sessions
    .flatMap(({ name, scenario, verdict, reasons, findings }) => [
      `session ${name}${scenario === null ? '' : `, scenario ${scenario}`}: ${verdict}`,
      ...reasons.filter((reason) => !findings.some(({ message }) => reason.endsWith(message))),
      ...findings.map(
        ({ rule, severity, provider, message, harm, mend, requests, at, source }) =>
          `\n${severity} ${rule}, ${provider}, ${at}, ${requests.join(', ')}\n  ${message}\n  ${harm} ${mend}\n  ${source}`,
      ),
    ])
    .join('\n')
}
