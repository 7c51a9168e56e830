/**
 * What one mode of Hoopr holds: a function of seed and mode, so it is no state and sessions of one seed share it. Tracks
 * are made when they are first read. Loading this module loads faker and the fixtures, so it is imported late.
 */

import { draw } from '../../../core/random.ts'
import type { Session } from '../../../core/session.ts'
import type { Mode } from '../data.ts'
import { type Contents, contentsOf } from './contents.ts'
import type { Shelved } from './playlists.ts'
import { indexOfSlug, makeTrack, releasedAt, TRACK_COUNT, type Track, usageOf } from './tracks.ts'

export type { Shelved, Track }

/** What a list of tracks may be narrowed by; a field left out narrows nothing, several must all hold. */
export interface TrackFilter {
  /** A part of the name, in any case. */
  readonly text?: string | undefined
  readonly type?: string | undefined
  readonly hasVocals?: boolean | undefined
  readonly filterIds?: readonly string[] | undefined
  readonly filterSlugs?: readonly string[] | undefined
}

/** Catalogues kept at once, and lists of each; what is dropped can be made again. */
const KEPT = 8
/** By the files that were laid over the built-in ones, which an emulator's sessions share. */
const known = new WeakMap<object, Map<string, Catalogue>>()
const NO_FILES = {}

/** The catalogue of a session's seed and fixtures in one mode. */
export function catalogueOf(session: Session, mode: Mode): Catalogue {
  const files = session.options.fixtures?.hoopr ?? NO_FILES
  const kept = known.get(files) ?? new Map<string, Catalogue>()
  known.set(files, kept)
  const key = `${mode}/${session.seed}`
  let catalogue = kept.get(key)
  if (!catalogue) {
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
    kept.set(key, (catalogue = new Catalogue(session.seed, mode, contentsOf(session, mode))))
  }
  return catalogue
}

export class Catalogue {
  /** Every track's index, newest release first, then by id (assumed U17). */
  readonly all: readonly number[]
  readonly playlists: Contents['playlists']
  readonly filters: Contents['filters']
  readonly #contents: Contents
  readonly #seed: number
  readonly #mode: Mode
  readonly #tracks: (Track | undefined)[]
  readonly #given: ReadonlyMap<string, number>
  readonly #usage = new Map<number, number>()
  /** The pages of a list ask for the same again and again. */
  readonly #matches = new Map<string, readonly number[]>()
  #top: readonly number[] | undefined

  constructor(seed: number, mode: Mode, contents: Contents) {
    const { tracks, playlists, filters } = contents
    this.#contents = contents
    this.#seed = seed
    this.#mode = mode
    this.playlists = playlists
    this.filters = filters
    this.#given = new Map(tracks.map(({ slug }, index) => [slug, index]))
    this.#tracks = new Array(Math.max(TRACK_COUNT[mode], tracks.length))
    const released = Array.from(this.#tracks, (_, index) => releasedAt(index, tracks[index]))
    this.all = [...released.keys()].sort(
      (a, b) => released[b]! - released[a]! || (this.track(a).id < this.track(b).id ? -1 : 1),
    )
  }

  track(index: number): Track {
    return (this.#tracks[index] ??= makeTrack(this.#contents, this.#seed, this.#mode, index))
  }

  bySlug(slug: string): Track | undefined {
    const index = this.#indexOf(slug)
    return index === undefined ? undefined : this.track(index)
  }

  #indexOf(slug: string): number | undefined {
    const index = this.#given.get(slug) ?? indexOfSlug(this.#mode, slug)
    return index in this.all && this.track(index).slug === slug ? index : undefined
  }

  /** The indexes of the tracks that a filter lets through, newest first. */
  matching({ text, type, hasVocals, filterIds = [], filterSlugs = [] }: TrackFilter): readonly number[] {
    if (!text && type === undefined && hasVocals === undefined && filterIds.length + filterSlugs.length === 0)
      return this.all
    const part = text?.toLowerCase() ?? ''
    const key = JSON.stringify([part, type, hasVocals, filterIds, filterSlugs])
    let found = this.#matches.get(key)
    if (!found) {
      found = this.all.filter((index) => {
        const track = this.track(index)
        return (
          (type === undefined || track.type === type) &&
          (hasVocals === undefined || track.hasVocals === hasVocals) &&
          track.name.toLowerCase().includes(part) &&
          filterIds.every((id) => track.filters.some((filter) => filter.id === id)) &&
          filterSlugs.every((slug) => track.filters.some((filter) => filter.slug === slug))
        )
      })
      if (this.#matches.size >= KEPT) this.#matches.clear()
      this.#matches.set(key, found)
    }
    return found
  }

  /** How often a track was licensed. */
  usage(index: number): number {
    let usage = this.#usage.get(index)
    if (usage === undefined)
      this.#usage.set(index, (usage = usageOf(this.#seed, this.#mode, index, this.#contents.tracks[index])))
    return usage
  }

  /** Every track's index, most licensed first. */
  top(): readonly number[] {
    return (this.#top ??= this.all.toSorted((a, b) => this.usage(b) - this.usage(a)))
  }

  /** The indexes of a playlist's tracks, in its order. */
  tracksOf({ playlist, tracks }: Shelved): readonly number[] {
    if (typeof tracks === 'number') {
      const { length } = this.all
      const chance = draw(this.#seed, 'hoopr playlist', this.#mode, playlist.id)
      const start = chance.integer(0, length - 1)
      // A step that does not divide the catalogue's size, so no track comes twice.
      const step = chance.pick([7, 11, 13, 17, 19, 23].filter((each) => length % each !== 0))
      return Array.from({ length: Math.min(tracks, length) }, (_, i) => (start + i * step) % length)
    }
    if ('top' in tracks) return this.top().slice(0, tracks.top)
    return tracks.flatMap((slug) => this.#indexOf(slug) ?? [])
  }
}
