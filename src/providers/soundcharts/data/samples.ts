/** The entities that documentation and recorded answers name, with their recorded values, or those that a user lays over them. */

import builtInAlbums from '../../../../fixtures/soundcharts/albums.json' with { type: 'json' }
import builtInArtists from '../../../../fixtures/soundcharts/artists.json' with { type: 'json' }
import builtInSandbox from '../../../../fixtures/soundcharts/sandbox.json' with { type: 'json' }
import builtInSongs from '../../../../fixtures/soundcharts/songs.json' with { type: 'json' }
import type { Artist } from './artists.ts'
import { remember } from './memo.ts'
import { fileOf, type World } from './world.ts'

/** By platform code. */
export type Identifiers = Readonly<Record<string, string>>
export type Genre = { root: string; sub: string[] }
export type Label = { name: string; type: string }

/** Recorded parts of an artist; what was not recorded is invented. */
export type ArtistSample = Partial<Omit<Artist, 'index'>> & Pick<Artist, 'uuid' | 'name'>

/** Recorded parts of a song or album. `artist` is the uuid of an artist of the file. */
export interface WorkSample {
  readonly artist: string
  readonly uuid: string
  readonly name: string
  readonly creditName?: string
  readonly releaseDate?: string
  readonly label?: string
  readonly labels?: Label[]
  readonly copyright?: string
  readonly imageUrl?: string
  readonly identifiers?: Identifiers
  readonly sandbox?: boolean
}
export interface SongSample extends WorkSample {
  readonly isrc?: string
  readonly genres?: Genre[]
}
export interface AlbumSample extends WorkSample {
  readonly upc?: string
  readonly type?: string
}

export function artistSamples(world: World): readonly ArtistSample[] {
  return fileOf(world, 'artists', builtInArtists).artists as unknown as readonly ArtistSample[]
}

export function songSamples(world: World): readonly SongSample[] {
  return fileOf(world, 'songs', builtInSongs).songs as readonly SongSample[]
}

export function albumSamples(world: World): readonly AlbumSample[] {
  return fileOf(world, 'albums', builtInAlbums).albums as readonly AlbumSample[]
}

/** Codes whose ISRC was withdrawn as ambiguous (410). */
export function withdrawn(world: World): { readonly isrcs: readonly string[]; readonly identifiers: Identifiers } {
  return fileOf(world, 'sandbox', builtInSandbox).withdrawn
}

/** Whether the public sandbox searches for this term (section 5.3: the terms seen). */
export function inSandboxTerms(world: World, term: string): boolean {
  return fileOf(world, 'sandbox', builtInSandbox).terms.includes(term.trim().toLowerCase())
}

/** Where the sampled works stand among all of their kind: the first of their artist, in the order of the file. */
export function placed<S extends WorkSample>(
  world: World,
  kind: string,
  samples: readonly S[],
  indexOf: (artist: number, n: number) => number,
): ReadonlyMap<number, S> {
  return remember(world.memory, `samples/${kind}`, () => {
    const artists = new Map(artistSamples(world).map(({ uuid }, index) => [uuid, { index, n: 0 }]))
    const entries = samples.flatMap((sample): [number, S][] => {
      const artist = artists.get(sample.artist)
      return artist ? [[indexOf(artist.index, artist.n++), sample]] : []
    })
    return new Map(entries)
  })
}
