/** The verdict on a session's client. */

import type { Json } from '../../core/http.ts'
import { together } from '../../core/judge.ts'
import { type AdminRoute, route } from './route.ts'

export const reportRoutes: readonly AdminRoute[] = [
  route({
    method: 'GET',
    path: '/sessions/:session/report',
    about: 'the verdict: findings, and what was expected and came',
    handle: async ({ session }) => {
      const report = await session.judge?.report(session)
      return together(report ? [report] : []) as unknown as Json
    },
  }),
]
