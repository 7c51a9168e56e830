/** Artist metadata and search. Source: docs ref/artist, ref/search. */

import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Context, Handler } from '../../../core/provider.ts'
import { type Artist, artistByIdentifier, artistByUuid, searchArtists } from '../data.ts'
import { artistLight, artistV2, artistV29 } from './entities.ts'
import { collection, readPage, single } from './envelope.ts'
import { artistOf, inSandbox, readPlatform, visible } from './lookup.ts'
import { search } from './search.ts'
import { versions } from './versions.ts'

const BATCH_LIMIT = 10

export const artistRoutes = [
  ...versions(
    { name: 'artist.get', path: '/artist/:uuid', scope: 'metadata', source: 'docs ref/artist' },
    { 'v2.9': getOneOrSeveral, v2: (context) => single('artist', artistV2(artistOf(context))) },
  ),
  ...versions(
    {
      name: 'artist.by-platform',
      path: '/artist/by-platform/:platform/:identifier',
      scope: 'metadata',
      source: 'docs ref/artist',
    },
    { 'v2.9': byPlatform(artistV29), v2: byPlatform(artistV2) },
  ),
  ...versions(
    { name: 'artist.search', path: '/artist/search/:term', scope: 'search', source: 'docs ref/search' },
    { v2: search(searchArtists, artistLight) },
  ),
]

/** A comma list of at most 10 uuids is answered by a collection; those that nobody has are left out (assumed). */
function getOneOrSeveral(context: Context) {
  const uuids = context.params.uuid!.split(',')
  if (uuids.length === 1) return single('artist', artistV29(artistOf(context)))
  const page = readPage(context.call)
  assert(uuids.length <= BATCH_LIMIT, 'invalid_request')
  const found = uuids.flatMap((uuid) => artistByUuid(context.session.seed, uuid) ?? [])
  const shown = found.filter(({ sandbox }) => sandbox || !inSandbox(context))
  return collection(context.call, page, shown, artistV29)
}

function byPlatform(show: (artist: Artist) => JsonObject): Handler {
  return (context) => {
    const found = artistByIdentifier(context.session.seed, readPlatform(context), context.params.identifier!)
    return single('artist', show(visible(context, found, 'artist_not_on_platform')))
  }
}
