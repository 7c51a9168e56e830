/** Songs, each a function of (seed, index). */

import words from '../../../../fixtures/soundcharts/words.json' with { type: 'json' }
import { draw } from '../../../core/random.ts'
import { albums } from './albums.ts'
import { ARTISTS, type Artist, artistAt } from './artists.ts'
import { imageUrl, uuidAt } from './codes.ts'
import { remember } from './memo.ts'
import { named } from './names.ts'
import { type Genre, type Label, type SongSample, songSamples } from './samples.ts'
import { albumOfSong, indexOfWork, type Place, shelf } from './works.ts'

export interface Song {
  readonly index: number
  readonly uuid: string
  readonly name: string
  readonly creditName: string
  readonly isrc: string
  readonly releaseDate: string
  readonly copyright: string
  readonly imageUrl: string
  readonly mainArtists: readonly Artist[]
  readonly featuringArtists: readonly Artist[]
  readonly label: string
  readonly labels: Label[]
  readonly iswcs: string[]
  readonly genres: Genre[]
  readonly composers: string[]
  readonly producers: string[]
  /** In seconds. */
  readonly duration: number
  readonly explicit: boolean
  readonly languageCode: string
  readonly distributor: string
  readonly audio: { [feature: string]: number }
  /** Whether the public sandbox has it. */
  readonly sandbox: boolean
}

export const songs = shelf<Song, SongSample, 'isrc'>({
  kind: 'song',
  samples: songSamples,
  code: 'isrc',
  indexOf: (isrc) => (/^[A-Z]{2}[0-9A-Z]{3}\d{7}$/.test(isrc) ? Number(isrc.slice(7)) : undefined),
  invent,
})

/** What a search knows of a song: there are thousands, and few of them are ever made whole. */
export type Title = Pick<Song, 'index' | 'name' | 'sandbox'>
const titles = new Map<string, readonly Title[]>()

/** Songs whose name holds the term, the best first. */
export function searchSongs(seed: number, term: string): Title[] {
  return named(
    remember(titles, 8, String(seed), () => titlesOf(seed)),
    term,
  )
}

function titlesOf(seed: number): Title[] {
  return Array.from({ length: ARTISTS }, (_, artist) =>
    Array.from({ length: artistAt(seed, artist)!.songs }, (_, n): Title => {
      const index = indexOfWork(artist, n)
      const sample = songSamples.find((each) => each.artist === artist && each.n === n)
      return { index, name: sample?.name ?? nameAt(seed, index), sandbox: sample?.sandbox ?? false }
    }),
  ).flat()
}

function nameAt(seed: number, index: number): string {
  const word = (kind: string) => draw(seed, 'soundcharts song', kind, index)
  return `${word('adjective').pick(words.adjectives)} ${word('noun').pick(words.nouns)}`
}

function invent(seed: number, index: number, { artist, n }: Place, sample?: SongSample): Song {
  const d = (what: string) => draw(seed, 'soundcharts song', what, index)
  const uuid = sample?.uuid ?? uuidAt(seed, 'song', index)
  const album = albums.at(seed, indexOfWork(artist.index, albumOfSong(artist, n)))!
  const guest = sample || d('guest').fraction() < 0.8 ? undefined : artistAt(seed, d('with').integer(0, ARTISTS - 1))
  const featuringArtists = guest && guest.index !== artist.index ? [guest] : []
  const country = artist.countryCode || 'QZ'
  return {
    uuid,
    name: nameAt(seed, index),
    creditName: [artist, ...featuringArtists].map(({ name }) => name).join(' feat. '),
    isrc: `${country}${d('registrant').alphanumeric(3).toUpperCase()}${album.releaseDate.slice(2, 4)}${String(index).padStart(5, '0')}`,
    releaseDate: album.releaseDate,
    copyright: album.copyright,
    imageUrl: imageUrl('song', d('image').hex(3), uuid),
    label: album.labels.map(({ name }) => name).join('/'),
    labels: album.labels,
    iswcs: [`T${d('iswc').integer(1000000000, 9999999999)}`],
    genres: artist.genres,
    composers: [d('composer').pick(words.people)],
    producers: [d('producer').pick(words.people)],
    duration: d('duration').integer(120, 300),
    explicit: d('explicit').fraction() < 0.2,
    languageCode: 'en',
    distributor: album.distributor,
    audio: audioOf(d),
    sandbox: false,
    ...sample,
    index,
    mainArtists: [artist],
    featuringArtists,
  }
}

const SHARES = ['acousticness', 'danceability', 'energy', 'instrumentalness', 'liveness', 'speechiness', 'valence']

function audioOf(d: (what: string) => ReturnType<typeof draw>): Song['audio'] {
  return {
    ...Object.fromEntries(SHARES.map((feature) => [feature, d(feature).integer(0, 100) / 100])),
    key: d('key').integer(0, 11),
    loudness: -d('loudness').integer(300, 1400) / 100,
    mode: d('mode').integer(0, 1),
    tempo: d('tempo').integer(70, 180),
    timeSignature: d('time').pick([3, 4, 4, 4]),
  }
}
