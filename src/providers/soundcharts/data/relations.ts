/** Who is like whom, and what an artist has made. */

import { draw } from '../../../core/random.ts'
import { type Album, albums } from './albums.ts'
import { type Artist, artistAt, artistCount } from './artists.ts'
import { remember } from './memo.ts'
import { platformOf } from './platforms.ts'
import { totalOf } from './plays.ts'
import { songRating } from './ratings.ts'
import type { Day } from './series.ts'
import { featuresOf, type Song, songs } from './songs.ts'
import { indexOfWork } from './works.ts'
import type { World } from './world.ts'

/** So many are found similar (observed: 20 for Billie Eilish). */
const SIMILAR = 20

/** What the songs of an artist can be sorted by (docs ref/artist get-songs). */
export const SONG_ORDERS = [
  'name',
  'releaseDate',
  'spotifyStream',
  'shazamCount',
  'youtubeViews',
  'spotifyPopularity',
  'soundchartsScore',
] as const
type SongOrder = (typeof SONG_ORDERS)[number]

/** Similar artists, the most similar first. */
export function relatedTo(world: World, { index }: Artist): Artist[] {
  const count = artistCount(world)
  const d = draw(world.seed, 'soundcharts related', index)
  const [first, step] = [d.integer(0, count - 1), d.integer(1, Math.max(1, Math.floor(count / SIMILAR) - 1))]
  const places = Array.from({ length: Math.min(count, SIMILAR + 1) }, (_, i) => (first + i * step) % count)
  return places
    .filter((place) => place !== index)
    .slice(0, SIMILAR)
    .map((place) => artistAt(world, place)!)
}

/** The songs of an artist, from least to most on a day; `main`: without or only those of others. Undefined: both. */
export function songsOf(world: World, artist: Artist, main: boolean | undefined, by: SongOrder, day: Day): Song[] {
  const all = remember(world.memory, `songs of/${artist.index}/${by}/${day}`, () => {
    const own = Array.from({ length: artist.songs }, (_, n) => indexOfWork(artist.index, n))
    const found = [...own, ...featuresOf(world, artist)].map((index) => songs.at(world, index)!)
    return sorted(found, KEYS[by](world, day))
  })
  return main === undefined ? all : all.filter(({ mainArtists }) => (mainArtists[0] === artist) === main)
}

/** The albums of an artist. */
export function albumsOf(world: World, artist: Artist): Album[] {
  return Array.from({ length: artist.albums }, (_, n) => albums.at(world, indexOfWork(artist.index, n))!)
}

/** By a key, least first; those without one come first, and equal ones keep their order. */
export function sorted<T>(items: readonly T[], key: (item: T) => string | number | null): T[] {
  const keyed = items.map((item) => ({ item, key: key(item) }))
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item)
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

type Key = (world: World, day: Day) => (song: Song) => string | number

const plays =
  (code: string): Key =>
  (world, day) =>
  (song) => {
    const platform = platformOf(world, code)
    return (platform && totalOf(world, song, platform)(day)) ?? 0
  }
const rating =
  (name: string): Key =>
  (world, day) =>
  (song) =>
    songRating(world, song, name)(day)

const KEYS: Readonly<Record<SongOrder, Key>> = {
  name: () => (song) => song.name.toLowerCase(),
  releaseDate: () => (song) => Date.parse(song.releaseDate),
  spotifyStream: plays('spotify'),
  shazamCount: plays('shazam'),
  youtubeViews: plays('youtube'),
  spotifyPopularity: rating('spotify'),
  soundchartsScore: rating('score'),
}
