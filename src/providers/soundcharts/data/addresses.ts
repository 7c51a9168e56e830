/** What the address of a platform's page leads to. */

import { decode } from '../../../core/routes.ts'
import { type Artist, artistByIdentifier } from './artists.ts'
import { type Platform, platforms } from './platforms.ts'
import { type Playlist, playlistsOn } from './playlists.ts'
import { type Song, songs } from './songs.ts'
import type { World } from './world.ts'

export type Addressed =
  | { readonly type: 'artist'; readonly of: Artist }
  | { readonly type: 'song'; readonly of: Song }
  | { readonly type: 'playlist'; readonly of: Playlist }

/** With or without a query, a fragment and a final slash, as pages are shared. */
export function addressed(world: World, url: string): Addressed | undefined {
  for (const address of new Set([url, url.split(/[?#]/, 1)[0]!.replace(/\/$/, '')]))
    for (const platform of platforms(world)) {
      const found = onPlatform(world, platform, address)
      if (found) return found
    }
  return undefined
}

function onPlatform(world: World, platform: Platform, address: string): Addressed | undefined {
  const { artist, song, playlist } = platform.pages
  const [artistId, songId, playlistId] = [artist, song, playlist].map((page) => identifierIn(page, address))
  const one = artistId === undefined ? undefined : artistByIdentifier(world, platform, artistId)
  if (one) return { type: 'artist', of: one }
  const another = songId === undefined ? undefined : songs.byIdentifier(world, platform, songId)
  if (another) return { type: 'song', of: another }
  const list = playlistsOn(world, platform.code).find(({ identifier }) => identifier === playlistId)
  return list && { type: 'playlist', of: list }
}

/** What stands in an address where the page has `{}`. */
function identifierIn(page: string | undefined, address: string): string | undefined {
  if (page === undefined) return undefined
  const [before, after] = page.split('{}') as [string, string]
  const fits = address.length > before.length + after.length && address.startsWith(before) && address.endsWith(after)
  return fits ? decode(address.slice(before.length, address.length - after.length)) : undefined
}
