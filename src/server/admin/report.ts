/** The verdict on the clients. */

import * as v from 'valibot'
import type { Json } from '../../core/http.ts'
import { type Report, together } from '../../core/judge.ts'
import { reportAll } from '../../core/past.ts'
import { AdminError } from './errors.ts'
import { type AdminRoute, type Ask, route, Written } from './route.ts'

const Query = v.strictObject({ format: v.optional(v.string(), 'json') })
type ReportAsk = Ask<unknown, v.InferOutput<typeof Query>>

export const reportRoutes: readonly AdminRoute[] = [
  route({
    method: 'GET',
    path: '/sessions/:session/report',
    about: 'the verdict on a session: findings, and what was expected and came; ?format=json|junit|tap|markdown|github',
    query: Query,
    handle: async (ask) => {
      const report = await ask.session.judge?.report(ask.session)
      return written(ask, together(report ? [report] : []))
    },
  }),
  route({
    method: 'GET',
    path: '/reports',
    about: 'the verdict on all sessions, those that were dropped or begun anew too; formats as above',
    query: Query,
    handle: async (ask) => written(ask, await reportAll(ask.stage.sessions)),
  }),
]

async function written({ stage, query: { format } }: ReportAsk, report: Report): Promise<Json | Written> {
  const known = Object.keys(stage.formats)
  const how = known.includes(format) ? stage.formats[format] : undefined
  const text = await how?.write(report, stage.version)
  if (how && text !== undefined) return format === 'json' ? JSON.parse(text) : new Written(how.contentType, text)
  const expected = 'a format of reports'
  throw new AdminError('invalid_input', `format: there is no "${format}"`, { expected, got: format, known })
}
