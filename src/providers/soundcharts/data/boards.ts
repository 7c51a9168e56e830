/** What can be ranked by a metric: artists, songs, playlists, radios, festivals and venues. */

import { draw } from '../../../core/random.ts'
import { albums } from './albums.ts'
import { type Artist, allArtists } from './artists.ts'
import { remember } from './memo.ts'
import { type Platform, platforms } from './platforms.ts'
import { latestFollowers, type Playlist, playlistsOn } from './playlists.ts'
import { totalOf } from './plays.ts'
import { allRadios, type Radio } from './radios.ts'
import { popularityOf, scoreOf, songRating } from './ratings.ts'
import type { Genre } from './samples.ts'
import { type Day, type Series, seriesOf } from './series.ts'
import { type Released, songs } from './songs.ts'
import { allFestivals, allVenues, type Festival, type Venue } from './venues.ts'
import { albumOfSong, indexOfWork } from './works.ts'
import type { World } from './world.ts'

/** Something that is counted of every item of a board. */
export interface Measure<T> {
  /** The list of an item that shows it. */
  readonly group: string
  readonly platformCode: string
  readonly metricType: string
  of(item: T): Series
}

export interface Board<T> {
  /** Whether the public sandbox has it. */
  sandbox(item: T): boolean
  /** The lists of an item's measures. */
  readonly groups: readonly string[]
  items(world: World): readonly T[]
  measures(world: World): readonly Measure<T>[]
  /** What it can be filtered by, beside its measures. */
  readonly facets: Readonly<Record<string, (item: T) => readonly string[]>>
}

/** What a song's measures follow from: there are thousands, and few of them are ever made whole. */
export type SongHead = Released & { readonly genres: readonly Genre[]; readonly sandbox: boolean }

/** How platforms call their followers and listeners (docs get-artists); the others say followers, and listeners. */
const FOLLOWERS: Readonly<Record<string, string>> = { deezer: 'fans', songkick: 'fans', youtube: 'subscribers' }
const LISTENERS: Readonly<Record<string, string>> = { anghami: 'plays', jiosaavn: 'listeners', youtube: 'channelViews' }
const COUNTS = { likeCount: 'likes', followingCount: 'following', postCount: 'posts', viewCount: 'views' } as const
/** How they call what songs are counted by (docs get-songs). */
const PLAYS: Readonly<Record<string, string>> = {
  spotify: 'streams',
  youtube: 'views',
  shazam: 'count',
  tiktok: 'videos',
}
/** And what playlists are followed by (sdk). */
const LIKES: Readonly<Record<string, string>> = { spotify: 'likes', youtube: 'views', deezer: 'fans' }

const SCORE = { platformCode: 'soundcharts', metricType: 'score' } as const

export const ARTISTS: Board<Artist> = {
  groups: ['score', 'social', 'streaming', 'popularity'],
  items: allArtists,
  measures: (world) => [
    { group: 'score', ...SCORE, of: (artist) => scoreOf(world, artist, 'score') },
    ...platforms(world).flatMap((platform) => artistMeasures(world, platform)),
  ],
  sandbox,
  facets: {
    country: ({ countryCode }) => [countryCode],
    genre: ({ genres }) => genres.map(({ root }) => root),
    careerStage: ({ careerStage }) => [careerStage],
  },
}

export const SONGS: Board<SongHead> = {
  groups: ['audience', 'popularity'],
  items: songHeads,
  measures: (world) =>
    platforms(world).flatMap((platform): Measure<SongHead>[] => {
      const { code: platformCode, has } = platform
      const plays = { group: 'audience', platformCode, metricType: PLAYS[platformCode] ?? 'plays' }
      const popularity = { group: 'popularity', platformCode, metricType: 'popularity' }
      return [
        ...(has.includes('songs') ? [{ ...plays, of: (song: SongHead) => totalOf(world, song, platform) }] : []),
        ...(has.includes('popularity')
          ? [{ ...popularity, of: (song: SongHead) => songRating(world, song, platformCode) }]
          : []),
      ]
    }),
  sandbox,
  facets: {
    songGenres: ({ genres }) => genres.map(({ root }) => root),
    artistCountry: ({ mainArtists }) => mainArtists.map(({ countryCode }) => countryCode),
  },
}

