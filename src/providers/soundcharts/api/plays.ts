/** Series of songs and albums: plays, newest first, and popularity. Source: docs ref/song, ref/album, observed. */

import { assert } from '../../../core/errors.ts'
import {
  albumPlaysOf,
  albums,
  type Day,
  playsOf,
  type Series,
  sharesOf,
  songPopularityOf,
  songs,
  worldOf,
} from '../data.ts'
import { ALBUM_LIGHT, SONG_LIGHT } from './entities.ts'
import { about, PAGE } from './envelope.ts'
import { ALBUM, PLATFORM, SONG } from './lookup.ts'
import { text } from './parameters.ts'
import { IDENTIFIED_PLOT, type IdentifiedPlot, plot, VALUE_PLOT } from './plots.ts'
import { versions } from './versions.ts'
import { daysOf, WINDOW } from './window.ts'

const MISS = 'not_streaming'
const AUDIENCE = {
  ...PLATFORM,
  ...WINDOW,
  identifier: text({ about: 'only what was counted under this identifier', source: 'docs ref/song' }),
  ...PAGE,
}

export const playRoutes = [
  ...versions(
    {
      name: 'song.audience',
      path: '/song/:uuid/audience/:platform',
      scope: 'audience',
      source: 'docs ref/song; observed',
      reads: { ...SONG.reads, ...AUDIENCE },
      refuses: [SONG.missing, MISS],
      find: (given, context) => {
        const [world, related, { platform }] = [worldOf(context.session), SONG.find(given, context), given]
        assert(platform.has.includes('songs'), MISS)
        const series = playsOf(world, related, platform)
        const identifiers = songs.identifiers(world, related.index, platform)
        return { related, items: totals(daysOf(given, context.call.at), series, identifiers, given.identifier) }
      },
    },
    { v2: about(SONG_LIGHT, IDENTIFIED_PLOT) },
  ),
  ...versions(
    {
      name: 'song.popularity',
      path: '/song/:uuid/popularity/:platform',
      scope: 'audience',
      source: 'docs ref/song; sdk',
      reads: { ...SONG.reads, ...PLATFORM, ...WINDOW, ...PAGE },
      refuses: [SONG.missing, MISS],
      find: (given, context) => {
        const [world, related, { platform }] = [worldOf(context.session), SONG.find(given, context), given]
        assert(platform.has.includes('popularity'), MISS)
        const days = daysOf(given, context.call.at).reverse()
        return { related, items: plot(days, songPopularityOf(world, related, platform)) }
      },
    },
    { v2: about(SONG_LIGHT, VALUE_PLOT) },
  ),
  ...versions(
    {
      name: 'album.audience',
      path: '/album/:uuid/audience/:platform',
      scope: 'audience',
      source: 'docs ref/album; sdk',
      reads: { ...ALBUM.reads, ...AUDIENCE },
      refuses: [ALBUM.missing, MISS],
      find: (given, context) => {
        const [world, related, { platform }] = [worldOf(context.session), ALBUM.find(given, context), given]
        assert(platform.has.includes('albums'), MISS)
        const series = albumPlaysOf(world, related, platform)
        const identifiers = albums.identifiers(world, related.index, platform)
        return { related, items: totals(daysOf(given, context.call.at), series, identifiers, given.identifier) }
      },
    },
    { v2: about(ALBUM_LIGHT, IDENTIFIED_PLOT) },
  ),
]

/** Newest first. A day on which the identifier asked for was not counted is left out. */
function totals(days: Day[], series: Series, identifiers: readonly string[], only?: string): IdentifiedPlot[] {
  return plot(days.reverse(), series).flatMap(({ day, value }) => {
    const plots = sharesOf(value, identifiers).filter(({ identifier }) => only === undefined || identifier === only)
    return plots.length > 0 ? [{ day, plots }] : []
  })
}
