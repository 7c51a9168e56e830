/** Playlists: what they are, who follows them and what is in them. Source: docs ref/playlist, recorded answers. */

import { DAY } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { Context } from '../../../core/provider.ts'
import {
  CRAWLED_AT,
  dayOf,
  type Entry,
  FIRST_DAY,
  followersOf,
  type Playlist,
  playlistsOn,
  songs,
  tracklistOf,
  worldOf,
} from '../data.ts'
import { country, PLAYLIST_PLATFORM } from './codes.ts'
import { type Crawled, crawlDate, crawled, PLAYLIST, PLAYLIST_LIGHT, PLAYLIST_V28 } from './crawled.ts'
import { SONG_LIGHT } from './entities.ts'
import { about, oneOrSeveral, PAGE, single, values } from './envelope.ts'
import { IDENTIFIER, visible } from './lookup.ts'
import { DATETIME } from './moments.ts'
import { plot, VALUE_PLOT } from './plots.ts'
import { DATE, inner, shape, WHOLE } from './shapes.ts'
import { versions } from './versions.ts'
import { daysOf, WINDOW } from './window.ts'

const MISS = 'playlist_not_on_platform'
const METADATA = { scope: 'metadata', refuses: [PLAYLIST.missing] } as const
const TRACKS = { scope: 'playlists', refuses: [PLAYLIST.missing] } as const
/** Their playlists differ from country to country (docs get-playlist-by-platform-id). */
const BY_COUNTRY = ['apple-music', 'amazon']

const TRACK = shape<Entry>({
  position: [WHOLE, ({ position }) => position],
  song: inner(SONG_LIGHT, ({ song }, world) => songs.at(world, song)!),
})
const READ_ON = shape<Crawled>({
  playlist: inner(PLAYLIST_LIGHT, (crawled) => crawled),
  date: [DATE, ({ day }) => crawlDate(day)],
})

export const playlistRoutes = [
  ...versions(
    {
      ...METADATA,
      name: 'playlist.get',
      path: '/playlist/:uuid',
      source: 'docs get-playlist-metadata; observed',
      reads: PLAYLIST.batch.reads,
      find: (given, context): Crawled | Crawled[] => {
        const found = PLAYLIST.batch.find(given, context)
        return several(found) ? found.map((each) => crawled(context, each)) : crawled(context, found)
      },
    },
    { 'v2.8': oneOrSeveral('playlist', PLAYLIST_V28) },
  ),
  ...versions(
    {
      ...METADATA,
      name: 'playlist.get-v2',
      path: '/playlist/:uuid',
      source: 'openapi',
      reads: PLAYLIST.reads,
      find: one,
    },
    { v2: single('playlist', PLAYLIST_LIGHT) },
  ),
  ...versions(
    {
      ...METADATA,
      name: 'playlist.by-platform',
      path: '/playlist/by-platform/:platform/:identifier',
      source: 'docs get-playlist-by-platform-id; sdk',
      reads: {
        ...PLAYLIST_PLATFORM,
        ...IDENTIFIER,
        countryCode: country({
          about: 'a country that has it; required for apple-music and amazon, else not looked at',
          source: 'docs get-playlist-by-platform-id; sdk',
        }),
      },
      refuses: [MISS],
      find: ({ platform, identifier, countryCode }, context) => {
        const countries = BY_COUNTRY.includes(platform)
        assert(countryCode !== undefined || !countries, 'invalid_request')
        const found = playlistsOn(worldOf(context.session), platform).find((each) => each.identifier === identifier)
        const there = !countries || found?.availableCountryCodes.includes(countryCode!)
        return crawled(context, visible(context, there ? found : undefined, MISS))
      },
    },
    { 'v2.8': single('playlist', PLAYLIST_V28), v2: single('playlist', PLAYLIST_LIGHT) },
  ),
  ...versions(
    {
      ...METADATA,
      name: 'playlist.audience',
      path: '/playlist/:uuid/audience',
      scope: 'audience',
      about: 'newest first; days without a value are left out',
      source: 'docs get-audience; observed',
      reads: { ...PLAYLIST.reads, ...WINDOW, ...PAGE },
      find: (given, context) => {
        const related = one(given, context)
        const days = daysOf(given, context.call.at).reverse()
        return { related, items: plot(days, followersOf(worldOf(context.session), related.playlist)) }
      },
    },
    { 'v2.20': about(PLAYLIST_LIGHT, VALUE_PLOT) },
  ),
  ...versions(
    {
      ...TRACKS,
      name: 'playlist.tracks',
      path: '/playlist/:uuid/tracks/latest',
      source: 'docs get-tracklisting-latest; sdk',
      reads: { ...PLAYLIST.reads, ...PAGE },
      find: (given, context) => tracks(context, one(given, context)),
    },
    { 'v2.20': about(READ_ON, TRACK) },
  ),
  ...versions(
    {
      ...TRACKS,
      name: 'playlist.tracks-at',
      path: '/playlist/:uuid/tracks/:datetime',
      about: 'a date that is none of available-tracklistings is not found (assumed)',
      source: 'docs get-tracklisting-for-a-date; sdk',
      reads: { ...PLAYLIST.reads, datetime: DATETIME, ...PAGE },
      find: (given, context) => {
        const { playlist, day: last } = one(given, context)
        const day = dayOf(given.datetime)
        const read = given.datetime === day * DAY + CRAWLED_AT && day >= FIRST_DAY && day <= last
        assert(read, PLAYLIST.missing)
        return tracks(context, { playlist, day })
      },
    },
    { 'v2.20': about(READ_ON, TRACK) },
  ),
  ...versions(
    {
      ...TRACKS,
      name: 'playlist.tracks-dates',
      path: '/playlist/:uuid/available-tracklistings',
      about: 'newest first',
      source: 'docs get-tracklisting-dates; sdk',
      reads: { ...PLAYLIST.reads, ...WINDOW, ...PAGE },
      find: (given, context) => {
        const { day: last } = one(given, context)
        const days = daysOf(given, context.call.at).filter((day) => day <= last)
        return { related: undefined, items: days.reverse().map(crawlDate) }
      },
    },
    { 'v2.20': values(undefined, DATE) },
  ),
]

function one(given: { readonly uuid: string }, context: Context): Crawled {
  return crawled(context, PLAYLIST.find(given, context))
}

function several(found: Playlist | readonly Playlist[]): found is readonly Playlist[] {
  return Array.isArray(found)
}

function tracks({ session }: Context, related: Crawled) {
  return { related, items: tracklistOf(worldOf(session), related.playlist, related.day) }
}
