/** The report as it is, as one JSON document that names its schema. */

import type { Report } from '../core/judge.ts'

/** Grows when a reader of an older document could not read the new one. */
export const REPORT_SCHEMA = 'urn:stuntdouble:report:1'

/** @param version of the program */
export function json(report: Report, version: string): string {
  return `${JSON.stringify({ $schema: REPORT_SCHEMA, version, ...report }, null, 2)}\n`
}
