/** Artists: what they are, what they have made, and who is like them. Source: docs ref/artist, ref/search. */

import {
  albumsOf,
  artistByIdentifier,
  artistIdentifier,
  dayOf,
  relatedTo,
  SONG_ORDERS,
  searchArtists,
  songsOf,
  worldOf,
} from '../data.ts'
import { ALBUM_LIGHT, ALBUM_SLUGGED, ARTIST_LIGHT, ARTIST_V2, ARTIST_V29, SONG_DATED } from './entities.ts'
import { about, oneOrSeveral, PAGE, single, sortOf } from './envelope.ts'
import { IDENTIFIER_ITEM, IDENTIFIERS, identifiersOf } from './identifiers.ts'
import { ALBUM_LIST, listAlbums, ordered } from './lists.ts'
import { ARTIST, IDENTIFIER, PLATFORM, visible } from './lookup.ts'
import { flag } from './parameters.ts'
import { search } from './search.ts'
import { versions } from './versions.ts'

const MISS = 'artist_not_on_platform'
const SHARED = { scope: 'metadata', source: 'docs ref/artist; observed', refuses: [ARTIST.missing] } as const

export const artistRoutes = [
  ...versions(
    { ...SHARED, name: 'artist.get', path: '/artist/:uuid', reads: ARTIST.batch.reads, find: ARTIST.batch.find },
    { 'v2.9': oneOrSeveral('artist', ARTIST_V29) },
  ),
  ...versions(
    { ...SHARED, name: 'artist.get-v2', path: '/artist/:uuid', reads: ARTIST.reads, find: ARTIST.find },
    { v2: single('artist', ARTIST_V2) },
  ),
  ...versions(
    {
      ...SHARED,
      name: 'artist.by-platform',
      path: '/artist/by-platform/:platform/:identifier',
      reads: { ...PLATFORM, ...IDENTIFIER },
      refuses: [MISS],
      find: ({ platform, identifier }, context) =>
        visible(context, artistByIdentifier(worldOf(context.session), platform, identifier), MISS),
    },
    { 'v2.9': single('artist', ARTIST_V29), v2: single('artist', ARTIST_V2) },
  ),
  ...search('artist', searchArtists, ARTIST_LIGHT),
  ...versions(
    {
      ...SHARED,
      name: 'artist.identifiers',
      path: '/artist/:uuid/identifiers',
      reads: { ...ARTIST.reads, ...IDENTIFIERS },
      find: (given, context) => {
        const [world, related] = [worldOf(context.session), ARTIST.find(given, context)]
        const items = identifiersOf(world, 'artist', related.uuid, given, (platform) => {
          const identifier = artistIdentifier(world, related, platform)
          return identifier === undefined ? [] : [identifier]
        })
        return { related, items }
      },
    },
    { v2: about(ARTIST_LIGHT, IDENTIFIER_ITEM) },
  ),
  ...versions(
    {
      ...SHARED,
      name: 'artist.songs',
      path: '/artist/:uuid/songs',
      reads: {
        ...ARTIST.reads,
        mainPerformer: flag({
          about: '1: songs that it is a main performer of; 0: songs that it is a guest on; left out: both',
          source: 'docs ref/artist',
        }),
        ...sortOf(SONG_ORDERS, 'spotifyStream', 'desc', 'docs ref/artist; observed'),
        ...PAGE,
      },
      find: (given, context) => {
        const related = ARTIST.find(given, context)
        const { mainPerformer, sortBy, sortOrder } = given
        const found = songsOf(worldOf(context.session), related, mainPerformer, sortBy, dayOf(context.call.at))
        return { related, items: ordered(found, sortOrder) }
      },
    },
    { 'v2.21': about(ARTIST_LIGHT, SONG_DATED) },
  ),
  ...versions(
    {
      ...SHARED,
      name: 'artist.albums',
      path: '/artist/:uuid/albums',
      reads: { ...ARTIST.reads, ...ALBUM_LIST },
      find: (given, context) => {
        const related = ARTIST.find(given, context)
        return { related, items: listAlbums(albumsOf(worldOf(context.session), related), given) }
      },
    },
    {
      'v2.34': about(ARTIST_LIGHT, ALBUM_LIGHT),
      'v2.26': about(ARTIST_LIGHT, ALBUM_LIGHT),
      'v2.18': about(ARTIST_LIGHT, ALBUM_SLUGGED),
    },
  ),
  ...versions(
    {
      ...SHARED,
      name: 'artist.related',
      path: '/artist/:uuid/related',
      reads: { ...ARTIST.reads, ...PAGE },
      find: (given, context) => {
        const related = ARTIST.find(given, context)
        return { related, items: relatedTo(worldOf(context.session), related) }
      },
    },
    { v2: about(ARTIST_LIGHT, ARTIST_LIGHT) },
  ),
]
