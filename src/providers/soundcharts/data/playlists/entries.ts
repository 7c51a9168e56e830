/** Which songs are in which playlists, told from both sides: a playlist by its day, a song by its stays. */

import { type Instant, parseDuration } from '../../../../core/clock.ts'
import { type Lineup, lineup, peakOf, type Stay } from '../lineups.ts'
import { remember } from '../memo.ts'
import { allPlaylists, type Playlist, playlistsOn } from '../playlists.ts'
import { type Day, dayOf, FIRST_DAY, mix } from '../series.ts'
import { songs } from '../songs.ts'
import type { World } from '../world.ts'

/** A song's time in a playlist. */
export interface Entry {
  readonly playlist: Playlist
  /** Index of the song. */
  readonly song: number
  /** Where it is, or was when it was last seen. */
  readonly position: number
  readonly positionDay: Day
  /** The day of the playlist that it was told of. */
  readonly day: Day
  readonly entryDay: Day
  readonly stay: Stay
}

/** When Soundcharts reads a playlist, each day (observed: 03:10:01). */
export const CRAWLED_AT = parseDuration('3h')! + parseDuration('10m')! + parseDuration('1s')!

/** The last day whose playlists have been read. */
export function lastCrawl(at: Instant): Day {
  return dayOf(at - CRAWLED_AT)
}

/** A playlist's songs on a day, by position. */
export function tracklistOf(world: World, playlist: Playlist, day: Day): Entry[] {
  const list = lineupOf(world, playlist)
  const turn = day - FIRST_DAY
  return Array.from({ length: list.slots }, (_, i) =>
    entry(list, playlist, list.holder(list.slotAt(i + 1, turn), turn), day),
  )
}

/** The times of these songs (by index) in the playlists of a platform, as of a day: present ones, and past ones if wanted. */
export function entriesOf(
  world: World,
  indexes: readonly number[],
  platform: string,
  day: Day,
  past: boolean,
): Entry[] {
  const turn = day - FIRST_DAY
  return playlistsOn(world, platform).flatMap((playlist) => {
    const list = lineupOf(world, playlist)
    return indexes.flatMap((index) =>
      list.stays(index, past ? 0 : turn, turn).map((stay) => entry(list, playlist, stay, day)),
    )
  })
}

/** The best position that a song had in its time, and the day when it first had it. */
export function peak(world: World, { playlist, stay, positionDay }: Entry): { position: number; day: Day } {
  const { position, turn } = peakOf(lineupOf(world, playlist), stay, positionDay - FIRST_DAY)
  return { position, day: turn + FIRST_DAY }
}

function entry(list: Lineup, playlist: Playlist, stay: Stay, day: Day): Entry {
  const turn = Math.min(day - FIRST_DAY, stay.until)
  return {
    playlist,
    song: stay.index,
    position: list.position(stay.slot, turn),
    positionDay: turn + FIRST_DAY,
    day,
    entryDay: stay.since + FIRST_DAY,
    stay,
  }
}

function lineupOf(world: World, { index }: Playlist): Lineup {
  return remember(world.memory, `playlist lineup/${index}`, () => {
    const playlist = allPlaylists(world)[index]!
    return lineup(world, {
      name: `playlist ${index}`,
      kind: 'song',
      slots: playlist.tracks,
      stay: 45 + (mix(index, 3) % 180),
      resident: (song) => residence(world, playlist, song),
    })
  })
}

/** A recorded song is in the playlists that name it, and by its artist's fame in some others, some time after its release. */
function residence(world: World, playlist: Playlist, index: number): number | undefined {
  const song = songs.at(world, index)!
  const wanted = playlist.songs.includes(song.uuid)
  const fame = 60 * song.mainArtists[0]!.size
  if (!wanted && (playlist.sandbox || mix(playlist.index, index + 11) % 100 >= fame)) return undefined
  return dayOf(Date.parse(song.releaseDate)) + 1 + (mix(playlist.index, index) % 900) - FIRST_DAY
}
