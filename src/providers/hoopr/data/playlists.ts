/** The playlists of one mode, and who may read them. Source: docs/api/list-playlists. */

import fixture from '../../../../fixtures/hoopr/playlists.json' with { type: 'json' }
import type { Mode } from '../data.ts'
import { slugOf } from './filters.ts'

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
  readonly trackCount: number
  /** The clients it is granted to, counted from 0; undefined when all of them. */
  readonly grantedTo?: readonly number[]
}

/** All playlists of a mode, by name, then by id. */
export function playlistsOf(mode: Mode): readonly Shelved[] {
  return SHELVES[mode]
}

const SHELVES = { test: shelve('test'), live: shelve('live') }

function shelve(mode: Mode): Shelved[] {
  const shelf = fixture.playlists.map(({ name, description, type, tracks, ids, grantedTo }): Shelved => {
    const slug = slugOf(name)
    const playlist = { id: ids[mode], code: slug.toUpperCase(), name, slug, description, type }
    return { playlist, trackCount: tracks, ...(grantedTo ? { grantedTo } : {}) }
  })
  const key = ({ playlist: { name, id } }: Shelved) => `${name}\n${id}`
  return shelf.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
