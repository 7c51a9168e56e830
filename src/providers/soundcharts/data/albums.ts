/** Albums, each a function of (seed, index). */

import words from '../../../../fixtures/soundcharts/words.json' with { type: 'json' }
import { draw } from '../../../core/random.ts'
import type { Artist } from './artists.ts'
import { imageUrl, uuidAt } from './codes.ts'
import { type AlbumSample, albumSamples, type Label } from './samples.ts'
import { type Place, shelf, tracksOfAlbum } from './works.ts'

export interface Album {
  readonly index: number
  readonly uuid: string
  readonly name: string
  readonly creditName: string
  readonly artists: readonly Artist[]
  readonly upc: string
  readonly releaseDate: string
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

function invent(seed: number, index: number, { artist, n }: Place, sample?: AlbumSample): Album {
  const d = (what: string) => draw(seed, 'soundcharts album', what, index)
  const uuid = sample?.uuid ?? uuidAt(seed, 'album', index)
  const totalTracks = tracksOfAlbum(artist, n)
  const label = d('label').pick(words.labels)
  const year = d('year').integer(2012, 2024)
  return {
    uuid,
    name: `${d('adjective').pick(words.adjectives)} ${d('noun').pick(words.nouns)}`,
    creditName: artist.name,
    upc: upcAt(d('company').integer(10000, 99999), index),
    releaseDate: `${year}-0${d('month').integer(1, 9)}-${d('day').integer(10, 28)}T00:00:00+00:00`,
    labels: [label],
    copyright: `${year} ${label.name}`,
    imageUrl: imageUrl('album', d('image').hex(3), uuid),
    distributor: d('distributor').pick(words.distributors),
    type: totalTracks > 2 ? 'album' : 'single',
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
