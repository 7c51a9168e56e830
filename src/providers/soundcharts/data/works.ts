/** What songs and albums have in common: they belong to an artist, under numbers of their own, and are found by codes. */

import { type Artist, artistAt } from './artists.ts'
import { codeAt, indexOfCode, indexOfUuid } from './codes.ts'
import { remember } from './memo.ts'
import type { Platform } from './platforms.ts'
import { placed, type WorkSample } from './samples.ts'
import type { World } from './world.ts'

/** No artist has more songs, or more albums. */
const STRIDE = 400
/** Every so many works have a second code. */
const TWICE = 3

interface Work {
  readonly uuid: string
}

/** One kind of work. `code` is the field of its own worldwide code, `indexOf` reads the index that such a code holds. */
interface Kind<T extends Work, S extends WorkSample, C extends keyof T & keyof S> {
  readonly kind: 'song' | 'album'
  readonly samples: (world: World) => readonly S[]
  readonly code: C
  readonly indexOf: (code: string) => number | undefined
  readonly invent: (world: World, index: number, place: Place, sample: S | undefined) => T
}

/** Whose work it is, and which of theirs. */
export interface Place {
  readonly artist: Artist
  readonly n: number
}

/** All works of a kind, each a function of (world, index); `remember`ed, made when asked for. */
export function shelf<T extends Work, S extends WorkSample, C extends keyof T & keyof S>(of: Kind<T, S, C>) {
  const { kind, code } = of

  const samples = (world: World) => placed(world, kind, of.samples(world), indexOfWork)
  const sampled = (world: World, fits: (sample: S) => boolean): number | undefined => {
    for (const [index, sample] of samples(world)) if (fits(sample)) return index
    return undefined
  }
  const at = (world: World, index: number): T | undefined => {
    const n = index % STRIDE
    const artist = artistAt(world, Math.floor(index / STRIDE))
    if (!artist || n >= artist[`${kind}s`]) return undefined
    return remember(world.memory, `${kind}/${index}`, () =>
      of.invent(world, index, { artist, n }, samples(world).get(index)),
    )
  }
  /** Its code on a platform: recorded or invented; undefined where the platform has none. */
  const identifier = (world: World, index: number, { code: platform, [kind]: shape }: Platform): string | undefined =>
    samples(world).get(index)?.identifiers?.[platform] ??
    (shape === undefined ? undefined : codeAt(world.seed, `${kind} ${platform}`, shape, index))
  /** All its codes on a platform, the default one first: where a platform publishes again, every third work has two. */
  const identifiers = (world: World, index: number, platform: Platform): readonly string[] => {
    const [first, shape] = [identifier(world, index, platform), platform[kind]]
    if (first === undefined) return []
    const several = platform.several && shape !== undefined && index % TWICE === 0
    return several ? [first, codeAt(world.seed, again(platform), shape, index)] : [first]
  }
  const again = ({ code }: Platform) => `${kind} ${code} again`
  const find = (world: World, index: number | undefined, fits: (work: T) => boolean): T | undefined => {
    const work = index === undefined ? undefined : at(world, index)
    return work && fits(work) ? work : undefined
  }

  return {
    at,
    identifier,
    identifiers,
    sample: (world: World, index: number): S | undefined => samples(world).get(index),
    byUuid: (world: World, uuid: string) =>
      find(
        world,
        sampled(world, (sample) => sample.uuid === uuid) ?? indexOfUuid(world.seed, kind, uuid),
        (work) => work.uuid === uuid,
      ),
    byCode: (world: World, value: string) =>
      find(
        world,
        sampled(world, (sample) => sample[code] === (value as S[C])) ?? of.indexOf(value),
        (work) => work[code] === (value as T[C]),
      ),
    byIdentifier: (world: World, platform: Platform, value: string) => {
      const { code: name, [kind]: shape } = platform
      const held = (named: string) => (shape === undefined ? undefined : indexOfCode(world.seed, named, shape, value))
      const index = [
        sampled(world, ({ identifiers }) => identifiers?.[name] === value),
        held(`${kind} ${name}`),
        held(again(platform)),
      ].find((index) => index !== undefined && identifiers(world, index, platform).includes(value))
      return index === undefined ? undefined : at(world, index)
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
