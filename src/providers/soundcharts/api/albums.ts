/** Albums: what they are, and what is on them. Source: docs ref/album; v2.51 shows what v2.36 does (assumed). */

import { albums, type Song, tracksOf, worldOf } from '../data.ts'
import { ALBUM_LIGHT, ALBUM_V2, ALBUM_V236, SONG_LIGHT } from './entities.ts'
import { about, PAGE, single } from './envelope.ts'
import { IDENTIFIER_ITEM, IDENTIFIERS, identifiersOf } from './identifiers.ts'
import { ALBUM, IDENTIFIER, PLATFORM, visible } from './lookup.ts'
import { text } from './parameters.ts'
import { inner, shape, WHOLE } from './shapes.ts'
import { versions } from './versions.ts'

const SHARED = { scope: 'metadata', source: 'docs ref/album; sdk', refuses: [ALBUM.missing] } as const
const ALL = {
  'v2.51': single('album', ALBUM_V236),
  'v2.36': single('album', ALBUM_V236),
  v2: single('album', ALBUM_V2),
}

interface Track {
  readonly number: number
  readonly song: Song
}
const TRACK = shape<Track>({
  discNumber: [WHOLE, () => 1],
  number: [WHOLE, ({ number }) => number],
  song: inner(SONG_LIGHT, ({ song }) => song),
})

export const albumRoutes = [
  ...versions(
    { ...SHARED, name: 'album.get', path: '/album/by-uuid/:uuid', reads: ALBUM.reads, find: ALBUM.find },
    ALL,
  ),
  ...versions(
    {
      ...SHARED,
      name: 'album.by-upc',
      path: '/album/by-upc/:upc',
      reads: { upc: text({ in: 'path', about: 'a UPC', source: 'docs ref/album' }) },
      find: ({ upc }, context) => visible(context, albums.byCode(worldOf(context.session), upc), ALBUM.missing),
    },
    ALL,
  ),
  ...versions(
    {
      ...SHARED,
      name: 'album.by-platform',
      path: '/album/by-platform/:platform/:identifier',
      reads: { ...PLATFORM, ...IDENTIFIER },
      find: ({ platform, identifier }, context) =>
        visible(context, albums.byIdentifier(worldOf(context.session), platform, identifier), ALBUM.missing),
    },
    ALL,
  ),
  ...versions(
    {
      ...SHARED,
      name: 'album.tracks',
      path: '/album/:uuid/tracks',
      reads: { ...ALBUM.reads, ...PAGE },
      find: (given, context) => {
        const related = ALBUM.find(given, context)
        const items = tracksOf(worldOf(context.session), related).map((song, i) => ({ number: i + 1, song }))
        return { related, items }
      },
    },
    { 'v2.26': about(ALBUM_LIGHT, TRACK) },
  ),
  ...versions(
    {
      ...SHARED,
      name: 'album.identifiers',
      path: '/album/:uuid/identifiers',
      reads: { ...ALBUM.reads, ...IDENTIFIERS },
      find: (given, context) => {
        const [world, related] = [worldOf(context.session), ALBUM.find(given, context)]
        const items = identifiersOf(world, 'album', related.uuid, given, (platform) =>
          albums.identifiers(world, related.index, platform),
        )
        return { related, items }
      },
    },
    { 'v2.26': about(ALBUM_LIGHT, IDENTIFIER_ITEM) },
  ),
]
