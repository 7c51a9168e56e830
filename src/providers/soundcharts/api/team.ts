/** How a team's quota and rate stand. It costs no quota. Source: docs ref/usage-quotas; the schema is assumed (6.1). */

import { allowances } from '../../../core/answer.ts'
import { type Instant, SECOND } from '../../../core/clock.ts'
import { type Context, json, type Route } from '../../../core/provider.ts'
import { SANDBOX_REMAINING, teamOf } from '../data.ts'
import { atomAt } from './moments.ts'
import { DATE, objectOf, WHOLE } from './shapes.ts'

const USAGE = objectOf({
  quota: objectOf({ limit: WHOLE, used: WHOLE, remaining: WHOLE, startDate: DATE, endDate: DATE }),
  rateLimit: objectOf({ limit: WHOLE, remaining: WHOLE, reset: WHOLE }),
})

export const teamRoutes: readonly Route[] = [
  {
    name: 'team.usage',
    method: 'GET',
    path: '/api/v2/team/usage',
    spends: ['rate'],
    source: 'docs ref/usage-quotas; assumed 22',
    success: {
      about: 'how quota and rate stand',
      schema: objectOf({ type: { const: 'usage' }, object: USAGE, errors: { type: 'array', maxItems: 0 } }),
    },
    handle: usage,
  },
]

async function usage(context: Context) {
  const { call, session, quotas } = context
  const [quota] = await session.limiter.look(allowances(context, ['quota']), call.at)
  const rate = quotas.find(({ budget }) => budget === 'rate')
  const remaining = quota?.remaining ?? SANDBOX_REMAINING
  const limit = quota?.limit ?? teamOf(context)?.quota ?? remaining
  const { year, month } = monthOf(call.at)
  const object = {
    quota: {
      limit,
      used: quota?.used ?? 0,
      remaining,
      startDate: atomAt(Date.UTC(year, month)),
      endDate: atomAt(quota?.resetAt ?? Date.UTC(year, month + 1)),
    },
    rateLimit: {
      limit: rate?.limit ?? 0,
      remaining: rate?.remaining ?? 0,
      reset: rate ? Math.ceil((rate.resetAt - call.at) / SECOND) : 0,
    },
  }
  return json({ type: 'usage', object, errors: [] }, 200, { 'x-quota-remaining': String(remaining) })
}

function monthOf(at: Instant) {
  const day = new Date(at)
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() }
}
