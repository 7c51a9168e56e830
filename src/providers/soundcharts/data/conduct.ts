/** What it tells its clients to do, by rule of the judge: the page that says so, and its own severity and numbers. */

import type { Stance } from '../../../core/judge.ts'

export const conduct: Readonly<Record<string, Stance>> = {
  // Its clients renew 30 to 60 seconds before the end.
  'refresh-too-early': { source: 'seed; sdk-oauth; client; assumed', numbers: { earlySeconds: 300 } },
  'expired-token-sent': { severity: 'warn', source: 'seed' },
  'no-recovery-after-401': { source: 'seed' },
  'same-token-after-401': { source: 'seed; sdk-oauth' },
  'refresh-on-403': { source: 'docs ref/*' },
  'refresh-on-429': { source: 'docs gs' },
  'token-not-cached': { source: 'seed', numbers: { earlySeconds: 300 } },
  // The SDK tries a refused token request six times in all.
  'token-endpoint-hammered': { source: 'seed; sdk-oauth' },
}
