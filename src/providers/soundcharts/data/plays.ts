/** How often songs and albums were played on a platform: running totals since their release. */

import { draw } from '../../../core/random.ts'
import type { Album } from './albums.ts'
import type { Platform } from './platforms.ts'
import { songShare } from './ratings.ts'
import { type Day, FIRST_DAY, gapsOf, type Series } from './series.ts'
import { type Released, releaseDay, type Song, tracksOf } from './songs.ts'
import type { World } from './world.ts'

const TEN_YEARS = 3650
/** What the second identifier of a work has of its plays. */
const SECOND = 0.12

/** The total of all identifiers by the end of a day; it has no value before the release, and on days that were missed. */
export function playsOf(world: World, song: Song, platform: Platform): Series {
  const missed = gapsOf(world, 'song', song.index, platform.code)
  const total = totalOf(world, song, platform)
  return (day) => (day < FIRST_DAY || missed(day) ? undefined : total(day))
}

/** The plays of its songs together. */
export function albumPlaysOf(world: World, album: Album, platform: Platform): Series {
  const missed = gapsOf(world, 'album', album.index, platform.code)
  const totals = tracksOf(world, album).map((song) => totalOf(world, song, platform))
  return (day) => {
    if (day < FIRST_DAY || missed(day)) return undefined
    const values = totals.map((total) => total(day)).filter((value) => value !== undefined)
    return values.length > 0 ? values.reduce((sum, value) => sum + value) : undefined
  }
}

/** Every song's latest total by a day, missed or not: what lists are sorted by. */
export function totalOf(world: World, song: Released, { code }: Platform): Series {
  const [artist, first] = [song.mainArtists[0]!, releaseDay(song)]
  const fame = 10 ** (2.5 + 6.5 * artist.size * songShare(world, song.index))
  const level = fame * (0.02 + draw(world.seed, 'soundcharts plays', song.index, code).fraction())
  return (day: Day) => (day < first ? undefined : Math.round(level * ((day - first + 1) / TEN_YEARS) ** 0.7))
}

/** A total as its identifiers have it. */
export function sharesOf(total: number, identifiers: readonly string[]): { identifier: string; value: number }[] {
  const second = identifiers.length > 1 ? Math.floor(total * SECOND) : 0
  return identifiers.map((identifier, i) => ({ identifier, value: i === 0 ? total - second : second }))
}
