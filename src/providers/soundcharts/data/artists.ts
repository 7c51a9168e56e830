/** Artists: the recorded ones first, then invented ones. An artist is a function of (world, index). */

import { draw } from '../../../core/random.ts'
import { codeAt, imageUrl, indexOfCode, indexOfUuid, uuidAt } from './codes.ts'
import { remember } from './memo.ts'
import { named, slugOf } from './names.ts'
import type { Platform } from './platforms.ts'
import { type ArtistSample, albumSamples, artistSamples, type Genre, type Identifiers, songSamples } from './samples.ts'
import { places, words } from './words.ts'
import type { World } from './world.ts'

/** How many there are at least. */
const ARTISTS = 240

export interface Artist {
  readonly index: number
  readonly uuid: string
  readonly slug: string
  readonly name: string
  readonly imageUrl: string
  /** ISO 3166-1, or empty where it is unknown. */
  readonly countryCode: string
  readonly webUrl: string
  readonly genres: Genre[]
  readonly biography: string
  readonly isni: string
  readonly ipi: string
  readonly gender: string
  readonly type: string
  readonly birthDate: string | null
  readonly careerStage: string
  readonly growthLevel: string
  readonly cityName: string
  /** How many songs and albums it has. */
  readonly songs: number
  readonly albums: number
  /** Its fame, from 0 to 1: about the logarithm of its audience. */
  readonly size: number
  /** Whether the public sandbox has it. */
  readonly sandbox: boolean
  /** Recorded identifiers; the others are invented. */
  readonly identifiers: Identifiers
  /** Recorded days of its series, by `<platform>/<metric>` and then by date. */
  readonly series: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const CAREER = ['long_tail', 'developing', 'mid_level', 'mainstream', 'superstar'] as const

/** How many there are: more when a file lists more. */
export function artistCount(world: World): number {
  return Math.max(ARTISTS, artistSamples(world).length)
}

/** The artist of this index; undefined beyond the last. */
export function artistAt(world: World, index: number): Artist | undefined {
  if (index >= artistCount(world)) return undefined
  return remember(world.memory, `artist/${index}`, () => invent(world, index, artistSamples(world)[index]))
}

export function artistByUuid(world: World, uuid: string): Artist | undefined {
  const sample = artistSamples(world).findIndex((each) => each.uuid === uuid)
  const index = sample >= 0 ? sample : indexOfUuid(world.seed, 'artist', uuid)
  return confirm(world, index, (artist) => artist.uuid === uuid)
}

export function artistByIdentifier(world: World, platform: Platform, identifier: string): Artist | undefined {
  const sample = artistSamples(world).findIndex(({ identifiers }) => identifiers?.[platform.code] === identifier)
  const index = sample >= 0 ? sample : indexNamed(world, platform, identifier)
  return confirm(world, index, (artist) => artistIdentifier(world, artist, platform) === identifier)
}

/** An artist's identifier on a platform: recorded, from its name or a code; undefined where the platform has none. */
export function artistIdentifier(world: World, artist: Artist, { code, artist: shape }: Platform): string | undefined {
  if (shape === undefined) return undefined
  const { identifiers, name, slug, index } = artist
  if (identifiers[code] !== undefined) return identifiers[code]
  if (shape === 'name') return slug.replaceAll('-', '')
  if (shape === 'name+' || shape === 'name_') return name.replaceAll(' ', shape.slice(-1))
  return codeAt(world.seed, `artist ${code}`, shape, index)
}

/** Artists whose name holds the term, the best first. */
export function searchArtists(world: World, term: string): Artist[] {
  return named(allArtists(world), term)
}

export function allArtists(world: World): Artist[] {
  return Array.from({ length: artistCount(world) }, (_, index) => artistAt(world, index)!)
}

function confirm(world: World, index: number | undefined, fits: (artist: Artist) => boolean): Artist | undefined {
  const artist = index === undefined ? undefined : artistAt(world, index)
  return artist && fits(artist) ? artist : undefined
}

function indexNamed(world: World, { code, artist: shape }: Platform, identifier: string): number | undefined {
  if (shape === undefined) return undefined
  if (!shape.startsWith('name')) return indexOfCode(world.seed, `artist ${code}`, shape, identifier)
  const bySlug = remember(
    world.memory,
    'artists by slug',
    () => new Map(allArtists(world).map(({ slug, index }) => [bare(slug), index])),
  )
  return bySlug.get(bare(identifier))
}

function invent(world: World, index: number, sample?: ArtistSample): Artist {
  const d = (what: string) => draw(world.seed, 'soundcharts artist', what, index)
  const name = sample?.name ?? nameAt(world, index)
  const slug = sample?.slug ?? slugOf(name)
  const uuid = sample?.uuid ?? uuidAt(world.seed, 'artist', index)
  const place = d('place').pick(places(world))
  const size = sample?.size ?? 0.1 + 0.7 * d('size').fraction()
  const invented = 2 + Math.floor(6 * d('albums').fraction())
  const songs = sample?.songs ?? invented * d('songs').integer(3, 9)
  const recorded = (works: readonly { readonly artist: string }[]) =>
    sample ? works.filter((work) => work.artist === uuid).length : 0
  return {
    uuid,
    slug,
    name,
    imageUrl: imageUrl('artist', d('image').hex(3), uuid),
    countryCode: place.countryCode,
    webUrl: `https://${slug}.example.com/`,
    genres: [d('genre').pick(words(world).genres)],
    biography: `${name} is an invented artist from ${place.cityName}.`,
    isni: `0000000${d('isni').integer(100000000, 499999999)}`,
    ipi: `00${d('ipi').integer(100000000, 999999999)}`,
    gender: d('gender').pick(['female', 'male', 'other']),
    type: d('type').pick(['person', 'group']),
    birthDate: `${d('year').integer(1970, 2004)}-0${d('month').integer(1, 9)}-${d('day').integer(10, 28)}T00:00:00+00:00`,
    careerStage: CAREER[Math.min(CAREER.length - 1, Math.floor(size * CAREER.length))]!,
    growthLevel: d('growth').pick(['decline', 'steady', 'moderate_growth']),
    cityName: place.cityName,
    size,
    sandbox: false,
    identifiers: {},
    series: {},
    ...sample,
    index,
    // A recorded work counts, and no song is without an album.
    songs: Math.max(songs, recorded(songSamples(world))),
    albums: Math.max(sample?.albums ?? invented, recorded(albumSamples(world)), 1),
  }
}

/** No two artists of a seed share a name: the index walks through all pairs of words. */
function nameAt(world: World, index: number): string {
  const { adjectives, nouns } = words(world)
  const pairs = adjectives.length * nouns.length
  const pair = (index * 7919 + draw(world.seed, 'soundcharts names').integer(0, pairs - 1)) % pairs
  return `${adjectives[pair % adjectives.length]} ${nouns[Math.floor(pair / adjectives.length)]}`
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
