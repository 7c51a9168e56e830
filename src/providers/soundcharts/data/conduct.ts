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
  'limit-headers-ignored': { source: 'docs (gs, help 10104308)' },
  'retry-after-ignored': { source: 'sdk', numbers: { resets: 1 } },
  // The official client tries six times, ten seconds apart.
  'no-backoff': { source: 'sdk' },
  'retry-storm': { source: 'sdk' },
  // Its POST routes read, or add what is there already.
  'unsafe-retry': { severity: 'off', source: 'docs (ref/*)' },
  'secret-in-url': { source: 'seed' },
  'token-in-url': { source: 'seed' },
  'credentials-misplaced': { source: 'seed' },
  'legacy-key-with-token': { source: 'seed' },
  'paging-stopped-early': { source: 'docs (ref/*)' },
  'ignored-parameter': { source: 'assumed' },
  'call-from-browser': { source: 'seed' },
}
