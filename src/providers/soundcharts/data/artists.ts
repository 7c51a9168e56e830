/** Artists: the recorded ones first, then invented ones. An artist is a function of (seed, index). */

import words from '../../../../fixtures/soundcharts/words.json' with { type: 'json' }
import { draw } from '../../../core/random.ts'
import { codeAt, imageUrl, indexOfCode, indexOfUuid, uuidAt } from './codes.ts'
import { remember } from './memo.ts'
import { named } from './names.ts'
import { places } from './places.ts'
import type { Platform } from './platforms.ts'
import { type ArtistSample, artistSamples, type Genre, type Identifiers } from './samples.ts'

/** How many there are. */
export const ARTISTS = 240

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
const memory = new Map<string, Artist>()
const indexes = new Map<string, ReadonlyMap<string, number>>()

/** The artist of this index; undefined beyond the last. */
export function artistAt(seed: number, index: number): Artist | undefined {
  if (index >= ARTISTS) return undefined
  return remember(memory, 2000, `${seed}/${index}`, () => {
    const sample: ArtistSample | undefined = artistSamples[index]
    return sample ? { ...sample, index } : invent(seed, index)
  })
}

export function artistByUuid(seed: number, uuid: string): Artist | undefined {
  const sample = artistSamples.findIndex((each) => each.uuid === uuid)
  const index = sample >= 0 ? sample : indexOfUuid(seed, 'artist', uuid)
  return confirm(seed, index, (artist) => artist.uuid === uuid)
}

export function artistByIdentifier(seed: number, platform: Platform, identifier: string): Artist | undefined {
  const sample = artistSamples.findIndex(({ identifiers }) => identifiers[platform.code] === identifier)
  const index = sample >= 0 ? sample : indexNamed(seed, platform, identifier)
  return confirm(seed, index, (artist) => artistIdentifier(seed, artist, platform) === identifier)
}

/** An artist's identifier on a platform: recorded, from its name or a code; undefined where the platform has none. */
export function artistIdentifier(seed: number, artist: Artist, { code, artist: shape }: Platform): string | undefined {
  if (shape === undefined) return undefined
  const { identifiers, name, slug, index } = artist
  if (identifiers[code] !== undefined) return identifiers[code]
  if (shape === 'name') return slug.replaceAll('-', '')
  if (shape === 'name+' || shape === 'name_') return name.replaceAll(' ', shape.slice(-1))
  return codeAt(seed, `artist ${code}`, shape, index)
}

/** Artists whose name holds the term, the best first. */
export function searchArtists(seed: number, term: string): Artist[] {
  return named(
    Array.from({ length: ARTISTS }, (_, index) => artistAt(seed, index)!),
    term,
  )
}

function confirm(seed: number, index: number | undefined, fits: (artist: Artist) => boolean): Artist | undefined {
  const artist = index === undefined ? undefined : artistAt(seed, index)
  return artist && fits(artist) ? artist : undefined
}

function indexNamed(seed: number, { code, artist: shape }: Platform, identifier: string): number | undefined {
  if (shape === undefined) return undefined
  if (!shape.startsWith('name')) return indexOfCode(seed, `artist ${code}`, shape, identifier)
  const bySlug = remember(
    indexes,
    16,
    String(seed),
    () => new Map(Array.from({ length: ARTISTS }, (_, index) => [bare(artistAt(seed, index)!.slug), index])),
  )
  return bySlug.get(bare(identifier))
}

function invent(seed: number, index: number): Artist {
  const d = (what: string) => draw(seed, 'soundcharts artist', what, index)
  const name = nameAt(seed, index)
  const slug = name.toLowerCase().replaceAll(' ', '-')
  const uuid = uuidAt(seed, 'artist', index)
  const place = d('place').pick(places)
  const size = 0.1 + 0.7 * d('size').fraction()
  const albums = 2 + Math.floor(6 * d('albums').fraction())
  return {
    index,
    uuid,
    slug,
    name,
    imageUrl: imageUrl('artist', d('image').hex(3), uuid),
    countryCode: place.countryCode,
    webUrl: `https://${slug}.example.com/`,
    genres: [d('genre').pick(words.genres)],
    biography: `${name} is an invented artist from ${place.cityName}.`,
    isni: `0000000${d('isni').integer(100000000, 499999999)}`,
    ipi: `00${d('ipi').integer(100000000, 999999999)}`,
    gender: d('gender').pick(['female', 'male', 'other']),
    type: d('type').pick(['person', 'group']),
    birthDate: `${d('year').integer(1970, 2004)}-0${d('month').integer(1, 9)}-${d('day').integer(10, 28)}T00:00:00+00:00`,
    careerStage: CAREER[Math.floor(size * CAREER.length)]!,
    growthLevel: d('growth').pick(['decline', 'steady', 'moderate_growth']),
    cityName: place.cityName,
    songs: albums * d('songs').integer(3, 9),
    albums,
    size,
    sandbox: false,
    identifiers: {},
    series: {},
  }
}

/** No two artists of a seed share a name: the index walks through all pairs of words. */
function nameAt(seed: number, index: number): string {
  const { adjectives, nouns } = words
  const pairs = adjectives.length * nouns.length
  const pair = (index * 7919 + draw(seed, 'soundcharts names').integer(0, pairs - 1)) % pairs
  return `${adjectives[pair % adjectives.length]} ${nouns[Math.floor(pair / adjectives.length)]}`
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
