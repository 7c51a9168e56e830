/** Playlists by type, by curator and by name. Source: docs ref/playlist, ref/search, recorded answers. */

import { assert } from '../../../core/errors.ts'
import type { Context } from '../../../core/provider.ts'
import {
  curatorsOf,
  latestFollowers,
  PLAYLIST_TYPES,
  type Playlist,
  type PlaylistType,
  playlistsOn,
  searchPlaylists,
  sorted,
  worldOf,
} from '../data.ts'
import { CURATED_PLATFORM, country, PLAYLIST_PLATFORM } from './codes.ts'
import { type Crawled, crawled, crawledOf, OWNER, PLAYLIST_LIGHT } from './crawled.ts'
import { about, collection, PAGE, sortOf } from './envelope.ts'
import { ordered } from './lists.ts'
import { choice, text } from './parameters.ts'
import { search } from './search.ts'
import { versions } from './versions.ts'

const TYPE_SOURCE = 'docs get-playlists-by-type; observed'
const CURATOR_SOURCE = 'docs get-playlists-by-curator; observed'
const TYPES = Object.keys(PLAYLIST_TYPES) as PlaylistType[]
const LISTED = {
  countryCode: country({ about: 'only those of this country', source: 'docs ref/playlist; sdk' }),
  ...sortOf(['audience', 'name'], 'audience', 'desc', TYPE_SOURCE),
  ...PAGE,
}

export const curatorRoutes = [
  ...versions(
    {
      name: 'playlist.by-type',
      path: '/playlist/by-type/:platform/:type',
      scope: 'playlists',
      source: TYPE_SOURCE,
      reads: {
        ...PLAYLIST_PLATFORM,
        type: choice(TYPES, { in: 'path', about: 'the code of a type', source: TYPE_SOURCE }),
        ...LISTED,
      },
      find: (given, context) => listed(context, given, ({ type }) => type === given.type),
    },
    { 'v2.20': collection(PLAYLIST_LIGHT) },
  ),
  ...versions(
    {
      name: 'playlist.by-curator',
      path: '/playlist/by-curator/:platform/:curator',
      scope: 'playlists',
      source: CURATOR_SOURCE,
      reads: {
        ...PLAYLIST_PLATFORM,
        curator: text({ in: 'path', about: 'the identifier of a curator', source: CURATOR_SOURCE }),
        ...LISTED,
      },
      refuses: ['curator_not_found'],
      find: (given, context) => {
        const curators = curatorsOf(worldOf(context.session), given.platform)
        const related = curators.find(({ identifier }) => identifier === given.curator)
        assert(related, 'curator_not_found')
        return { related, items: listed(context, given, ({ owner }) => owner.identifier === given.curator) }
      },
    },
    { 'v2.20': about(OWNER, PLAYLIST_LIGHT) },
  ),
  ...versions(
    {
      name: 'playlist.curators',
      path: '/playlist/curators/:platform',
      scope: 'playlists',
      source: 'docs get-curators-by-platform; observed',
      reads: { ...CURATED_PLATFORM, ...PAGE },
      find: ({ platform }, { session }) => curatorsOf(worldOf(session), platform),
    },
    { v2: collection(OWNER) },
  ),
  ...search(
    'playlist',
    (world, term, context) => searchPlaylists(world, term).map((playlist) => crawled(context, playlist)),
    PLAYLIST_LIGHT,
    ({ playlist }) => playlist.sandbox,
  ),
]

interface Wanted {
  readonly platform: string
  readonly countryCode: string | undefined
  readonly sortBy: 'audience' | 'name'
  readonly sortOrder: 'asc' | 'desc'
}

function listed(context: Context, wanted: Wanted, fits: (playlist: Playlist) => boolean): Crawled[] {
  const { platform, countryCode, sortBy, sortOrder } = wanted
  const world = worldOf(context.session)
  const found = crawledOf(context, playlistsOn(world, platform).filter(fits)).filter(
    ({ playlist }) => countryCode === undefined || playlist.countryCode === countryCode,
  )
  const key = ({ playlist, day }: Crawled) =>
    sortBy === 'name' ? playlist.name.toLowerCase() : latestFollowers(world, playlist, day)
  return ordered(sorted(found, key), sortOrder)
}
