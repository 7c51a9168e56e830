/** Radio plays of a song, or of all songs of an artist. Source: docs ref/artist, ref/song get-radio-spins, openapi. */

import type { Context } from '../../../core/provider.ts'
import { type Broadcast, broadcastsOf, type Radio, rememberLast, songs, songsOf, type World, worldOf } from '../data.ts'
import { ARTIST_LIGHT, SONG_LIGHT, SONG_PICTURED } from './entities.ts'
import { about, PAGE } from './envelope.ts'
import { ARTIST, type Kind, SONG } from './lookup.ts'
import { atomAt } from './moments.ts'
import { type Given, list, type Table, text } from './parameters.ts'
import { DATE, inner, own, type Shape, shape, TEXT, WHOLE } from './shapes.ts'
import { versions } from './versions.ts'
import { daysOf, WINDOW } from './window.ts'

/** As lists show a station. */
export const RADIO_LIGHT = shape<Radio>(
  own<Radio>()(TEXT, 'name', 'slug', 'countryCode', 'countryName', 'cityName', 'timeZone'),
)
const BROADCAST = shape<Broadcast>({
  airedAt: [DATE, ({ airedAt }) => atomAt(airedAt)],
  duration: [WHOLE, ({ song }, world) => songs.at(world, song)!.duration],
  radio: inner(RADIO_LIGHT, ({ radio }) => radio),
})

interface Group {
  readonly radio: Radio
  readonly playCount: number
}
const GROUP = shape<Group>({
  ...own<Group>()(WHOLE, 'playCount'),
  radio: inner(
    shape<Radio>(own<Radio>()(TEXT, 'name', 'slug', 'countryCode', 'countryName', 'cityName', 'timeZone', 'imageUrl')),
    ({ radio }) => radio,
  ),
})

const READS = {
  radioSlugs: list({ about: 'only plays of these stations, a comma list of slugs', source: 'docs ref/song; sdk' }),
  countryCode: text({ about: 'only plays of stations of this country', source: 'docs ref/song; sdk' }),
  ...WINDOW,
  ...PAGE,
} satisfies Table

export const broadcastRoutes = [
  ...plays('artist', ARTIST, ARTIST_LIGHT, ARTIST_LIGHT, (world, artist) =>
    songsOf(world, artist, undefined, 'name', 0).map(({ index }) => index),
  ),
  ...plays('song', SONG, SONG_LIGHT, SONG_PICTURED, (_, { index }) => [index]),
]

/** `indexes` are the songs that an entity's plays are plays of. */
function plays<E>(
  name: string,
  { reads, missing, find }: Kind<E>,
  light: Shape<E>,
  pictured: Shape<E>,
  indexes: (world: World, entity: E) => readonly number[],
) {
  const shared = {
    scope: 'radio',
    source: `docs ref/${name}; sdk; openapi`,
    reads: { ...reads, ...READS },
    refuses: [missing],
  } as const
  const found = (given: Given<typeof shared.reads>, context: Context) => {
    const [world, related, { at }] = [worldOf(context.session), find(given, context), context.call]
    const { radioSlugs, countryCode } = given
    const days = daysOf(given, at)
    // An artist may have many thousands: whoever pages through them asks for the same again and again.
    const key = `${name}/${given.uuid}/${days[0]}/${days.length}`
    const all = rememberLast(world.memory, 'broadcasts', key, () =>
      broadcastsOf(world, indexes(world, related), days, Number.POSITIVE_INFINITY),
    )
    const items = all.filter(
      ({ airedAt, radio }) =>
        airedAt <= at &&
        (!radioSlugs || radioSlugs.includes(radio.slug)) &&
        (!countryCode || radio.countryCode === countryCode),
    )
    return { related, items }
  }
  const spins = { ...shared, name: `${name}.broadcasts`, path: `/${name}/:uuid/broadcasts`, find: found }
  const counts = {
    ...shared,
    name: `${name}.broadcast-groups`,
    path: `/${name}/:uuid/broadcast-groups`,
    find: (given: Given<typeof shared.reads>, context: Context) => {
      const { related, items } = found(given, context)
      return { related, items: grouped(items) }
    },
  }
  return [...versions(spins, { v2: about(light, BROADCAST) }), ...versions(counts, { v2: about(pictured, GROUP) })]
}

/** How often each station played them, the most first. */
function grouped(broadcasts: readonly Broadcast[]): Group[] {
  const groups = new Map<Radio, number>()
  for (const { radio } of broadcasts) groups.set(radio, (groups.get(radio) ?? 0) + 1)
  const counted = [...groups].map(([radio, playCount]) => ({ radio, playCount }))
  return counted.sort((a, b) => b.playCount - a.playCount || a.radio.index - b.radio.index)
}
