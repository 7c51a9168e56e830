/** How many follow the playlists that a song is in. Source: docs ref/song get-playlist-reach, def; oldest first (assumed). */

import {
  type Day,
  type Entry,
  entriesOf,
  FIRST_DAY,
  lastCrawl,
  latestFollowers,
  type PlaylistType,
  type World,
  worldOf,
} from '../data.ts'
import { PLAYLIST_PLATFORM } from './codes.ts'
import { SONG_DATED } from './entities.ts'
import { about, PAGE } from './envelope.ts'
import { SONG } from './lookup.ts'
import { choice } from './parameters.ts'
import { atom } from './plots.ts'
import { DATE, own, shape, WHOLE } from './shapes.ts'
import { versions } from './versions.ts'
import { daysOf, WINDOW } from './window.ts'

interface Reach {
  readonly day: Day
  readonly playlistCount: number
  readonly playlistReach: number
}
const REACH = shape<Reach>({
  date: [DATE, ({ day }) => atom(day)],
  ...own<Reach>()(WHOLE, 'playlistCount', 'playlistReach'),
})

const [EDITORS, MACHINES]: readonly (readonly PlaylistType[])[] = [
  ['editorial', 'algotorial'],
  ['algorithmic', 'radios', 'this_is'],
]
/** Which playlists a type means (docs for the first; the division of the rest is assumed). */
const MEANT = {
  all: () => true,
  editorial: (type: PlaylistType) => EDITORS!.includes(type),
  algorithmic: (type: PlaylistType) => MACHINES!.includes(type),
  user: (type: PlaylistType) => !EDITORS!.includes(type) && !MACHINES!.includes(type),
}

export const reachRoutes = versions(
  {
    name: 'song.playlist-reach',
    path: '/song/:uuid/playlist/reach/:platform',
    scope: 'playlists',
    source: 'docs ref/song; sdk',
    reads: {
      ...SONG.reads,
      ...PLAYLIST_PLATFORM,
      type: choice(['all', 'editorial', 'user', 'algorithmic'], {
        fallback: 'all',
        about: 'only playlists of this type',
        source: 'docs ref/song; sdk',
      }),
      ...WINDOW,
      ...PAGE,
    },
    refuses: [SONG.missing],
    find: (given, context) => {
      const { at } = context.call
      const [world, related] = [worldOf(context.session), SONG.find(given, context)]
      const days = daysOf(given, at).filter((day) => day <= lastCrawl(at))
      const last = days.at(-1)
      const stays = last === undefined ? [] : entriesOf(world, [related.index], given.platform, last, true)
      const meant = stays.filter(({ playlist }) => MEANT[given.type](playlist.type))
      return { related, items: days.map((day) => reachOn(world, meant, day)) }
    },
  },
  { v2: about(SONG_DATED, REACH) },
)

function reachOn(world: World, stays: readonly Entry[], day: Day): Reach {
  const present = stays.filter(({ entryDay, stay }) => entryDay <= day && day <= stay.until + FIRST_DAY)
  const followers = present.map(({ playlist }) => latestFollowers(world, playlist, day))
  return { day, playlistCount: present.length, playlistReach: followers.reduce((sum, each) => sum + each, 0) }
}
