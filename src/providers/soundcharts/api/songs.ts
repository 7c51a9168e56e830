/** Songs: what they are, and where they are. Source: docs ref/song, ref/search. */

import { assert } from '../../../core/errors.ts'
import { albumOf, searchSongs, songs, withdrawn, worldOf } from '../data.ts'
import { ALBUM_LIGHT, SONG_LIGHT, SONG_V2, SONG_V28, SONG_V225 } from './entities.ts'
import { about, oneOrSeveral, single } from './envelope.ts'
import { IDENTIFIER_ITEM, IDENTIFIERS, identifiersOf } from './identifiers.ts'
import { ALBUM_LIST, listAlbums } from './lists.ts'
import { IDENTIFIER, PLATFORM, SONG, visible } from './lookup.ts'
import { text } from './parameters.ts'
import { search } from './search.ts'
import { via } from './shapes.ts'
import { versions } from './versions.ts'

const GONE = 'isrc_withdrawn'
const SHARED = { scope: 'metadata', source: 'docs ref/song; observed', refuses: [SONG.missing] } as const
const [V225, V28, V2] = [single('song', SONG_V225), single('song', SONG_V28), single('song', SONG_V2)]
const ALL = { 'v2.25': V225, 'v2.8': V28, v2: V2 }

export const songRoutes = [
  ...versions(
    { ...SHARED, name: 'song.get', path: '/song/:uuid', reads: SONG.batch.reads, find: SONG.batch.find },
    { 'v2.25': oneOrSeveral('song', SONG_V225) },
  ),
  ...versions(
    { ...SHARED, name: 'song.get-v2.8', path: '/song/:uuid', reads: SONG.reads, find: SONG.find },
    { 'v2.8': V28 },
  ),
  ...versions({ ...SHARED, name: 'song.get-v2', path: '/song/:uuid', reads: SONG.reads, find: SONG.find }, { v2: V2 }),
  ...versions(
    {
      ...SHARED,
      name: 'song.by-isrc',
      path: '/song/by-isrc/:isrc',
      reads: { isrc: text({ in: 'path', about: 'an ISRC', source: 'docs ref/song' }) },
      refuses: [SONG.missing, GONE],
      find: ({ isrc }, context) => {
        const world = worldOf(context.session)
        assert(!withdrawn(world).isrcs.includes(isrc), GONE)
        return visible(context, songs.byCode(world, isrc), SONG.missing)
      },
    },
    ALL,
  ),
  ...versions(
    {
      ...SHARED,
      name: 'song.by-platform',
      path: '/song/by-platform/:platform/:identifier',
      reads: { ...PLATFORM, ...IDENTIFIER },
      refuses: [SONG.missing, GONE],
      find: ({ platform, identifier }, context) => {
        const world = worldOf(context.session)
        assert(withdrawn(world).identifiers[platform.code] !== identifier, GONE)
        return visible(context, songs.byIdentifier(world, platform, identifier), SONG.missing)
      },
    },
    ALL,
  ),
  ...search(
    'song',
    searchSongs,
    via(SONG_LIGHT, ({ index }, world) => songs.at(world, index)!),
  ),
  ...versions(
    {
      ...SHARED,
      name: 'song.identifiers',
      path: '/song/:uuid/identifiers',
      reads: { ...SONG.reads, ...IDENTIFIERS },
      find: (given, context) => {
        const [world, related] = [worldOf(context.session), SONG.find(given, context)]
        const items = identifiersOf(world, 'song', related.uuid, given, (platform) =>
          songs.identifiers(world, related.index, platform),
        )
        return { related, items }
      },
    },
    { v2: about(SONG_LIGHT, IDENTIFIER_ITEM) },
  ),
  ...versions(
    {
      ...SHARED,
      name: 'song.albums',
      path: '/song/:uuid/albums',
      reads: { ...SONG.reads, ...ALBUM_LIST },
      find: (given, context) => {
        const related = SONG.find(given, context)
        return { related, items: listAlbums([albumOf(worldOf(context.session), related)], given) }
      },
    },
    { v2: about(SONG_LIGHT, ALBUM_LIGHT) },
  ),
]
