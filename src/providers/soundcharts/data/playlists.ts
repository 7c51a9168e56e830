/** Playlists: the recorded ones first, then invented ones. Who is in them is `playlists/entries.ts`. */

import builtIn from '../../../../fixtures/soundcharts/playlists.json' with { type: 'json' }
import { draw } from '../../../core/random.ts'
import { artistAt, artistCount } from './artists.ts'
import { codeAt, imageUrl, uuidAt } from './codes.ts'
import { remember } from './memo.ts'
import { named } from './names.ts'
import { type Day, dayOf, FIRST_DAY, follow, gapsOf, type Point, type Series } from './series.ts'
import { places, words } from './words.ts'
import { fileOf, type World } from './world.ts'

/**
 * How bodies show the types of playlists, by the codes of paths (docs get-playlists-by-type). `Editorial` and `Curators &
 * Listeners` were observed, the others are assumed.
 */
export const PLAYLIST_TYPES = {
  algorithmic: 'Algorithmic',
  charts: 'Charts',
  curators_listeners: 'Curators & Listeners',
  editorial: 'Editorial',
  algotorial: 'Algotorial',
  major: 'Major',
  radios: 'Radios',
  this_is: 'This Is',
} as const
export type PlaylistType = keyof typeof PLAYLIST_TYPES

export interface Owner {
  readonly name: string
  readonly identifier: string
}

export interface Playlist {
  readonly index: number
  readonly uuid: string
  readonly name: string
  readonly identifier: string
  /** A platform's code. */
  readonly platform: string
  readonly countryCode: string
  readonly availableCountryCodes: readonly string[]
  readonly owner: Owner
  /** The code of its type, as paths have it. */
  readonly type: PlaylistType
  readonly refreshed: string
  readonly imageUrl: string
  /** How many songs it holds. */
  readonly tracks: number
  /** Recorded days of its audience, by date. */
  readonly audience: Readonly<Record<string, number>>
  /** Recorded songs that are in it, by uuid. */
  readonly songs: readonly string[]
  /** Whether the public sandbox has it. */
  readonly sandbox: boolean
}

type Sample = Partial<Omit<Playlist, 'index'>> & Pick<Playlist, 'uuid' | 'name' | 'identifier' | 'platform'>

interface Kind {
  readonly count: number
  readonly identifier: string
  readonly subscribers?: boolean
  readonly owner: Owner
}

/** The chances of a type, and the rest are the platform's editors'. */
const CURATED = ['curators_listeners', 'curators_listeners', 'curators_listeners'] as const
const CHANCES: readonly PlaylistType[] = [...CURATED, 'major', 'charts', 'algorithmic']
const RARE: readonly PlaylistType[] = ['algotorial', 'radios', 'this_is']
const TEN_YEARS = 3650

/** Codes of the platforms that have playlists, in the order of the file. */
export function playlistPlatforms(world: World): string[] {
  return Object.keys(kindsOf(world))
}

export function allPlaylists(world: World): readonly Playlist[] {
  return remember(world.memory, 'playlists', () => {
    const samples = fileOf(world, 'playlists', builtIn).playlists as readonly Sample[]
    const missing = Object.entries(kindsOf(world)).flatMap(([platform, { count }]) =>
      Array<string>(Math.max(0, count - samples.filter((sample) => sample.platform === platform).length)).fill(
        platform,
      ),
    )
    return [
      ...samples.map((sample, index) => invent(world, index, sample.platform, sample)),
      ...missing.map((platform, i) => invent(world, samples.length + i, platform)),
    ]
  })
}

export function playlistByUuid(world: World, uuid: string): Playlist | undefined {
  return allPlaylists(world).find((playlist) => playlist.uuid === uuid)
}

export function playlistsOn(world: World, platform: string): readonly Playlist[] {
  return allPlaylists(world).filter((playlist) => playlist.platform === platform)
}

/** Playlists whose name holds the term, the best first. Spaces do not count: `rap caviar` is RapCaviar (observed). */
export function searchPlaylists(world: World, term: string): Playlist[] {
  const squeezed = allPlaylists(world).map((playlist) => ({ name: squeeze(playlist.name), playlist }))
  return named(squeezed, squeeze(term)).map(({ playlist }) => playlist)
}

/** A platform's curators, each once, by name. */
export function curatorsOf(world: World, platform: string): Owner[] {
  const owners = new Map(playlistsOn(world, platform).map(({ owner }) => [owner.identifier, owner]))
  return [...owners.values()].sort((a, b) => (a.identifier < b.identifier ? -1 : 1))
}

