/** Song metadata and search. Source: docs ref/song, ref/search. */

import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Context, Handler } from '../../../core/provider.ts'
import { type Song, searchSongs, songs, withdrawn } from '../data.ts'
import { songLight, songV2, songV28, songV225 } from './entities.ts'
import { single } from './envelope.ts'
import { readPlatform, visible } from './lookup.ts'
import { search } from './search.ts'
import { versions } from './versions.ts'

type Find = (context: Context) => Song | undefined

export const songRoutes = [
  ...metadata('song.get', '/song/:uuid', ({ session, params }) => songs.byUuid(session.seed, params.uuid!)),
  ...metadata('song.by-isrc', '/song/by-isrc/:isrc', ({ session, params: { isrc } }) => {
    assert(!withdrawn.isrcs.includes(isrc!), 'isrc_withdrawn')
    return songs.byCode(session.seed, isrc!)
  }),
  ...metadata('song.by-platform', '/song/by-platform/:platform/:identifier', (context) => {
    const [platform, identifier] = [readPlatform(context), context.params.identifier!]
    assert(withdrawn.identifiers[platform.code] !== identifier, 'isrc_withdrawn')
    return songs.byIdentifier(context.session.seed, platform, identifier)
  }),
  ...versions(
    { name: 'song.search', path: '/song/search/:term', scope: 'search', source: 'docs ref/search' },
    { v2: search(searchSongs, ({ index }, seed) => songLight(songs.at(seed, index)!)) },
  ),
]

function metadata(name: string, path: string, find: Find) {
  const shown = (show: (song: Song) => JsonObject): Handler => {
    return (context) => single('song', show(visible(context, find(context), 'song_not_found')))
  }
  return versions(
    { name, path, scope: 'metadata', source: 'docs ref/song' },
    { 'v2.25': shown(songV225), 'v2.8': shown(songV28), v2: shown(songV2) },
  )
}
