/** How well each thing that the emulator does is known. */

import * as v from 'valibot'
import { count, fidelity } from '../../core/fidelity.ts'
import type { Json } from '../../core/http.ts'
import { type AdminRoute, providerOf, route } from './route.ts'

const Filter = v.strictObject({ provider: v.optional(v.string()) })

export const fidelityRoutes: readonly AdminRoute[] = [
  route({
    method: 'GET',
    path: '/fidelity',
    about: 'every route, parameter, header, limit, error, setting and cause with its source, and counts; ?provider=',
    query: Filter,
    handle: ({ stage, query: { provider } }) => {
      const rows = (provider === undefined ? stage.providers : [providerOf(stage, provider)]).flatMap(fidelity)
      return { counts: count(rows), rows } as unknown as Json
    },
  }),
]
