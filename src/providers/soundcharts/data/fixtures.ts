/** The shapes of `fixtures/soundcharts/*.json`, which a user may lay files over. What a file leaves out is built in or invented. */

import * as v from 'valibot'
import { fixture } from '../../../core/fixture.ts'
import { METRICS } from './platforms.ts'
import { PLAYLIST_TYPES } from './playlists.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const whole = v.pipe(v.number(), v.integer(), v.minValue(0, 'a whole number from 0'))
const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a uuid in lower case'))
const slug = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*$/u, 'a slug such as "billie-eilish"'))
const country = v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/, 'a code such as "US", or an empty text'))
const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/, 'an instant such as "2019-03-29T00:00:00+00:00"'),
)
/** Numbers by day. */
const days = v.record(v.pipe(v.string(), v.isoDate('a date such as "2024-01-12"')), whole)
/** By the code of a platform. */
const identifiers = v.record(text, text)
const genre = v.strictObject({ root: text, sub: v.array(text) })
const label = v.strictObject({ name: text, type: v.string() })
const maybe = v.optional

const artist = v.strictObject({
  uuid,
  name: text,
  slug: maybe(slug),
  imageUrl: maybe(v.string()),
  countryCode: maybe(country),
  webUrl: maybe(v.string()),
  genres: maybe(v.array(genre)),
  biography: maybe(v.string()),
  isni: maybe(v.string()),
  ipi: maybe(v.string()),
  gender: maybe(v.string()),
  type: maybe(v.string()),
  birthDate: maybe(v.nullable(instant)),
  careerStage: maybe(v.string()),
  growthLevel: maybe(v.string()),
  cityName: maybe(v.string()),
  songs: maybe(v.pipe(whole, v.maxValue(400, 'at most 400'))),
  albums: maybe(v.pipe(whole, v.minValue(1, 'at least 1'), v.maxValue(400, 'at most 400'))),
  size: maybe(v.pipe(v.number(), v.minValue(0, 'from 0 to 1'), v.maxValue(1, 'from 0 to 1'))),
  sandbox: maybe(v.boolean()),
  identifiers: maybe(identifiers),
  series: maybe(
    v.record(v.pipe(v.string(), v.regex(/^[\w-]+\/\w+$/, 'a platform and a metric such as "spotify/listening"')), days),
  ),
})

const work = {
  artist: uuid,
  uuid,
  name: text,
  creditName: maybe(v.string()),
  releaseDate: maybe(instant),
  labels: maybe(v.array(label)),
  copyright: maybe(v.string()),
  imageUrl: maybe(v.string()),
  distributor: maybe(v.string()),
  identifiers: maybe(identifiers),
  sandbox: maybe(v.boolean()),
}
const song = v.strictObject({
  ...work,
  isrc: maybe(v.pipe(v.string(), v.regex(/^[A-Z]{2}[0-9A-Z]{3}\d{7}$/, 'an ISRC such as "USUM71900764"'))),
  label: maybe(v.string()),
  genres: maybe(v.array(genre)),
  iswcs: maybe(v.array(text)),
  composers: maybe(v.array(text)),
  producers: maybe(v.array(text)),
  duration: maybe(whole),
  explicit: maybe(v.boolean()),
  languageCode: maybe(v.string()),
})
const album = v.strictObject({
  ...work,
  upc: maybe(v.pipe(v.string(), v.regex(/^\d{12,14}$/, 'a UPC of 12 to 14 digits'))),
  type: maybe(v.picklist(['album', 'single', 'compil', ''])),
})

/** What identifiers look like: one of so many digits leads to one record only if it can hold 20 bits. */
const shape = v.pipe(
  v.string(),
  v.check((text) => {
    const [, base, length] = /^(?:.+\+)?(\d+)x(\d+)$/.exec(text) ?? []
    const bits = Number(length) * Math.log2(Number(base))
    return /^name[+_]?$/.test(text) || (Number(base) <= 64 && bits >= 20)
  }, 'name, name+, name_ or a code such as "62x22", of 20 bits at least'),
)
const page = v.optional(v.pipe(v.string(), v.includes('{}', 'an address with {} for the identifier')))
const platform = v.strictObject({
  name: text,
  code: text,
  audience: maybe(v.array(v.picklist(METRICS))),
  streaming: maybe(v.boolean()),
  has: maybe(v.array(v.picklist(['popularity', 'retention', 'local', 'songs', 'albums']))),
  several: maybe(v.boolean()),
  artist: maybe(shape),
  song: maybe(shape),
  album: maybe(shape),
  pages: maybe(v.strictObject({ artist: page, song: page, album: page, playlist: page })),
})

const owner = v.strictObject({ name: text, identifier: text })
const playlist = v.strictObject({
  uuid,
  name: text,
  identifier: text,
  platform: text,
  countryCode: maybe(country),
  availableCountryCodes: maybe(v.array(country)),
  owner: maybe(owner),
  type: maybe(v.picklist(Object.keys(PLAYLIST_TYPES) as (keyof typeof PLAYLIST_TYPES)[])),
  refreshed: maybe(v.string()),
  imageUrl: maybe(v.string()),
  tracks: maybe(v.pipe(whole, v.minValue(1, 'at least 1'), v.maxValue(1000, 'at most 1000'))),
  audience: maybe(days),
  songs: maybe(v.array(uuid)),
  sandbox: maybe(v.boolean()),
})
const playlistPlatform = v.strictObject({
  count: whole,
  identifier: maybe(shape),
  subscribers: maybe(v.boolean()),
  owner: maybe(owner),
})

