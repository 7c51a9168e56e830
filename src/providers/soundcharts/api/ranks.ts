/** The charts that a song, an album, or any of an artist's is on. Source: docs get-chart-entries, sdk. */

import type { Context } from '../../../core/provider.ts'
import { indexesOf, type Standing, sorted, standingsOf, type World, worldOf } from '../data.ts'
import { CHARTED_PLATFORM } from './codes.ts'
import { ALBUM_LIGHT, ARTIST_LIGHT, SONG_LIGHT } from './entities.ts'
import { about, PAGE, sortOf } from './envelope.ts'
import { ordered } from './lists.ts'
import { ALBUM, ARTIST, type Kind, SONG } from './lookup.ts'
import { flag, type Given, type Table } from './parameters.ts'
import type { Shape } from './shapes.ts'
import { RANK, RANK_OF_ALBUM, RANK_OF_SONG } from './standings.ts'
import { versions } from './versions.ts'

const SOURCE = 'docs get-chart-entries; sdk'
const READS = {
  currentOnly: flag({
    about: '0 for charts that it has left too; 1 by default',
    source: 'docs get-chart-entries; assumed (default)',
  }),
  ...sortOf(['position', 'rankDate'], 'position', 'asc', 'docs get-chart-entries; sdk; assumed (default)'),
  ...PAGE,
} satisfies Table

interface Ranks<E> {
  readonly name: string
  readonly path: string
  readonly version: string
  readonly kind: 'song' | 'album'
  readonly of: Shape<Standing>
  readonly related: Shape<E>
  indexes(world: World, entity: E): readonly number[]
}

export const rankRoutes = [
  ...ranks(ARTIST, {
    ...{ name: 'artist.song-ranks', path: '/artist/:uuid/charts/song/ranks/:platform', version: 'v2', kind: 'song' },
    ...{ of: RANK_OF_SONG, related: ARTIST_LIGHT, indexes: (world, artist) => indexesOf(world, 'song', artist) },
  }),
  ...ranks(ARTIST, {
    ...{
      name: 'artist.album-ranks',
      path: '/artist/:uuid/charts/album/ranks/:platform',
      version: 'v2.28',
      kind: 'album',
    },
    ...{ of: RANK_OF_ALBUM, related: ARTIST_LIGHT, indexes: (world, artist) => indexesOf(world, 'album', artist) },
  }),
  ...ranks(SONG, {
    ...{ name: 'song.ranks', path: '/song/:uuid/charts/ranks/:platform', version: 'v2', kind: 'song' },
    ...{ of: RANK.song, related: SONG_LIGHT, indexes: (_, { index }) => [index] },
  }),
  ...ranks(ALBUM, {
    ...{ name: 'album.ranks', path: '/album/:uuid/charts/ranks/:platform', version: 'v2.26', kind: 'album' },
    ...{ of: RANK.album, related: ALBUM_LIGHT, indexes: (_, { index }) => [index] },
  }),
]

function ranks<E>({ reads, missing, find }: Kind<E>, { name, path, version, kind, of, related, indexes }: Ranks<E>) {
  const READ = { ...reads, ...CHARTED_PLATFORM[kind], ...READS }
  return versions(
    {
      ...{ name, path, scope: 'charts', source: SOURCE, reads: READ, refuses: [missing] },
      find: (given: Given<typeof READ>, context: Context) => {
        const [world, entity] = [worldOf(context.session), find(given, context)]
        const { platform, currentOnly, sortBy, sortOrder } = given
        const works = indexes(world, entity)
        const found = standingsOf(world, kind, works, platform, context.call.at, currentOnly === false)
        const key = ({ position, ranked }: Standing) => (sortBy === 'position' ? position : ranked)
        return { related: entity, items: ordered(sorted(found, key), sortOrder) }
      },
    },
    { [version]: about(related, of) },
  )
}
