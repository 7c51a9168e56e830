/** Playlists as bodies show them (section 11.3 of the fact sheet): as they were when they were last read. */

import { DAY } from '../../../core/clock.ts'
import type { Context } from '../../../core/provider.ts'
import {
  CRAWLED_AT,
  type Day,
  lastCrawl,
  latestFollowers,
  type Owner,
  PLAYLIST_TYPES,
  type Playlist,
  playlistByUuid,
} from '../data.ts'
import { inSandbox, kind } from './lookup.ts'
import { atomAt } from './moments.ts'
import { DATE, inner, listOf, type Members, own, shape, TEXT, UUID, WHOLE } from './shapes.ts'

/** A playlist on the day when it was last read. */
export interface Crawled {
  readonly playlist: Playlist
  readonly day: Day
}

export const PLAYLIST = kind('playlist', playlistByUuid)

export const OWNER = shape<Owner>(own<Owner>()(TEXT, 'name', 'identifier'))

const head: Members<Crawled> = {
  uuid: [UUID, ({ playlist }) => playlist.uuid],
  name: [TEXT, ({ playlist }) => playlist.name],
  identifier: [TEXT, ({ playlist }) => playlist.identifier],
  platform: [TEXT, ({ playlist }) => playlist.platform],
  countryCode: [TEXT, ({ playlist }) => playlist.countryCode],
}
const latest: Members<Crawled> = {
  latestCrawlDate: [DATE, ({ day }) => crawlDate(day)],
  latestTrackCount: [WHOLE, ({ playlist }) => playlist.tracks],
  latestSubscriberCount: [WHOLE, ({ playlist, day }, world) => latestFollowers(world, playlist, day)],
  type: [TEXT, ({ playlist }) => PLAYLIST_TYPES[playlist.type]],
}

/** As lists and other entities show a playlist; v2 shows no more of it (section 9). */
export const PLAYLIST_LIGHT = shape<Crawled>({ ...head, ...latest })
export const PLAYLIST_V28 = shape<Crawled>({
  ...head,
  owner: inner(OWNER, ({ playlist }) => playlist.owner),
  ...latest,
  refreshed: [TEXT, ({ playlist }) => playlist.refreshed],
  availableCountryCodes: [listOf(TEXT), ({ playlist }) => [...playlist.availableCountryCodes]],
  appUrl: [TEXT, ({ playlist }) => playlistUrl(playlist)],
  imageUrl: [TEXT, ({ playlist }) => playlist.imageUrl],
})

export function crawlDate(day: Day): string {
  return atomAt(day * DAY + CRAWLED_AT)
}

/** Where Soundcharts' own application shows a playlist (observed). */
export function playlistUrl({ uuid }: Playlist): string {
  return `https://app.soundcharts.com/app/playlist/${uuid}`
}

export function crawled({ call }: Context, playlist: Playlist): Crawled {
  return { playlist, day: lastCrawl(call.at) }
}

/** The same of several, as far as the caller's dataset holds them. */
export function crawledOf(context: Context, playlists: readonly Playlist[]): Crawled[] {
  return playlists.filter(({ sandbox }) => sandbox || !inSandbox(context)).map((playlist) => crawled(context, playlist))
}
