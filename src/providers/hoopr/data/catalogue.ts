/**
 * What one mode of Hoopr holds: a function of seed and mode, so it is no state and sessions of one seed share it. Tracks
 * are made when they are first read. Loading this module loads faker and the fixtures, so it is imported late.
 */

import { draw } from '../../../core/random.ts'
import type { Group, Mode } from '../data.ts'
import { type Filter, filtersOf } from './filters.ts'
import { playlistsOf, type Shelved } from './playlists.ts'
import { indexOfSlug, makeTrack, TRACK_COUNT, type Track, usageOf } from './tracks.ts'

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

/** Catalogues kept at once; what is dropped can be made again. */
const KEPT = 8
const known = new Map<string, Catalogue>()

/** The catalogue of a seed and mode. */
export function catalogueOf(seed: number, mode: Mode): Catalogue {
  const key = `${mode}/${seed}`
  let catalogue = known.get(key)
  if (!catalogue) {
    if (known.size >= KEPT) known.delete(known.keys().next().value!)
    known.set(key, (catalogue = new Catalogue(seed, mode)))
  }
  return catalogue
}

export class Catalogue {
  /** Every track's index, newest release first: tracks are numbered in that order. */
  readonly all: readonly number[]
  readonly playlists: readonly Shelved[]
  readonly filters: Readonly<Record<Group, readonly Filter[]>>
  readonly #seed: number
  readonly #mode: Mode
  readonly #tracks: (Track | undefined)[]
  readonly #usage = new Map<number, number>()
  #top: readonly number[] | undefined

  constructor(seed: number, mode: Mode) {
    this.#seed = seed
    this.#mode = mode
    this.#tracks = new Array(TRACK_COUNT[mode])
    this.all = Array.from({ length: TRACK_COUNT[mode] }, (_, index) => index)
    this.playlists = playlistsOf(mode)
    this.filters = filtersOf(mode)
  }

  track(index: number): Track {
    return (this.#tracks[index] ??= makeTrack(this.#seed, this.#mode, index))
  }

  bySlug(slug: string): Track | undefined {
    const index = indexOfSlug(this.#mode, slug)
    const track = index in this.all ? this.track(index) : undefined
    return track?.slug === slug ? track : undefined
  }

  /** The indexes of the tracks that a filter lets through, newest first. */
  matching({ text, type, hasVocals, filterIds = [], filterSlugs = [] }: TrackFilter): readonly number[] {
    if (!text && type === undefined && hasVocals === undefined && filterIds.length + filterSlugs.length === 0)
      return this.all
    const part = text?.toLowerCase() ?? ''
    return this.all.filter((index) => {
      const track = this.track(index)
      return (
        (type === undefined || track.type === type) &&
        (hasVocals === undefined || track.hasVocals === hasVocals) &&
        track.name.toLowerCase().includes(part) &&
        filterIds.every((id) => track.filters.some((filter) => filter.id === id)) &&
        filterSlugs.every((slug) => track.filters.some((filter) => filter.slug === slug))
      )
    })
  }

  /** How often a track was licensed. */
  usage(index: number): number {
    let usage = this.#usage.get(index)
    if (usage === undefined) this.#usage.set(index, (usage = usageOf(this.#seed, this.#mode, index)))
    return usage
  }

  /** Every track's index, most licensed first. */
  top(): readonly number[] {
    return (this.#top ??= this.all.toSorted((a, b) => this.usage(b) - this.usage(a)))
  }

  /** The indexes of a playlist's tracks, in its order. Top 50 holds the most licensed ones, as its name says. */
  tracksOf({ playlist, trackCount }: Shelved): readonly number[] {
    if (playlist.slug === 'top-50') return this.top().slice(0, trackCount)
    const { length } = this.all
    const chance = draw(this.#seed, 'hoopr playlist', this.#mode, playlist.id)
    const start = chance.integer(0, length - 1)
    // No step divides a catalogue's size, so no track comes twice.
    const step = chance.pick([7, 11, 13, 17, 19, 23])
    return Array.from({ length: trackCount }, (_, i) => (start + i * step) % length)
  }
}
