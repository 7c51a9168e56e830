import { digest } from '../core/random.ts'
import { remember, type Shelf } from './memory.ts'
import { callerOf, sameCall, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'

/** By caller and list: how many pages were read in a row, whether more were to come after the latest, and its call. */
type Memory = { lists: Shelf<{ title: string; request: string; page: string; pages: number; more: boolean }> }

/** How a page is asked for, in any provider's words. What else stands in a query makes another list. */
const PLACES = ['page', 'offset', 'skip', 'startAfter', 'startAfterId', 'startAfterDate', 'lastMessageId', 'cursor']

export const pagingStoppedEarly = defineRule({
  id: 'paging-stopped-early',
  severity: 'warn',
  about: 'A list read page by page, but not to its end.',
  harm: 'What stands on the later pages is missing, and nothing says so.',
  mend: 'Go on until the answer says that there is no further page.',
  tolerates: 'lists of which one page alone was read',
  numbers: {},
  start: (): Memory => ({ lists: {} }),
  on: {
    exchange(event, { lists }) {
      const { exchange, id, provider } = event
      const { context, reply } = exchange
      if (reply.status !== 200 || reply.wire || event.injected) return undefined
      const more = provider.morePages?.(reply)
      if (more === undefined) return undefined
      const { path, query } = context.call
      const filters = [...query].filter(([name]) => !PLACES.includes(name))
      const list = digest(JSON.stringify([path, filters]))
      const key = `${callerOf(event)} ${context.route.name} ${list}`
      const page = sameCall(event)
      const before = lists[key]
      const pages = before === undefined ? 1 : before.page === page ? before.pages : before.pages + 1
      remember(lists, key, { title: titleOf(event), request: id, page, pages, more })
      return undefined
    },
    ended({ lists }) {
      return Object.entries(lists).flatMap(([subject, { title, request, pages, more }]) =>
        more && pages > 1
          ? [{ subject, message: `${title} was read for ${pages} pages; more were to come.`, requests: [request] }]
          : [],
      )
    },
  },
})
