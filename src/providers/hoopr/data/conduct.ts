/** What it tells its clients to do, by rule of the judge: the page that says so, and its own severity and numbers. */

import type { Stance } from '../../../core/judge.ts'

export const conduct: Readonly<Record<string, Stance>> = {
  // Between four and six minutes before the end (U34).
  'refresh-too-early': { source: 'seed, docs/best-practices; assumed U34', numbers: { earlySeconds: 360 } },
  'expired-token-sent': { source: 'seed, docs/best-practices' },
  'no-recovery-after-401': { source: 'seed, docs/errors' },
  'same-token-after-401': { source: 'docs/errors, docs/best-practices' },
  'refresh-on-403': { source: 'docs/errors' },
  'refresh-on-429': { source: 'docs/rate-limits' },
  'token-not-cached': { source: 'seed, docs/best-practices, docs/rate-limits', numbers: { earlySeconds: 360 } },
  'token-endpoint-hammered': { source: 'docs/rate-limits; assumed' },
  'limit-headers-ignored': { source: 'docs/rate-limits' },
  'retry-after-ignored': { source: 'docs/rate-limits, docs/best-practices', numbers: { resets: 1 } },
  'no-backoff': { source: 'docs/errors, docs/best-practices' },
  'retry-storm': { source: 'docs/errors, docs/best-practices' },
  // Its two POST routes change nothing.
  'unsafe-retry': { severity: 'off', source: 'docs/introduction' },
  'secret-in-url': { source: 'seed, docs/best-practices' },
  'token-in-url': { source: 'seed, docs/best-practices' },
  'credentials-misplaced': { source: 'docs/api/auth-token' },
  'live-secret-in-test-run': { source: 'docs/modes' },
  'stream-url-outlived': { source: 'docs/best-practices, docs/api/get-track' },
  'catalogue-refetched': { source: 'docs/best-practices' },
  'paging-stopped-early': { source: 'docs/pagination; assumed' },
  'ignored-parameter': { source: 'assumed' },
  'call-from-browser': { source: 'seed, docs/introduction, docs/best-practices' },
}
