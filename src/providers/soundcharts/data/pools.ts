/** What charts, playlists and radios choose from: every song, or every album, under a number of its own. */

import { albums } from './albums.ts'
import { type Artist, allArtists } from './artists.ts'
import { remember } from './memo.ts'
import { featuresOf, songs } from './songs.ts'
import { indexOfWork } from './works.ts'
import type { World } from './world.ts'

export type PoolKind = 'song' | 'album'

export interface Pool {
  /** Indexes of the works: the recorded ones first. */
  readonly members: readonly number[]
  /** How many of them are recorded. */
  readonly recorded: number
  /** The number of a work. */
  readonly numbers: ReadonlyMap<number, number>
}

const SHELVES = { song: songs, album: albums }

export function poolOf(world: World, kind: PoolKind): Pool {
  return remember(world.memory, `pool/${kind}`, () => {
    const all = allArtists(world).flatMap((artist) => ownIndexes(kind, artist))
    const isRecorded = (index: number) => SHELVES[kind].sample(world, index) !== undefined
    const recorded = all.filter(isRecorded)
    const members = [...recorded, ...all.filter((index) => !isRecorded(index))]
    return { members, recorded: recorded.length, numbers: new Map(members.map((index, number) => [index, number])) }
  })
}

/** The indexes of an artist's works, and of the songs that it is a guest on. */
export function indexesOf(world: World, kind: PoolKind, artist: Artist): number[] {
  return [...ownIndexes(kind, artist), ...(kind === 'song' ? featuresOf(world, artist) : [])]
}

function ownIndexes(kind: PoolKind, artist: Artist): number[] {
  return Array.from({ length: artist[`${kind}s`] }, (_, n) => indexOfWork(artist.index, n))
}
