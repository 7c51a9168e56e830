/** Albums, each a function of (world, index). */

import { draw } from '../../../core/random.ts'
import type { Artist } from './artists.ts'
import { imageUrl, uuidAt } from './codes.ts'
import { slugOf } from './names.ts'
import { type AlbumSample, albumSamples, type Label } from './samples.ts'
import { words } from './words.ts'
import { type Place, shelf, tracksOfAlbum } from './works.ts'
import type { World } from './world.ts'

export interface Album {
  readonly index: number
  readonly uuid: string
  readonly name: string
  readonly slug: string
  readonly creditName: string
  readonly artists: readonly Artist[]
  readonly upc: string
  /** Null where it is unknown (observed). */
  readonly releaseDate: string | null
  /** When its songs came out, known or not. */
  readonly released: string
  readonly labels: Label[]
  readonly totalTracks: number
  readonly copyright: string
  readonly imageUrl: string
  readonly distributor: string
  readonly type: string
  /** Whether the public sandbox has it. */
  readonly sandbox: boolean
}

export const albums = shelf<Album, AlbumSample, 'upc'>({
  kind: 'album',
  samples: albumSamples,
  code: 'upc',
  indexOf: (upc) => (/^\d{13}$/.test(upc) ? Number(upc.slice(6, 12)) : undefined),
  invent,
})

function invent(world: World, index: number, { artist, n }: Place, sample?: AlbumSample): Album {
  const d = (what: string) => draw(world.seed, 'soundcharts album', what, index)
  const uuid = sample?.uuid ?? uuidAt(world.seed, 'album', index)
  const totalTracks = tracksOfAlbum(artist, n)
  const label = d('label').pick(words(world).labels)
  const year = d('year').integer(2012, 2024)
  const name = sample?.name ?? `${d('adjective').pick(words(world).adjectives)} ${d('noun').pick(words(world).nouns)}`
  const released =
    sample?.releaseDate ?? `${year}-0${d('month').integer(1, 9)}-${d('day').integer(10, 28)}T00:00:00+00:00`
  return {
    uuid,
    name,
    slug: `${slugOf(name)}-${index}`,
    creditName: artist.name,
    upc: upcAt(d('company').integer(10000, 99999), index),
    releaseDate: d('undated').fraction() < 0.03 ? null : released,
    released,
    labels: [label],
    copyright: `${year} ${label.name}`,
    imageUrl: imageUrl('album', d('image').hex(3), uuid),
    distributor: d('distributor').pick(words(world).distributors),
    type: totalTracks < 3 ? 'single' : d('compil').fraction() < 0.1 ? 'compil' : 'album',
    sandbox: false,
    ...sample,
    index,
    artists: [artist],
    totalTracks,
  }
}

/** A 13-digit code: a drawn company, the index, and the check digit of EAN-13. */
function upcAt(company: number, index: number): string {
  const digits = `0${company}${String(index).padStart(6, '0')}`
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0)
  return digits + ((10 - (sum % 10)) % 10)
}
