/** Lists of codes: platforms, countries, genres, labels, words. Source: docs ref/referential. */

import type { Json } from '../../../core/http.ts'
import {
  allArtists,
  allRadios,
  chartPlatforms,
  type Genre,
  LYRIC_ATTRIBUTES,
  lyricWords,
  platformOf,
  platforms,
  playlistPlatforms,
  type World,
  words,
  worldOf,
} from '../data.ts'
import { collection, type Form, type Found, PAGE, values } from './envelope.ts'
import { ordered } from './lists.ts'
import { choice, required, text } from './parameters.ts'
import { listOf, own, shape, TEXT } from './shapes.ts'
import { versions } from './versions.ts'

interface Named {
  readonly name: string
  readonly code: string
}

const SHARED = { scope: 'referential', source: 'docs ref/referential; sdk' } as const
const NAMED = shape<Named>(own<Named>()(TEXT, 'name', 'code'))
const GENRE = shape<Genre>({
  root: [TEXT, ({ root }) => root],
  sub: [listOf(TEXT), ({ sub }) => sub],
})
/** Lists whose schema no page tells are plain texts (assumed). */
const TEXTS: Form<Found<Json, undefined>> = values(undefined, TEXT)

export const referentialRoutes = [
  ...codes('platforms', '/referential/platforms', platforms),
  ...codes('platforms-social', '/referential/platforms/social', (world) =>
    platforms(world).filter(({ audience }) => audience.length > 0),
  ),
  ...codes('platforms-streaming', '/referential/platforms/streaming', (world) =>
    platforms(world).filter(({ streaming }) => streaming),
  ),
  ...codes('song-charts', '/chart/song/platforms', (world) => chartPlatforms(world, 'song')),
  ...codes('album-charts', '/chart/album/platforms', (world) => chartPlatforms(world, 'album')),
  ...codes('playlists', '/playlist/platforms', (world) =>
    playlistPlatforms(world).map((code) => ({ name: platformOf(world, code)?.name ?? code, code })),
  ),
  ...codes('radio-countries', '/radio/countries', countriesOf),
  ...genres('artist-genres', '/artist/genres'),
  ...genres('song-genres', '/referential/song/genres'),
  ...texts('label-types', '/referential/label-types', (world) => words(world).labels.map(({ type }) => type)),
  ...texts('distributors', '/referential/distributors', (world) => words(world).distributors),
  ...versions(
    {
      ...{ ...SHARED, name: 'referential.lyrics-attributes', path: '/referential/lyrics-attributes' },
      reads: {
        attribute: required(
          choice(LYRIC_ATTRIBUTES, { about: 'which attribute', source: 'docs ref/referential; sdk' }),
        ),
        term: text({ about: 'only what holds this', source: 'sdk' }),
        ...PAGE,
      },
      find: ({ attribute, term = '' }, { session }) => {
        const known: readonly string[] = lyricWords(worldOf(session))[attribute]
        const items = known.filter((word) => word.toLowerCase().includes(term.toLowerCase()))
        return { related: undefined, items }
      },
    },
    { v2: TEXTS },
  ),
]

function codes(name: string, path: string, of: (world: World) => readonly Named[]) {
  return versions(
    { ...SHARED, name: `referential.${name}`, path, reads: PAGE, find: (_, { session }) => of(worldOf(session)) },
    { v2: collection(NAMED) },
  )
}

function texts(name: string, path: string, of: (world: World) => readonly string[]) {
  return versions(
    {
      ...{ ...SHARED, name: `referential.${name}`, path, reads: PAGE },
      find: (_, { session }) => ({ related: undefined, items: [...new Set(of(worldOf(session)))].sort() }),
    },
    { v2: TEXTS },
  )
}

/** Roots with what belongs to them. */
function genres(name: string, path: string) {
  return versions(
    {
      ...{ ...SHARED, name: `referential.${name}`, path },
      reads: {
        genre: text({ about: 'only this root; all by default', source: 'docs get-artist-genres; sdk' }),
        sortOrder: choice(['asc', 'desc'], {
          fallback: 'asc',
          about: 'in which direction',
          source: 'docs get-artist-genres; assumed (default)',
        }),
        ...PAGE,
      },
      find: ({ genre = 'all', sortOrder }, { session }) =>
        ordered(genresOf(worldOf(session)), sortOrder).filter(({ root }) => genre === 'all' || root === genre),
    },
    { v2: collection(GENRE) },
  )
}

/** All genres that the catalogue can have. */
function genresOf(world: World): Genre[] {
  const known = new Map<string, Set<string>>()
  for (const { root, sub } of [...words(world).genres, ...allArtists(world).flatMap((artist) => artist.genres)])
    known.set(root, new Set([...(known.get(root) ?? []), ...sub]))
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([root, sub]) => ({ root, sub: [...sub] }))
}

/** Countries with at least one station. */
function countriesOf(world: World): Named[] {
  const countries = new Map(allRadios(world).map(({ countryCode, countryName }) => [countryCode, countryName]))
  return [...countries].map(([code, name]) => ({ name, code })).sort((a, b) => (a.name < b.name ? -1 : 1))
}
