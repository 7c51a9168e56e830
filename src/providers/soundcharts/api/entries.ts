/** The playlists that a song, or any song of an artist, is in. Source: docs get-playlist-entries, recorded answers. */

import type { Context } from '../../../core/provider.ts'
import {
  type Entry,
  entriesOf,
  indexesOf,
  lastCrawl,
  latestFollowers,
  PLAYLIST_TYPES,
  type PlaylistType,
  peak,
  songs,
  sorted,
  type World,
  worldOf,
} from '../data.ts'
import { country, PLAYLIST_PLATFORM } from './codes.ts'
import { PLAYLIST_LIGHT } from './crawled.ts'
import { ARTIST_LIGHT, SONG_LIGHT, SONG_PICTURED } from './entities.ts'
import { about, PAGE, sortOf } from './envelope.ts'
import { ARTIST, type Kind, SONG } from './lookup.ts'
import { choice, flag, type Given, list, type Table } from './parameters.ts'
import { atom } from './plots.ts'
import { DATE, inner, type Members, type Shape, shape, WHOLE } from './shapes.ts'
import { versions } from './versions.ts'

const SOURCE = 'docs get-playlist-entries; observed'
const ORDERS = ['position', 'positionDate', 'entryDate', 'subscriberCount'] as const

const READS = {
  ...PLAYLIST_PLATFORM,
  type: choice(['all', ...(Object.keys(PLAYLIST_TYPES) as PlaylistType[])], {
    about: 'only playlists of this type; all by default',
    source: SOURCE,
  }),
  currentOnly: flag({
    about: '0 for past entries too; 1 by default',
    source: 'docs get-playlist-entries; assumed (default)',
  }),
  countryCode: country({ about: 'only playlists of this country', source: SOURCE }),
  playlistUuids: list({ about: 'only these playlists, a comma list of uuids', source: SOURCE }),
  ...sortOf(ORDERS, 'position', 'asc', SOURCE),
  ...PAGE,
} satisfies Table

const entry: Members<Entry> = {
  playlist: inner(PLAYLIST_LIGHT, ({ playlist, day }) => ({ playlist, day })),
  position: [WHOLE, ({ position }) => position],
  peakPosition: [WHOLE, (entry, world) => peak(world, entry).position],
  entryDate: [DATE, ({ entryDay }) => atom(entryDay)],
  positionDate: [DATE, ({ positionDay }) => atom(positionDay)],
  peakPositionDate: [DATE, (entry, world) => atom(peak(world, entry).day)],
}
const ENTRY = shape<Entry>(entry)
const ENTRY_OF_SONG = shape<Entry>({ ...entry, song: inner(SONG_LIGHT, ({ song }, world) => songs.at(world, song)!) })

export const entryRoutes = [
  ...entries('artist', ARTIST, ARTIST_LIGHT, ENTRY_OF_SONG, (world, artist) => indexesOf(world, 'song', artist)),
  ...entries('song', SONG, SONG_PICTURED, ENTRY, (_, { index }) => [index]),
]

function entries<E>(
  name: string,
  { reads, missing, find }: Kind<E>,
  light: Shape<E>,
  of: Shape<Entry>,
  indexes: (world: World, entity: E) => readonly number[],
) {
  const READ = { ...reads, ...READS }
  return versions(
    {
      name: `${name}.playlists`,
      path: `/${name}/:uuid/playlist/current/:platform`,
      scope: 'playlists',
      source: SOURCE,
      reads: READ,
      refuses: [missing],
      find: (given: Given<typeof READ>, context: Context) => {
        const [world, related] = [worldOf(context.session), find(given, context)]
        const day = lastCrawl(context.call.at)
        const all = entriesOf(world, indexes(world, related), given.platform, day, given.currentOnly === false)
        return { related, items: arranged(world, all, given) }
      },
    },
    { 'v2.20': about(light, of) },
  )
}

/** Those that are wanted, in the order asked for; among equals the largest playlist first (observed). */
function arranged(world: World, entries: readonly Entry[], given: Given<typeof READS>): Entry[] {
  const { type, countryCode, playlistUuids, sortBy, sortOrder } = given
  const wanted = entries.filter(
    ({ playlist }) =>
      (type === undefined || type === 'all' || playlist.type === type) &&
      (countryCode === undefined || playlist.countryCode === countryCode) &&
      (playlistUuids === undefined || playlistUuids.includes(playlist.uuid)),
  )
  const size = ({ playlist, day }: Entry) => latestFollowers(world, playlist, day)
  const keys: Readonly<Record<(typeof ORDERS)[number], (entry: Entry) => number>> = {
    position: ({ position }) => position,
    positionDate: ({ positionDay }) => positionDay,
    entryDate: ({ entryDay }) => entryDay,
    subscriberCount: size,
  }
  const largestFirst = sorted(wanted, (entry) => -size(entry))
  return sortOrder === 'asc'
    ? sorted(largestFirst, keys[sortBy])
    : sorted(largestFirst, (entry) => -keys[sortBy](entry))
}
