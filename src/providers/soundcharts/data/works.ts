/** What songs and albums have in common: they belong to an artist, under numbers of their own, and are found by codes. */

import { type Artist, artistAt } from './artists.ts'
import { codeAt, indexOfCode, indexOfUuid } from './codes.ts'
import { remember } from './memo.ts'
import type { Platform } from './platforms.ts'
import type { WorkSample } from './samples.ts'

/** No artist has more songs, or more albums. */
const STRIDE = 400

interface Work {
  readonly uuid: string
}

/** One kind of work. `code` is the field of its own worldwide code, `indexOf` reads the index that such a code holds. */
interface Kind<T extends Work, S extends WorkSample, C extends keyof T & keyof S> {
  readonly kind: 'song' | 'album'
  readonly samples: readonly S[]
  readonly code: C
  readonly indexOf: (code: string) => number | undefined
  readonly invent: (seed: number, index: number, place: Place, sample: S | undefined) => T
}

/** Whose work it is, and which of theirs. */
export interface Place {
  readonly artist: Artist
  readonly n: number
}

/** All works of a kind, each a function of (seed, index); `remember`ed, made when asked for. */
export function shelf<T extends Work, S extends WorkSample, C extends keyof T & keyof S>(of: Kind<T, S, C>) {
  const { kind, samples, code } = of
  const memory = new Map<string, T>()

  const at = (seed: number, index: number): T | undefined => {
    const n = index % STRIDE
    const artist = artistAt(seed, Math.floor(index / STRIDE))
    if (!artist || n >= artist[`${kind}s`]) return undefined
    const sample = samples.find((each) => each.artist === artist.index && each.n === n)
    return remember(memory, 2000, `${seed}/${index}`, () => of.invent(seed, index, { artist, n }, sample))
  }
  const sampled = (fits: (sample: S) => boolean): number | undefined => {
    const sample = samples.find(fits)
    return sample && indexOfWork(sample.artist, sample.n)
  }
  /** Its code on a platform: recorded or invented; undefined where the platform has none. */
  const identifier = (seed: number, index: number, { code: platform, [kind]: shape }: Platform): string | undefined => {
    const sample = samples.find((each) => indexOfWork(each.artist, each.n) === index)
    if (sample?.identifiers[platform] !== undefined) return sample.identifiers[platform]
    return shape === undefined ? undefined : codeAt(seed, `${kind} ${platform}`, shape, index)
  }
  const find = (seed: number, index: number | undefined, fits: (work: T) => boolean): T | undefined => {
    const work = index === undefined ? undefined : at(seed, index)
    return work && fits(work) ? work : undefined
  }

  return {
    at,
    identifier,
    byUuid: (seed: number, uuid: string) =>
      find(
        seed,
        sampled((sample) => sample.uuid === uuid) ?? indexOfUuid(seed, kind, uuid),
        (work) => work.uuid === uuid,
      ),
    byCode: (seed: number, value: string) =>
      find(
        seed,
        sampled((sample) => sample[code] === (value as S[C])) ?? of.indexOf(value),
        (work) => work[code] === (value as T[C]),
      ),
    byIdentifier: (seed: number, platform: Platform, value: string) => {
      const { code: name, [kind]: shape } = platform
      const index =
        sampled(({ identifiers }) => identifiers[name] === value) ??
        (shape === undefined ? undefined : indexOfCode(seed, `${kind} ${name}`, shape, value))
      return index !== undefined && identifier(seed, index, platform) === value ? at(seed, index) : undefined
    },
  }
}

/** Where work `n` of an artist stands among all works of its kind. */
export function indexOfWork(artist: number, n: number): number {
  return artist * STRIDE + n
}

/** Song `n` of an artist is on album `n % albums`, so songs and albums agree about each other. */
export function albumOfSong({ albums }: Artist, n: number): number {
  return n % albums
}

export function tracksOfAlbum({ albums, songs }: Artist, n: number): number {
  return Math.ceil((songs - n) / albums)
}
