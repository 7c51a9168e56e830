/** The journal: what was asked and answered, redacted when it was written. */

import * as v from 'valibot'
import type { JournalEntry, JournalFilter } from '../../core/journal.ts'
import { AdminError } from './errors.ts'
import { explain, nearestTo } from './explain.ts'
import { instant } from './input.ts'
import { type AdminRoute, type Ask, providerOf, route } from './route.ts'

const Filter = v.strictObject({
  provider: v.optional(v.string()),
  route: v.optional(v.string()),
  status: v.optional(v.pipe(v.string(), v.regex(/^\d{3}$/, 'a status such as 429'), v.transform(Number))),
  since: v.optional(instant),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/, 'a number of calls from 1 to 9999'), v.transform(Number)),
  ),
})
type FilterAsk = Ask<unknown, v.InferOutput<typeof Filter>>

export const requestRoutes: readonly AdminRoute[] = [
  route({
    method: 'GET',
    path: '/sessions/:session/requests',
    about: 'calls and answers, newest first; ?provider=&route=&status=&since=&limit=',
    query: Filter,
    handle: async (ask) => ({ requests: await find(ask) }),
  }),
  route({
    method: 'DELETE',
    path: '/sessions/:session/requests',
    about: 'forget them',
    handle: async ({ session }) => {
      await session.journal.clear()
      return { requests: [] }
    },
  }),
  route({
    method: 'GET',
    path: '/sessions/:session/requests/count',
    about: 'how many there are; filters as above',
    query: Filter,
    handle: async (ask) => ({ count: (await find(ask)).length }),
  }),
  route({
    method: 'GET',
    path: '/sessions/:session/requests/unmatched',
    about: 'those that met no route, each with the routes nearest to it; filters as above',
    query: Filter,
    handle: async (ask) => ({ requests: (await find(ask, { unmatched: true })).map((each) => withNearest(ask, each)) }),
  }),
  route({
    method: 'GET',
    path: '/sessions/:session/requests/:id/explain',
    about:
      'in words: where a call ended up, which check refused it, what its budgets were charged, why each rule did or did not strike',
    handle: async ({ stage, session, params }) => {
      const entry = await session.journal.find(params.id!)
      if (entry) return explain(stage, session, entry)
      throw new AdminError('unknown_request', 'The journal has no such call, or no more: it keeps the newest 1000.', {
        expected: 'the id of a call in the journal',
        got: params.id!,
      })
    },
  }),
]

function find({ stage, session, query }: FilterAsk, more: JournalFilter = {}): Promise<JournalEntry[]> {
  if (query.provider !== undefined) providerOf(stage, query.provider)
  return session.journal.list({ ...defined(query), ...more })
}

function withNearest({ stage }: FilterAsk, entry: JournalEntry) {
  return { ...entry, nearest: nearestTo(entry, providerOf(stage, entry.provider)).nearest }
}

function defined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never
}
