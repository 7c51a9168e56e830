/** Hoopr's resource endpoints. Source: docs/api/*. */

import { assert } from '../../core/errors.ts'
import { type Context, json, type Route } from '../../core/provider.ts'

const ok = (data: Parameters<typeof json>[0]) => json({ data, error: { code: 0, message: 'OK' } })

export const routes: readonly Route[] = [
  {
    name: 'version.get',
    method: 'GET',
    path: '/version',
    takes: 'none',
    spends: [],
    source: 'docs/versioning',
    handle: () => ok({ apiVersion: 'v1', serviceVersion: '1.0.0' }),
  },
  {
    name: 'tracks.get',
    method: 'GET',
    path: '/v1/tracks/:slug',
    scope: 'catalog:read',
    source: 'docs/api/get-track',
    handle: getTrack,
  },
]

function getTrack({ params }: Context) {
  assert(params.slug === 'midnight-drive', 'track_not_found')
  return ok({ slug: params.slug })
}
