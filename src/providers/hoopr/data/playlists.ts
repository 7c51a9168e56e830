/** The playlists of one mode, and who may read them. Source: docs/api/list-playlists. */

import { slugOf } from './filters.ts'
import type { GivenPlaylist } from './fixtures.ts'

/** As the API shows it. */
export type Playlist = {
  id: string
  code: string
  name: string
  slug: string
  description: string
  type: string
}

export interface Shelved {
  readonly playlist: Playlist
  /** How many, how many of the most licensed, or their slugs. */
  readonly tracks: number | { readonly top: number } | readonly string[]
  /** The clients it is granted to, counted from 0; undefined when all of them. */
  readonly grantedTo?: readonly number[] | undefined
}

const USUAL_SIZE = 20

/** By name, then by id (assumed U17). */
export function shelve(given: readonly GivenPlaylist[]): Shelved[] {
  const shelf = given.map(({ tracks = USUAL_SIZE, grantedTo, ...shown }): Shelved => {
    const { id, name, slug = slugOf(name), code = slug.toUpperCase(), description = '', type = 'CURATED' } = shown
    return { playlist: { id, code, name, slug, description, type }, tracks, grantedTo }
  })
  const key = ({ playlist: { name, id } }: Shelved) => `${name}\n${id}`
  return shelf.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
