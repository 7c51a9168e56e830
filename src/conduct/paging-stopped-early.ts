import { remember, type Shelf } from './memory.ts'
import { callerOf, titleOf } from './retry.ts'
import { defineRule } from './rule.ts'

/** By caller and list: how many pages were read in a row, whether more were to come after the latest, and its call. */
type Memory = { lists: Shelf<{ title: string; request: string; pages: number; more: boolean }> }

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
      const key = `${callerOf(event)} ${context.call.path}`
      const pages = (lists[key]?.pages ?? 0) + 1
      remember(lists, key, { title: titleOf(event), request: id, pages, more })
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
