/** What platforms and Soundcharts think of artists and songs from day to day: popularity, retention, scores. */

import { draw } from '../../../core/random.ts'
import type { Artist } from './artists.ts'
import type { Platform } from './platforms.ts'
import { type Day, FIRST_DAY, gapsOf, mix, type Series, seriesOf } from './series.ts'
import { type Released, releaseDay, type Song, songs } from './songs.ts'
import type { World } from './world.ts'

/** From 0 to 100, as the platform has it. */
export function popularityOf(world: World, artist: Artist, { code }: Platform): Series {
  const missed = gapsOf(world, artist.index, code, 'popularity')
  const value = artistRating(world, artist, code)
  return (day) => (day < FIRST_DAY || missed(day) ? undefined : value(day))
}

/** Never above its artist's. */
export function songPopularityOf(world: World, song: Song, { code }: Platform): Series {
  const missed = gapsOf(world, 'song', song.index, code, 'popularity')
  const value = songRating(world, song, code)
  const first = Math.max(FIRST_DAY, releaseDay(song))
  return (day) => (day < first || missed(day) ? undefined : value(day))
}

export function songRating(world: World, song: Released, name: string): (day: Day) => number {
  const value = artistRating(world, song.mainArtists[0]!, name)
  const share = songShare(world, song.index)
  return (day) => Math.floor(value(day) * share)
}

/** Followers for each hundred listeners (docs ref/artist get-retention: Followers / Monthly Listeners). */
export function retentionOf(world: World, artist: Artist, { code }: Platform): Series {
  const [followers, listeners] = ['followerCount', 'listening'].map((metric) => seriesOf(world, artist, code, metric))
  return (day) => {
    const [some, all] = [followers!(day), listeners!(day)]
    return some === undefined || !all ? undefined : Math.round((some / all) * 10_000) / 100
  }
}

/** The three scores of an artist, from 0 to 100. */
export const SCORES = ['score', 'fanbaseScore', 'trendingScore'] as const

export function scoreOf(world: World, artist: Artist, name: (typeof SCORES)[number]): Series {
  const missed = gapsOf(world, artist.index, 'score')
  const value = artistRating(world, artist, name)
  return (day) => (day < FIRST_DAY || missed(day) ? undefined : value(day))
}

/** How much of its artist's fame a song has, from 0.4 to 1; recorded ones have all of it. */
export function songShare(world: World, song: number): number {
  if (songs.sample(world, song)) return 1
  return 0.4 + 0.6 * draw(world.seed, 'soundcharts share', song).fraction()
}

/** Fame on a scale to 100 that changes a little from week to week. */
function artistRating(world: World, { index, size }: Artist, name: string): (day: Day) => number {
  const d = draw(world.seed, 'soundcharts rating', index, name)
  const [level, noise] = [20 + 74 * size * (0.85 + 0.15 * d.fraction()), d.integer(0, 2 ** 31)]
  return (day) => Math.min(100, Math.round(level + (mix(Math.floor(day / 7), noise) % 5) - 2))
}
