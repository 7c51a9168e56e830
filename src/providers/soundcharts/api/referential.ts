/** Lists of platforms. Source: docs ref/referential. */

import type { Route } from '../../../core/provider.ts'
import { type Platform, platforms } from '../data.ts'
import { collection, readPage } from './envelope.ts'

export const referentialRoutes: readonly Route[] = [
  list('referential.platforms', '', () => true),
  list('referential.platforms-social', '/social', ({ audience }) => audience.length > 0),
  list('referential.platforms-streaming', '/streaming', ({ streaming }) => streaming),
]

function list(name: string, end: string, wanted: (platform: Platform) => boolean): Route {
  const listed = platforms.filter(wanted)
  return {
    name,
    method: 'GET',
    path: `/api/v2/referential/platforms${end}`,
    scope: 'referential',
    source: 'docs ref/referential',
    handle: ({ call }) => collection(call, readPage(call), listed, ({ name, code }) => ({ name, code })),
  }
}
