import type { Exchanged } from '../core/judge.ts'
import { digest } from '../core/random.ts'
import { remember, type Shelf } from './memory.ts'
import { placesOf } from './placement.ts'
import { isDead } from './refusals.ts'
import { callerOf, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'

/**
 * By caller and list: how many pages were read in a row, whether more were to come after the latest, and its call. It is
 * `cut` where the next was refused for its token, as long as no token came.
 */
type Memory = {
  lists: Shelf<{ title: string; request: string; page: string; pages: number; more: boolean; cut: boolean }>
}

/** How a page is asked for, in any provider's words. What else stands in a query makes another list. */
const PLACES = ['page', 'offset', 'skip', 'startAfter', 'startAfterId', 'startAfterDate', 'lastMessageId', 'cursor']

export const pagingStoppedEarly = defineRule({
  id: 'paging-stopped-early',
  severity: 'warn',
  about: 'A list read page by page, but not to its end.',
  harm: 'What stands on the later pages is missing, and nothing says so.',
  mend: 'Go on until the answer says that there is no further page.',
  tolerates:
    'lists of which one page alone was read, and those that end at a refused token: that is no-recovery-after-401',
  numbers: {},
  start: (): Memory => ({ lists: {} }),
  on: {
    exchange(event, { lists }) {
      const { exchange, id, provider } = event
      const { reply } = exchange
      if (event.brought.length > 0) for (const list of Object.values(lists)) list.cut = false
      if (isDead(event)) {
        const read = lists[placeOf(event).key]
        if (read) read.cut = true
      }
      if (reply.status !== 200 || reply.wire || event.injected) return undefined
      const more = provider.morePages?.(reply)
      if (more === undefined) return undefined
      const { key, page } = placeOf(event)
      const before = lists[key]
      const pages = before === undefined ? 1 : before.page === page ? before.pages : before.pages + 1
      remember(lists, key, { title: titleOf(event), request: id, page, pages, more, cut: false })
      return undefined
    },
    ended({ lists }) {
      return Object.entries(lists).flatMap(([subject, { title, request, pages, more, cut }]) =>
        more && !cut && pages > 1
          ? [{ subject, message: `${title} was read for ${pages} pages; more were to come.`, requests: [request] }]
          : [],
      )
    },
  },
})

/** Which list is read, and which page of it. A token in the URL makes neither another one. */
function placeOf(event: Exchanged): { key: string; page: string } {
  const { call, route } = event.exchange.context
  const { secrets, tokens } = placesOf(event)
  const asked = [...call.query].filter(([name]) => !secrets.includes(name) && !tokens.includes(name))
  const filters = asked.filter(([name]) => !PLACES.includes(name))
  const key = `${callerOf(event)} ${route.name} ${digest(JSON.stringify([call.path, filters]))}`
  return { key, page: digest(JSON.stringify(asked)) }
}
