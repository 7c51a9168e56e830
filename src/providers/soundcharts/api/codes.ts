/** Codes that only some routes know: of platforms with playlists or charts, of countries. */

import { ApiError, assert } from '../../../core/errors.ts'
import { chartPlatforms, platformOf, playlistPlatforms, type World, worldOf } from '../data.ts'
import { type Row, type Table, text } from './parameters.ts'

export const PLAYLIST_PLATFORM = {
  platform: platformWith('playlists', playlistPlatforms, 'invalid_platform', 'docs ref/playlist; assumed 25'),
} satisfies Table
/** What lists the curators of a platform says 404 for a wrong one. */
export const CURATED_PLATFORM = {
  platform: platformWith('playlists', playlistPlatforms, 'platform_not_found', 'docs ref/playlist'),
} satisfies Table

/** The platform of charts that rank one kind, as ranks name it. */
export const CHARTED_PLATFORM = {
  song: { platform: charted('song', 'invalid_platform') },
  album: { platform: charted('album', 'invalid_platform') },
} as const
/** The same as chart lists name it. */
export const CHART_PLATFORM = {
  song: { platform: charted('song', 'platform_not_found') },
  album: { platform: charted('album', 'platform_not_found') },
} as const

/** Two capital letters. */
export function country(says: { readonly about: string; readonly source: string; readonly in?: 'path' | 'query' }) {
  return {
    ...text(says),
    schema: { type: 'string', pattern: '^[A-Z]{2}$' },
    refuses: ['invalid_request'],
    read: (text: string | undefined) => {
      assert(text === undefined || /^[A-Z]{2}$/.test(text), 'invalid_request')
      return text
    },
  } satisfies Row<string | undefined>
}

function charted(kind: 'song' | 'album', unknown: string): Row<string> {
  const codes = (world: World) => chartPlatforms(world, kind).map(({ code }) => code)
  return platformWith(`${kind} charts`, codes, unknown, 'docs ref/charts; assumed 25')
}

/** A platform's code in the path. One that has nothing of this is not found; what nobody knows is refused with `unknown`. */
function platformWith(what: string, codes: (world: World) => readonly string[], unknown: string, source: string) {
  return {
    ...text({ in: 'path', about: `the code of a platform that has ${what}, such as spotify`, source }),
    refuses: [...new Set([unknown, 'platform_not_found'])],
    read: (text: string | undefined, { session }) => {
      const world = worldOf(session)
      if (codes(world).includes(text!)) return text!
      const known = platformOf(world, text!) ?? chartPlatforms(world, 'song').find(({ code }) => code === text)
      throw new ApiError(known ? 'platform_not_found' : unknown)
    },
  } satisfies Row<string>
}
