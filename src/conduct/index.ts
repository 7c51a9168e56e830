/** Every rule of the judge. */

import type { ConductTable } from '../core/judge.ts'
import { refreshStampede } from './refresh-stampede.ts'
import type { Rule } from './rule.ts'

export { makeJudge } from './judge.ts'

export const rules: readonly Rule[] = [refreshStampede]

/** What a scenario may say of them. */
export const conduct: ConductTable = Object.fromEntries(
  rules.map(({ id, about, severity, numbers }) => [id, { about, severity, numbers }]),
)
