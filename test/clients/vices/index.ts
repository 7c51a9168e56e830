/** Of each rule of the judge, a client that is the good one of test/scenarios/clients but for one vice. */

import { consent } from './consent.ts'
import { repeats } from './repeats.ts'
import { requests } from './requests.ts'
import { tokens } from './tokens.ts'
import type { Vice } from './vice.ts'
import { webhooks } from './webhooks.ts'

export const vices: readonly Vice[] = [...tokens, ...consent, ...requests, ...repeats, ...webhooks]
