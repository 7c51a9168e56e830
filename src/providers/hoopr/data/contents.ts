/** What the fixture files say of one mode: the user's own files, and the built-in ones where there is none. */

import filters from '../../../../fixtures/hoopr/filters.json' with { type: 'json' }
import playlists from '../../../../fixtures/hoopr/playlists.json' with { type: 'json' }
import tracks from '../../../../fixtures/hoopr/tracks.json' with { type: 'json' }
import type { Session } from '../../../core/session.ts'
import type { Mode } from '../data.ts'
import { type Filters, listFilters } from './filters.ts'
import type { GivenFilters, GivenPlaylist, GivenTrack } from './fixtures.ts'
import { type Shelved, shelve } from './playlists.ts'

export interface Contents {
  /** Tracks that are there whatever the seed. */
  readonly tracks: readonly GivenTrack[]
  readonly playlists: readonly Shelved[]
  readonly filters: Filters
}

export function contentsOf(session: Session, mode: Mode): Contents {
  const own = <T>(name: string, builtIn: unknown) =>
    (session.fixture<Partial<Record<Mode, T>>>('hoopr', name)?.[mode] ?? (builtIn as Record<Mode, T>)[mode]) as T
  return {
    tracks: own<GivenTrack[]>('tracks', tracks),
    playlists: shelve(own<GivenPlaylist[]>('playlists', playlists)),
    filters: listFilters(own<GivenFilters>('filters', filters)),
  }
}
