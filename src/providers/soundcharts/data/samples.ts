/** The entities that documentation and recorded answers name, with their recorded values. */

import fixture from '../../../../fixtures/soundcharts/samples.json' with { type: 'json' }
import type { Artist } from './artists.ts'

/** By platform code. */
export type Identifiers = Readonly<Record<string, string>>
export type Genre = { root: string; sub: string[] }
export type Label = { name: string; type: string }

export type ArtistSample = Omit<Artist, 'index'> & { readonly identifiers: Identifiers }

/** Recorded parts of a song or album; what was not recorded is invented. `n` counts among its artist's own. */
export interface WorkSample {
  readonly artist: number
  readonly n: number
  readonly uuid: string
  readonly name: string
  readonly creditName: string
  readonly releaseDate?: string
  readonly label?: string
  readonly labels?: Label[]
  readonly copyright?: string
  readonly imageUrl?: string
  readonly identifiers: Identifiers
  readonly sandbox: boolean
}
export interface SongSample extends WorkSample {
  readonly isrc: string
  readonly genres?: Genre[]
}
export interface AlbumSample extends WorkSample {
  readonly upc: string
  readonly type: string
}

export const artistSamples = fixture.artists as unknown as readonly ArtistSample[]
export const songSamples = fixture.songs as unknown as readonly SongSample[]
export const albumSamples = fixture.albums as unknown as readonly AlbumSample[]

/** Codes whose ISRC was withdrawn as ambiguous (410). */
export const withdrawn: { readonly isrcs: readonly string[]; readonly identifiers: Identifiers } = fixture.withdrawn

/** Whether the public sandbox searches for this term (section 5.3: the terms seen). */
export function inSandboxTerms(term: string): boolean {
  return fixture.sandboxTerms.includes(term.trim().toLowerCase())
}
