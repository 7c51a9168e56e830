/** What it tells its clients to do, by rule of the judge: the page that says so, and its own severity and numbers. */

import type { Stance } from '../../../core/judge.ts'

export const conduct: Readonly<Record<string, Stance>> = {
  'refresh-stampede': { source: 'seed; docs hl/changelog' },
  'rotated-token-reused': { source: 'seed' },
  'rotated-token-dropped': { source: 'seed' },
  'refresh-loop-after-rejection': { source: 'seed' },
  // Of a day. The SDK renews 30 seconds before the end, others minutes.
  'refresh-too-early': { source: 'seed; sdk; assumed', numbers: { earlySeconds: 3600 } },
  // Its clients are told to call, to see the expiry, and then to refresh.
  'expired-token-sent': { severity: 'off', source: 'seed' },
  'no-recovery-after-401': { source: 'seed' },
  'same-token-after-401': { source: 'seed' },
  'refresh-on-403': { source: 'sdk' },
  'refresh-on-429': { source: 'sdk' },
  'token-endpoint-hammered': { source: 'docs hoopai/oauth/overview; assumed' },
  'code-replayed': { source: 'seed' },
  'state-missing': { source: 'assumed' },
  'state-not-checked': { source: 'assumed' },
  'redirect-uri-mismatch': { source: 'seed; assumed U8' },
  'limit-headers-ignored': { source: 'seed 001' },
  'no-backoff': { source: 'docs hoopai/api-reference/oauth/overview' },
  'retry-storm': { source: 'docs hoopai/api-reference/oauth/overview' },
  'unsafe-retry': { source: 'assumed' },
  'secret-in-url': { source: 'seed 002, 004' },
  'token-in-url': { source: 'seed 002, 004' },
  'credentials-misplaced': { source: 'seed 004' },
  'version-header': { source: 'seed 002, 004' },
  'content-type': { source: 'seed 002, 004' },
  'paging-stopped-early': { source: 'docs hoopai/developer/guide/making-requests' },
  'webhook-unverified': { source: 'seed 002, 004' },
  'webhook-replayed': { source: 'docs hoopai/api-reference/oauth/webhook-authentication' },
  'webhook-slow': { source: 'docs hoopai/developer/guide/webhooks' },
  'unused-scope': { source: 'seed 002, 004' },
  'ignored-parameter': { source: 'assumed' },
  'call-from-browser': { source: 'seed 002, 004' },
}