/** How many follow a playlist on a day; undefined on days that Soundcharts missed, and where nobody counts them. */
export function followersOf(world: World, playlist: Playlist): Series {
  const course = courseOf(world, playlist)
  if (!course) return () => undefined
  const recorded = new Map(Object.entries(playlist.audience).map(([date, value]) => [dayOf(Date.parse(date)), value]))
  const missed = gapsOf(world, 'playlist', playlist.index)
  return (day) => {
    const known = recorded.get(day)
    if (known !== undefined || day < FIRST_DAY) return known
    return missed(day) ? undefined : Math.round(follow(course, day))
  }
}

/** What a playlist shows as its latest count: 0 where nobody counts (observed). */
export function latestFollowers(world: World, playlist: Playlist, day: Day): number {
  const course = courseOf(world, playlist)
  return course ? Math.round(follow(course, Math.max(day, FIRST_DAY))) : 0
}

function courseOf(world: World, { index, platform, audience, type }: Playlist): readonly Point[] | undefined {
  if (!kindsOf(world)[platform]?.subscribers) return undefined
  return remember(world.memory, `playlist course/${index}`, () => {
    const recorded = Object.entries(audience)
      .map(([date, value]): Point => [dayOf(Date.parse(date)), value])
      .sort(([a], [b]) => a - b)
    const reach = draw(world.seed, 'soundcharts playlist', 'reach', index).fraction()
    const level = 10 ** ((type === 'editorial' ? 4 : 2) + 3 * reach)
    const [first, last] = [recorded[0]?.[1] ?? level, recorded.at(-1)?.[1] ?? level]
    return [[FIRST_DAY, first * 0.5], ...recorded, [FIRST_DAY + TEN_YEARS, last * 1.5]]
  })
}

function kindsOf(world: World): Readonly<Record<string, Kind>> {
  return fileOf(world, 'playlists', builtIn).platforms as Readonly<Record<string, Kind>>
}

function invent(world: World, index: number, platform: string, sample?: Sample): Playlist {
  const d = (what: string) => draw(world.seed, 'soundcharts playlist', what, index)
  const { adjectives, nouns, labels, people } = words(world)
  const kind = kindsOf(world)[platform]
  const uuid = sample?.uuid ?? uuidAt(world.seed, 'playlist', index)
  const type =
    sample?.type ?? [...CHANCES, ...RARE][d('type').integer(0, 2 * CHANCES.length + RARE.length)] ?? 'editorial'
  const countries = [...new Set(places(world).map(({ countryCode }) => countryCode))]
  const byCountry = platform === 'apple-music' || platform === 'amazon'
  const countryCode =
    sample?.countryCode ?? (byCountry || d('abroad').fraction() < 0.3 ? d('country').pick(countries) : '')
  const tracks = 10 + 5 * d('tracks').integer(4, 18)
  const titles: Readonly<Partial<Record<PlaylistType, () => string>>> = {
    charts: () => `Top ${tracks} ${countryCode || 'Global'} ${d('noun').pick(nouns)}`,
    radios: () => `${artistAt(world, d('artist').integer(0, artistCount(world) - 1))!.name} Radio`,
    this_is: () => `This Is ${artistAt(world, d('artist').integer(0, artistCount(world) - 1))!.name}`,
  }
  const code = kind?.identifier ? codeAt(world.seed, `playlist ${platform}`, kind.identifier, index) : uuid
  return {
    uuid,
    name: titles[type]?.() ?? `${d('adjective').pick(adjectives)} ${d('noun').pick(nouns)}`,
    // Apple's codes have small letters (observed).
    identifier: platform === 'apple-music' ? code.toLowerCase() : code,
    countryCode,
    availableCountryCodes: byCountry
      ? countries.filter((each) => each === countryCode || d(each).fraction() < 0.5)
      : [countryCode].filter((each) => each !== ''),
    owner:
      type === 'curators_listeners'
        ? curator(d('owner').pick(people))
        : type === 'major'
          ? curator(d('owner').pick(labels).name)
          : (kind?.owner ?? curator(platform)),
    refreshed: 'daily',
    imageUrl: imageUrl('playlist', d('image').hex(3), uuid),
    audience: {},
    songs: [],
    sandbox: false,
    ...sample,
    index,
    platform,
    type,
    tracks: sample?.tracks ?? tracks,
  }
}

function squeeze(name: string): string {
  return name.replaceAll(/\s/g, '')
}

function curator(name: string): Owner {
  return { name, identifier: name.toLowerCase().replaceAll(/[^a-z0-9]/g, '') }
}
