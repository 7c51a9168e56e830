/** Radio stations, and what they air: a station plays its lineup of songs round and round, so any play can be told at once. */

import builtIn from '../../../../fixtures/soundcharts/radios.json' with { type: 'json' }
import { DAY, type Instant, MINUTE, SECOND } from '../../../core/clock.ts'
import { draw } from '../../../core/random.ts'
import { imageUrl, uuidAt } from './codes.ts'
import { type Lineup, lineup } from './lineups.ts'
import { remember } from './memo.ts'
import { type Day, dayOf, FIRST_DAY, mix } from './series.ts'
import { songs } from './songs.ts'
import { places, words } from './words.ts'
import { fileOf, type World } from './world.ts'

export interface Radio {
  readonly index: number
  readonly slug: string
  readonly name: string
  readonly countryCode: string
  readonly countryName: string
  readonly cityName: string
  /** A name of the IANA time zone database. */
  readonly timeZone: string
  /** How many listen. */
  readonly reach: number
  readonly genres: readonly string[]
  readonly imageUrl: string
  readonly firstAiredAt: string
  /** Its codes, by platform. */
  readonly identifiers: Readonly<Record<string, string>>
  /** Whether the public sandbox has it. */
  readonly sandbox: boolean
}

/** One play. */
export interface Broadcast {
  readonly airedAt: Instant
  readonly radio: Radio
  /** Index of the song. */
  readonly song: number
}

type Sample = Partial<Omit<Radio, 'index'>> & Pick<Radio, 'slug' | 'name'>

/** How many there are at least. */
const RADIOS = 60
/** A song begins every so often, which makes 240 plays a day. */
const EVERY = 6 * MINUTE
const PLAYS = DAY / EVERY
/** In the lineup of a station: each is played 4 times a day. */
const SONGS = 60
/** How many days a song stays in a lineup. */
const STAY = 45
/** From one play to the next the lineup goes on by so many slots: it has no factor in common with SONGS. */
const STEP = 17

export function allRadios(world: World): readonly Radio[] {
  return remember(world.memory, 'radios', () => {
    const samples = fileOf(world, 'radios', builtIn).radios as readonly Sample[]
    return Array.from({ length: Math.max(RADIOS, samples.length) }, (_, index) => invent(world, index, samples[index]))
  })
}

export function radioBySlug(world: World, slug: string): Radio | undefined {
  return allRadios(world).find((radio) => radio.slug === slug)
}

/** What a station aired from one day to another, both included and not after `until`, newest first. */
export function feedOf(world: World, radio: Radio, days: readonly Day[], until: Instant): Feed {
  const list = lineupOf(world, radio)
  const first = (days[0] ?? 0) * PLAYS
  const last = Math.min(((days.at(-1) ?? -1) + 1) * PLAYS, Math.floor((until - startOf(radio)) / EVERY) + 1)
  const length = Math.max(0, last - first)
  const at = (place: number): Broadcast => {
    const play = last - 1 - place
    const day = Math.floor(play / PLAYS)
    const { index: song } = list.holder((play * STEP) % SONGS, day - FIRST_DAY)
    return { airedAt: play * EVERY + startOf(radio), radio, song }
  }
  return { length, at }
}

/** A list that is too long to be made whole. */
export interface Feed {
  readonly length: number
  at(place: number): Broadcast
}

/** When the stations aired these songs (by index) on these days, not after `until`: newest first. */
export function broadcastsOf(
  world: World,
  indexes: readonly number[],
  days: readonly Day[],
  until: Instant,
): Broadcast[] {
  if (days.length === 0) return []
  const [from, to] = [days[0]! - FIRST_DAY, days.at(-1)! - FIRST_DAY]
  const found: Broadcast[] = []
  for (const radio of allRadios(world))
    for (const song of indexes)
      for (const { slot, since, until: end } of lineupOf(world, radio).stays(song, from, to))
        for (let turn = Math.max(since, from); turn <= Math.min(end, to); turn++) {
          for (const play of playsOf(slot, turn + FIRST_DAY)) {
            const airedAt = play * EVERY + startOf(radio)
            if (airedAt <= until) found.push({ airedAt, radio, song })
          }
        }
  return found.sort((a, b) => b.airedAt - a.airedAt || a.radio.index - b.radio.index)
}

/** How often a station airs a song on a day on which it is in its lineup. */
export const PLAYS_A_DAY = PLAYS / SONGS

/** The plays of a slot on a day, counted from 1970. */
function playsOf(slot: number, day: Day): number[] {
  const first = day * PLAYS
  for (let play = first; ; play++)
    if ((play * STEP) % SONGS === slot) return Array.from({ length: PLAYS_A_DAY }, (_, i) => play + i * SONGS)
}

/** Stations do not begin their songs at the same second. */
function startOf({ index }: Radio): number {
  return (mix(index, SONGS) % 300) * SECOND
}

function lineupOf(world: World, { slug }: Radio): Lineup {
  return remember(world.memory, `radio/${slug}`, () =>
    lineup(world, {
      name: `radio ${slug}`,
      kind: 'song',
      slots: SONGS,
      stay: STAY,
      resident: (index) => residence(world, index),
    }),
  )
}

/** Recorded songs are played everywhere from their release on. */
function residence(world: World, index: number): number {
  return dayOf(Date.parse(songs.at(world, index)!.releaseDate)) + 1 - FIRST_DAY
}

function invent(world: World, index: number, sample?: Sample): Radio {
  const d = (what: string) => draw(world.seed, 'soundcharts radio', what, index)
  const { nouns, genres } = words(world)
  const place = d('place').pick(places(world))
  const name = sample?.name ?? `${nouns[index % nouns.length]} ${index < nouns.length ? 'Radio' : 'FM'}`
  const slug = sample?.slug ?? name.toLowerCase().replaceAll(' ', '-')
  const zones: Readonly<Record<string, string>> = fileOf(world, 'radios', builtIn).timeZones
  return {
    slug,
    name,
    countryCode: place.countryCode,
    countryName: place.countryName,
    cityName: place.cityName,
    timeZone: zones[place.cityName] ?? 'UTC',
    reach: Math.round(10 ** (4 + 3 * d('reach').fraction())),
    genres: [d('genre').pick(genres).root],
    imageUrl: imageUrl('radio', d('image').hex(3), uuidAt(world.seed, 'radio', index)),
    firstAiredAt: `20${d('year').integer(16, 18)}-0${d('month').integer(1, 9)}-${d('day').integer(10, 28)}T00:00:00+00:00`,
    identifiers: Object.fromEntries(
      ['facebook', 'instagram', 'twitter'].map((code) => [code, slug.replaceAll('-', '')]),
    ),
    sandbox: false,
    ...sample,
    index,
  }
}
