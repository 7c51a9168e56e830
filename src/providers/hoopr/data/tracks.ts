/** One track as a pure function of seed, mode, index and what is given. Source of its fields: docs/track-object. */

import type { Faker } from '@faker-js/faker'
import { faker as shared } from '@faker-js/faker/locale/en'
import { DAY, type Instant, iso } from '../../../core/clock.ts'
import { draw } from '../../../core/random.ts'
import type { Group, Mode } from '../data.ts'
import type { Contents } from './contents.ts'
import { type Filters, slugOf } from './filters.ts'
import type { GivenTrack } from './fixtures.ts'

/** A track with every field. Its URLs depend on who asks and when, so each answer fills its own in. */
export type Track = { [K in keyof Omit<GivenTrack, 'usageCount'>]-?: Exclude<GivenTrack[K], undefined> }

/** How many a mode holds, unless more are given. The documented sample answers count 1,280. */
export const TRACK_COUNT = { test: 1280, live: 1536 } as const

/** The documented sample's release, which is the newest. Each further track is older by one to three days. */
const NEWEST = Date.UTC(2024, 2, 1)
/** One less than the documented sample's, which leads its list. */
const MOST_USED = 4820

/** Track `index` of a mode: one that is given, with what it leaves out invented, or an invented one. */
export function makeTrack({ tracks, filters }: Contents, seed: number, mode: Mode, index: number): Track {
  const made = invent(filters, seed, mode, index)
  const given = tracks[index]
  if (!given) return made
  const { usageCount: _, ...own } = given
  return { ...made, ...own, ...NO_URLS } as Track
}

function invent(filters: Filters, seed: number, mode: Mode, index: number): Track {
  const chance = draw(seed, 'hoopr track', mode, index)
  position = Number.parseInt(chance.hex(8), 16)
  const music = faker.number.float() < 0.8
  const sound = () => (music ? faker.word.noun() : faker.helpers.arrayElement(SOUNDS))
  const name = nameIn(mode, () => titleCase(`${faker.word.adjective()} ${sound()}`))
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
    releaseDate: iso(releasedAt(index)),
    hasVocals: music && faker.number.float() < 0.4,
    isPRO: faker.number.float() < 0.2,
    tags: Array.from({ length: faker.number.int({ min: 2, max: 4 }) }, () => faker.word.adjective()),
    artists: Array.from({ length: faker.number.int({ min: 1, max: 2 }) }, (_, i) => ({
      id: faker.string.hexadecimal({ length: 8, casing: 'lower', prefix: '' }),
      name: nameIn(mode, () => `${faker.person.firstName()} ${faker.person.lastName()}`),
      role: 'COMPOSER',
      isPrimary: i === 0,
    })),
    filters: [...carried(filters, 'genre', 1), ...carried(filters, 'mood', 2), ...carried(filters, 'usecase', 1)],
    ...NO_URLS,
  }
}

/** When a track came out. It needs no track to be made, since lists go by it. */
export function releasedAt(index: number, given?: GivenTrack): Instant {
  return given?.releaseDate === undefined ? NEWEST - (2 * index + (index % 2)) * DAY : Date.parse(given.releaseDate)
}

/** The only index at which an invented track may have this slug: it stands in the slug, so that no list is walked. */
export function indexOfSlug(mode: Mode, slug: string): number {
  const number = /-(\d+)$/.exec(slug)?.[1]
  return number === undefined ? -1 : (Number(number) - numberOf(mode, 0)) / 2
}

/** How often a track was licensed. It needs no track to be made, since top tracks rank them all. */
export function usageOf(seed: number, mode: Mode, index: number, given?: GivenTrack): number {
  return given?.usageCount ?? Math.floor(draw(seed, 'hoopr usage', mode, index).fraction() ** 3 * MOST_USED)
}

/** Even in test and odd in live, so that no slug is in both. */
function numberOf(mode: Mode, index: number): number {
  return 2 * index + (mode === 'test' ? 0 : 1)
}

/** For the same reason a name has an even number of letters in test, as the documented ones have, and an odd one in live. */
function nameIn(mode: Mode, make: () => string): string {
  for (;;) {
    const name = make()
    if (name.length % 2 === numberOf(mode, 0)) return name
  }
}

function carried(filters: Filters, type: Group, most: number): Track['filters'] {
  return faker.helpers
    .arrayElements(filters[type], { min: 1, max: most })
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
