/** Every rule of the judge. */

import type { ConductTable } from '../core/judge.ts'
import { codeReplayed } from './code-replayed.ts'
import { expiredTokenSent } from './expired-token-sent.ts'
import { noRecoveryAfter401 } from './no-recovery-after-401.ts'
import { redirectUriMismatch } from './redirect-uri-mismatch.ts'
import { refreshLoopAfterRejection } from './refresh-loop-after-rejection.ts'
import { refreshOn403 } from './refresh-on-403.ts'
import { refreshOn429 } from './refresh-on-429.ts'
import { refreshStampede } from './refresh-stampede.ts'
import { refreshTooEarly } from './refresh-too-early.ts'
import { rotatedTokenDropped } from './rotated-token-dropped.ts'
import { rotatedTokenReused } from './rotated-token-reused.ts'
import type { Rule } from './rule.ts'
import { sameTokenAfter401 } from './same-token-after-401.ts'
import { stateMissing } from './state-missing.ts'
import { stateNotChecked } from './state-not-checked.ts'
import { tokenEndpointHammered } from './token-endpoint-hammered.ts'
import { tokenNotCached } from './token-not-cached.ts'

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
]

/** What a scenario may say of them. */
export const conduct: ConductTable = Object.fromEntries(
  rules.map(({ id, about, severity, numbers }) => [id, { about, severity, numbers }]),
)