export function playlistBoard(platform: string): Board<Playlist> {
  return {
    groups: ['audience'],
    items: (world) => playlistsOn(world, platform),
    measures: (world) => [
      {
        ...{ group: 'audience', platformCode: platform, metricType: LIKES[platform] ?? 'followers' },
        of: (playlist) => (day) => latestFollowers(world, playlist, day),
      },
    ],
    sandbox,
    facets: { type: ({ type }) => [type], country: ({ countryCode }) => [countryCode] },
  }
}

export const RADIOS: Board<Radio> = {
  groups: ['custom'],
  items: allRadios,
  measures: () => [
    {
      group: 'custom',
      platformCode: 'soundcharts',
      metricType: 'reach',
      of:
        ({ reach }) =>
        () =>
          reach,
    },
  ],
  sandbox,
  facets: { country: ({ countryCode }) => [countryCode], genre: ({ genres }) => genres },
}

export const FESTIVALS: Board<Festival> = scored('festival', allFestivals)
export const VENUES: Board<Venue> = scored('venue', allVenues)

/** What changed over so many days. */
export const PERIODS = { week: 7, month: 30, quarter: 90 } as const
export type Period = keyof typeof PERIODS

export interface Growth {
  readonly volume: number
  readonly percent: number
}

/** How a series stood on a day, and what it has gained since some days before. */
export function growthOf(valueOn: Series, day: Day, period: Period): Growth {
  const [before, now] = [latest(valueOn, day - PERIODS[period]), latest(valueOn, day)]
  const volume = now - before
  return { volume, percent: before === 0 ? 0 : Math.round((volume / before) * 10_000) / 100 }
}

/** The last value up to a day; 0 before there was any. */
export function latest(valueOn: Series, day: Day): number {
  for (let back = 0; back < 4; back++) {
    const value = valueOn(day - back)
    if (value !== undefined) return value
  }
  return 0
}

function sandbox(item: { readonly sandbox: boolean }): boolean {
  return item.sandbox
}

function artistMeasures(world: World, platform: Platform): Measure<Artist>[] {
  const { code: platformCode, audience, streaming, has } = platform
  const counts = audience.map((metric) => ({
    group: 'social',
    platformCode,
    metricType: metric === 'followerCount' ? (FOLLOWERS[platformCode] ?? 'followers') : COUNTS[metric],
    of: (artist: Artist) => seriesOf(world, artist, platformCode, metric),
  }))
  const listening = {
    ...{ group: 'streaming', platformCode, metricType: LISTENERS[platformCode] ?? 'monthly_listeners' },
    of: (artist: Artist) => seriesOf(world, artist, platformCode, 'listening'),
  }
  const popularity = {
    ...{ group: 'popularity', platformCode, metricType: 'popularity' },
    of: (artist: Artist) => popularityOf(world, artist, platform),
  }
  return [...counts, ...(streaming ? [listening] : []), ...(has.includes('popularity') ? [popularity] : [])]
}

function songHeads(world: World): readonly SongHead[] {
  return remember(world.memory, 'song heads', () =>
    allArtists(world).flatMap((artist) =>
      Array.from({ length: artist.songs }, (_, n): SongHead => {
        const index = indexOfWork(artist.index, n)
        if (songs.sample(world, index)) return songs.at(world, index)!
        const { releaseDate } = albums.at(world, indexOfWork(artist.index, albumOfSong(artist, n)))!
        return { index, mainArtists: [artist], releaseDate: releaseDate ?? '', genres: artist.genres, sandbox: false }
      }),
    ),
  )
}

function scored<T extends { readonly index: number; readonly countryCode: string }>(
  kind: string,
  items: (world: World) => readonly T[],
): Board<T> {
  return {
    groups: ['score'],
    items,
    measures: (world) => [
      {
        ...{ group: 'score', ...SCORE },
        of: ({ index }) => {
          const score = draw(world.seed, 'soundcharts board', kind, index).integer(1, 100)
          return () => score
        },
      },
    ],
    sandbox: () => false,
    facets: { country: ({ countryCode }) => [countryCode] },
  }
}
