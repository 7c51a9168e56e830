/** Songs, each a function of (world, index). */

import { draw } from '../../../core/random.ts'
import { type Album, albums } from './albums.ts'
import { type Artist, allArtists, artistAt, artistCount } from './artists.ts'
import { imageUrl, uuidAt } from './codes.ts'
import { remember } from './memo.ts'
import { named } from './names.ts'
import { artistSamples, type Genre, type Label, type SongSample, songSamples } from './samples.ts'
import { type Day, dayOf } from './series.ts'
import { words } from './words.ts'
import { albumOfSong, indexOfWork, type Place, shelf } from './works.ts'
import type { World } from './world.ts'

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

/** What its plays follow from. */
export type Released = Pick<Song, 'index' | 'mainArtists' | 'releaseDate'>

export const songs = shelf<Song, SongSample, 'isrc'>({
  kind: 'song',
  samples: songSamples,
  code: 'isrc',
  indexOf: (isrc) => (/^[A-Z]{2}[0-9A-Z]{3}\d{7}$/.test(isrc) ? Number(isrc.slice(7)) : undefined),
  invent,
})

/** What a search knows of a song: there are thousands, and few of them are ever made whole. */
export type Title = Pick<Song, 'index' | 'name' | 'sandbox'>

/** Songs whose name holds the term, the best first. */
export function searchSongs(world: World, term: string): Title[] {
  return named(
    remember(world.memory, 'titles', () => titlesOf(world)),
    term,
  )
}

/** The songs of an album, in its order. */
export function tracksOf(world: World, { index, artists: [artist] }: Album): Song[] {
  const { songs: count, albums: step, index: whose } = artist!
  const found: Song[] = []
  for (let n = index - indexOfWork(whose, 0); n < count; n += step) found.push(songs.at(world, indexOfWork(whose, n))!)
  return found
}

/** The album that a song is on. */
export function albumOf(world: World, { index, mainArtists: [artist] }: Song): Album {
  return albums.at(world, indexOfWork(artist!.index, albumOfSong(artist!, index - indexOfWork(artist!.index, 0))))!
}

export function releaseDay({ releaseDate }: Released): Day {
  return dayOf(Date.parse(releaseDate))
}

/** The indexes of the songs that an artist is a guest on. */
export function featuresOf(world: World, { index }: Artist): readonly number[] {
  const features = remember(world.memory, 'features', () => {
    const all = new Map<number, number[]>()
    for (const artist of allArtists(world))
      for (let n = 0; n < artist.songs; n++) {
        const song = indexOfWork(artist.index, n)
        const guest = songs.sample(world, song) ? undefined : guestOf(world, artist, song)
        if (guest) all.set(guest.index, [...(all.get(guest.index) ?? []), song])
      }
    return all
  })
  return features.get(index) ?? []
}

function titlesOf(world: World): Title[] {
  return allArtists(world).flatMap((artist) =>
    Array.from({ length: artist.songs }, (_, n): Title => {
      const index = indexOfWork(artist.index, n)
      const sample = songs.sample(world, index)
      return { index, name: sample?.name ?? nameAt(world, index), sandbox: sample?.sandbox ?? false }
    }),
  )
}

function nameAt(world: World, index: number): string {
  const word = (kind: string) => draw(world.seed, 'soundcharts song', kind, index)
  return `${word('adjective').pick(words(world).adjectives)} ${word('noun').pick(words(world).nouns)}`
}

function invent(world: World, index: number, { artist, n }: Place, sample?: SongSample): Song {
  const d = (what: string) => draw(world.seed, 'soundcharts song', what, index)
  const uuid = sample?.uuid ?? uuidAt(world.seed, 'song', index)
  const album = albums.at(world, indexOfWork(artist.index, albumOfSong(artist, n)))!
  const guest =
    sample || d('guest').fraction() < 0.8 ? undefined : artistAt(world, d('with').integer(0, artistCount(world) - 1))
  const featuringArtists = guest ? [guest] : []
  const country = artist.countryCode || 'QZ'
  return {
    uuid,
    name: nameAt(world, index),
    creditName: [artist, ...featuringArtists].map(({ name }) => name).join(' feat. '),
    isrc: `${country}${d('registrant').alphanumeric(3).toUpperCase()}${album.released.slice(2, 4)}${String(index).padStart(5, '0')}`,
    releaseDate: album.released,
    copyright: album.copyright,
    imageUrl: imageUrl('song', d('image').hex(3), uuid),
    label: album.labels.map(({ name }) => name).join('/'),
    labels: album.labels,
    iswcs: [`T${d('iswc').integer(1000000000, 9999999999)}`],
    genres: artist.genres,
    composers: [d('composer').pick(words(world).people)],
    producers: [d('producer').pick(words(world).people)],
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

/** One song in five has a guest, never a recorded artist: how many songs those have is recorded too. */
function guestOf(world: World, { index: own }: Artist, index: number): Artist | undefined {
  const d = (what: string) => draw(world.seed, 'soundcharts song', what, index)
  if (d('guest').fraction() < 0.8) return undefined
  const guest = d('with').integer(0, artistCount(world) - 1)
  return guest === own || guest < artistSamples(world).length ? undefined : artistAt(world, guest)
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