const family = {
  name: text,
  kind: v.picklist(['song', 'album']),
  platform: text,
  type: text,
  frequency: v.picklist(['daily', 'weekly']),
  maxResultsCount: v.pipe(whole, v.minValue(1, 'at least 1'), v.maxValue(400, 'at most 400')),
  metric: maybe(v.strictObject({ type: text, description: v.string() })),
  level: maybe(whole),
}
const chart = v.strictObject({
  ...family,
  type: maybe(text),
  frequency: maybe(family.frequency),
  maxResultsCount: maybe(family.maxResultsCount),
  slug,
  countryCode: maybe(country),
  countryName: maybe(v.string()),
  cityName: maybe(v.string()),
  webUrl: maybe(v.string()),
  songs: maybe(v.array(uuid)),
  sandbox: maybe(v.boolean()),
})

const radio = v.strictObject({
  slug,
  name: text,
  countryCode: maybe(country),
  countryName: maybe(v.string()),
  cityName: maybe(v.string()),
  timeZone: maybe(text),
  reach: maybe(whole),
  genres: maybe(v.array(text)),
  imageUrl: maybe(v.string()),
  firstAiredAt: maybe(instant),
  identifiers: maybe(identifiers),
  sandbox: maybe(v.boolean()),
})

const place = v.strictObject({ countryCode: country, countryName: text, region: v.string(), cityName: text })
const ATTRIBUTES = [
  ...['themes', 'moods', 'culturalReferencePeople', 'culturalReferenceNonPeople', 'brands', 'narrativeStyle'],
  'locations',
]

export const fixtures = {
  artists: fixture('recorded artists; invented ones follow', 'observed; docs ref/artist', {
    artists: many('artists', artist, ['uuid']),
  }),
  songs: fixture('recorded songs, by the uuid of their artist', 'observed; docs ref/song', {
    songs: many('songs', song, ['uuid']),
  }),
  albums: fixture('recorded albums, by the uuid of their artist', 'observed; docs ref/album', {
    albums: many('albums', album, ['uuid']),
  }),
  playlists: fixture('recorded playlists, and the platforms that have some', 'observed; docs ref/playlist', {
    playlists: maybe(many('playlists', playlist, ['uuid'])),
    platforms: maybe(v.record(text, playlistPlatform)),
  }),
  charts: fixture('charts, and families of charts that each country has', 'docs ref/charts; observed', {
    charts: maybe(many('charts', chart, ['slug'])),
    families: maybe(v.array(v.strictObject({ ...family, countries: maybe(v.boolean()) }))),
    platforms: maybe(v.record(text, text)),
  }),
  radios: fixture('radio stations, and the time zones of cities', 'observed; docs ref/radio', {
    radios: maybe(many('radios', radio, ['slug'])),
    timeZones: maybe(v.record(text, text)),
  }),
  sandbox: fixture('terms that the sandbox searches for, and codes that answer 410', 'observed; docs ref/song', {
    terms: maybe(v.array(v.pipe(text, v.regex(/^[^A-Z]*$/, 'a term in lower case')))),
    withdrawn: maybe(v.strictObject({ isrcs: v.array(text), identifiers })),
  }),
  platforms: fixture('all platforms, and what is followed there', 'observed; docs ref/referential', {
    platforms: v.pipe(many('platforms', platform, ['code']), v.minLength(1, 'at least one platform')),
  }),
  lyrics: fixture('words of the lyrics analysis, by attribute', 'docs ref/song; assumed', {
    attributes: v.strictObject(Object.fromEntries(ATTRIBUTES.map((name) => [name, some(text, 1)]))),
  }),
  key: fixture('the key that signs access tokens; it protects nothing', 'assumed', {
    k: v.pipe(v.string(), v.minLength(32, 'at least 32 characters')),
  }),
  words: fixture('what invented things are called and where they are from', 'assumed', {
    adjectives: maybe(some(text, 16)),
    nouns: maybe(some(text, 30)),
    people: maybe(some(text, 1)),
    genres: maybe(some(genre, 1)),
    labels: maybe(some(label, 1)),
    distributors: maybe(some(text, 1)),
    places: maybe(some(place, 1)),
  }),
}

function some<T extends v.GenericSchema>(schema: T, least: number) {
  return v.pipe(v.array(schema), v.minLength(least, `at least ${least}`))
}

function many<T extends v.GenericSchema>(what: string, schema: T, own: readonly (keyof v.InferOutput<T>)[]) {
  const differs = (list: v.InferOutput<T>[]) =>
    own.every((key) => new Set(list.map((each) => each[key])).size === list.length)
  return v.pipe(v.array(schema), v.check(differs, `${what} that differ in ${own.join(' and ')}`))
}
