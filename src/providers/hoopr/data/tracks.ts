/** One track as a pure function of seed, mode and index. Source of its fields: docs/track-object. */

import type { Faker } from '@faker-js/faker'
import { faker as shared } from '@faker-js/faker/locale/en'
import fixture from '../../../../fixtures/hoopr/track.json' with { type: 'json' }
import { DAY, iso } from '../../../core/clock.ts'
import { draw } from '../../../core/random.ts'
import type { Group, Mode } from '../data.ts'
import { filtersOf, slugOf } from './filters.ts'

/** A track. Its URLs depend on who asks and when, so each answer fills its own in. */
export type Track = {
  id: string
  name: string
  slug: string
  type: 'music' | 'sfx'
  bpm: string
  songKey: string[]
  timeSignature: string
  durationSeconds: number
  region: string
  releaseDate: string
  hasVocals: boolean
  isPRO: boolean
  tags: string[]
  artists: { id: string; name: string; role: string; isPrimary: boolean }[]
  filters: { id: string; name: string; slug: string; type: string }[]
  artworkUrl: string
  streamUrl: string
}

/** How many there are. The documented sample answers count 1,280. */
export const TRACK_COUNT = { test: 1280, live: 1536 } as const

/** The newest track's release, that of the documented sample. Each further index is older by one or two days. */
const NEWEST = Date.UTC(2024, 2, 1)

/** Track `index` of a catalogue; the first of the test set is the documented sample. */
export function makeTrack(seed: number, mode: Mode, index: number): Track {
  if (isSample(mode, index)) return { ...(fixture.track as Omit<Track, keyof typeof NO_URLS>), ...NO_URLS }
  const chance = draw(seed, 'hoopr track', mode, index)
  position = Number.parseInt(chance.hex(8), 16)
  const music = faker.number.float() < 0.8
  const name = titleCase(`${faker.word.adjective()} ${music ? faker.word.noun() : faker.helpers.arrayElement(SOUNDS)}`)
  return {
    id: chance.uuid(),
    name,
    slug: `${slugOf(name)}-${numberOf(mode, index)}`,
    type: music ? 'music' : 'sfx',
    bpm: String(faker.number.int({ min: 60, max: 180 })),
    songKey: [`${faker.helpers.arrayElement(NOTES)} ${faker.helpers.arrayElement(['maj', 'min'])}`],
    timeSignature: faker.helpers.arrayElement(['4/4', '4/4', '4/4', '3/4', '6/8']),
    durationSeconds: faker.number.int(music ? { min: 75, max: 320 } : { min: 1, max: 24 }),
    region: faker.helpers.arrayElement(['IN', 'IN', 'IN', 'US', 'GB', 'BR']),
    releaseDate: iso(NEWEST - (index === 0 ? 0 : 2 * index - faker.number.int(1)) * DAY),
    hasVocals: music && faker.number.float() < 0.4,
    isPRO: faker.number.float() < 0.2,
    tags: Array.from({ length: faker.number.int({ min: 2, max: 4 }) }, () => faker.word.adjective()),
    artists: Array.from({ length: faker.number.int({ min: 1, max: 2 }) }, (_, i) => ({
      id: faker.string.hexadecimal({ length: 8, casing: 'lower', prefix: '' }),
      name: `${faker.person.firstName()} ${faker.person.lastName()}`,
      role: 'COMPOSER',
      isPrimary: i === 0,
    })),
    filters: [...carried(mode, 'genre', 1), ...carried(mode, 'mood', 2), ...carried(mode, 'usecase', 1)],
    ...NO_URLS,
  }
}

/** The only index that may have this slug: it stands in the slug, so that no list has to be walked. */
export function indexOfSlug(mode: Mode, slug: string): number {
  const number = /-(\d+)$/.exec(slug)?.[1]
  return number === undefined ? 0 : (Number(number) - numberOf(mode, 0)) / 2
}

/** How often a track was licensed. It needs no track to be made, since top tracks rank them all. */
export function usageOf(seed: number, mode: Mode, index: number): number {
  if (isSample(mode, index)) return fixture.usageCount
  return Math.floor(draw(seed, 'hoopr usage', mode, index).fraction() ** 3 * fixture.usageCount)
}

function isSample(mode: Mode, index: number): boolean {
  return mode === 'test' && index === 0
}

/** Even in test and odd in live, so that no slug is in both. */
function numberOf(mode: Mode, index: number): number {
  return 2 * index + (mode === 'test' ? 0 : 1)
}

function carried(mode: Mode, type: Group, most: number): Track['filters'] {
  const { [type]: group } = filtersOf(mode)
  return faker.helpers
    .arrayElements(group, { min: 1, max: most })
    .map(({ id, name, slug }) => ({ id, name, slug, type }))
}

/** mulberry32: cheap to set, which is what one faker for all tracks needs. `position` is set before each track. */
let position = 0
function next(): number {
  position = (position + 0x6d2b79f5) | 0
  let mixed = Math.imul(position ^ (position >>> 15), position | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** A faker of our own: the shared one, whose class and locale this borrows, belongs to the user's tests. */
const faker = new (shared.constructor as typeof Faker)({
  locale: shared.rawDefinitions,
  randomizer: { next, seed: () => {} },
})

/** Kept as empty fields, since a field that is added to a copy costs ten times one that is set. */
const NO_URLS = { artworkUrl: '', streamUrl: '' }
const NOTES = ['A', 'A#', 'B', 'C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#']
const SOUNDS = ['whoosh', 'riser', 'impact', 'door', 'footsteps', 'rain', 'click', 'crowd', 'engine', 'drone']

function titleCase(words: string): string {
  return words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
}
