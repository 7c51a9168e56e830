/** Every rule of the judge. */

import type { ConductTable } from '../core/judge.ts'
import { callFromBrowser } from './call-from-browser.ts'
import { catalogueRefetched } from './catalogue-refetched.ts'
import { codeReplayed } from './code-replayed.ts'
import { contentType } from './content-type.ts'
import { credentialsMisplaced } from './credentials-misplaced.ts'
import { expiredTokenSent } from './expired-token-sent.ts'
import { ignoredParameter } from './ignored-parameter.ts'
import { legacyKeyWithToken } from './legacy-key-with-token.ts'
import { limitHeadersIgnored } from './limit-headers-ignored.ts'
import { liveSecretInTestRun } from './live-secret-in-test-run.ts'
import { noBackoff } from './no-backoff.ts'
import { noRecoveryAfter401 } from './no-recovery-after-401.ts'
import { pagingStoppedEarly } from './paging-stopped-early.ts'
import { redirectUriMismatch } from './redirect-uri-mismatch.ts'
import { refreshLoopAfterRejection } from './refresh-loop-after-rejection.ts'
import { refreshOn403 } from './refresh-on-403.ts'
import { refreshOn429 } from './refresh-on-429.ts'
import { refreshStampede } from './refresh-stampede.ts'
import { refreshTooEarly } from './refresh-too-early.ts'
import { retryAfterIgnored } from './retry-after-ignored.ts'
import { retryStorm } from './retry-storm.ts'
import { rotatedTokenDropped } from './rotated-token-dropped.ts'
import { rotatedTokenReused } from './rotated-token-reused.ts'
import type { Rule } from './rule.ts'
import { sameTokenAfter401 } from './same-token-after-401.ts'
import { secretInUrl } from './secret-in-url.ts'
import { stateMissing } from './state-missing.ts'
import { stateNotChecked } from './state-not-checked.ts'
import { streamUrlOutlived } from './stream-url-outlived.ts'
import { tokenEndpointHammered } from './token-endpoint-hammered.ts'
import { tokenInUrl } from './token-in-url.ts'
import { tokenNotCached } from './token-not-cached.ts'
import { unsafeRetry } from './unsafe-retry.ts'
import { unusedScope } from './unused-scope.ts'
import { versionHeader } from './version-header.ts'
import { webhookReplayed } from './webhook-replayed.ts'
import { webhookSlow } from './webhook-slow.ts'
import { webhookUnverified } from './webhook-unverified.ts'

export { convene } from './court.ts'
export { makeJudge } from './judge.ts'

export const rules: readonly Rule[] = [
  refreshStampede,
  rotatedTokenReused,
  rotatedTokenDropped,
  refreshLoopAfterRejection,
  refreshTooEarly,
  expiredTokenSent,
  noRecoveryAfter401,
  sameTokenAfter401,
  refreshOn403,
  refreshOn429,
  tokenNotCached,
  tokenEndpointHammered,
  codeReplayed,
  stateMissing,
  stateNotChecked,
  redirectUriMismatch,
  callFromBrowser,
  catalogueRefetched,
  contentType,
  credentialsMisplaced,
  ignoredParameter,
  legacyKeyWithToken,
  limitHeadersIgnored,
  liveSecretInTestRun,
  noBackoff,
  pagingStoppedEarly,
  retryAfterIgnored,
  retryStorm,
  secretInUrl,
  streamUrlOutlived,
  tokenInUrl,
  unsafeRetry,
  unusedScope,
  versionHeader,
  webhookReplayed,
  webhookSlow,
  webhookUnverified,
]

export const conduct = tableOf(rules)

/** What a scenario may say of rules. */
export function tableOf(rules: readonly Rule[]): ConductTable {
  return Object.fromEntries(rules.map(({ id, about, severity, numbers }) => [id, { about, severity, numbers }]))
}
