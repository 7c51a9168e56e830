/** Finds what a path names, for whoever asks: the sandbox knows the recorded entities only (section 5). */

import { ApiError, assert } from '../../../core/errors.ts'
import type { Context } from '../../../core/provider.ts'
import {
  type Album,
  type Artist,
  albums,
  artistByUuid,
  type Platform,
  platformOf,
  type Song,
  songs,
  type World,
  worldOf,
} from '../data.ts'
import { type Row, type Table, text } from './parameters.ts'

/** A kind of entity that paths name by uuid. A malformed uuid is one that nobody has (decision 24). */
export interface Kind<T> {
  readonly reads: { readonly uuid: Row<string> }
  readonly missing: string
  find(given: { readonly uuid: string }, context: Context): T
  /** The same for a comma list too: several are those of them that exist, however few (assumed). */
  readonly batch: {
    readonly reads: { readonly uuid: Row<readonly string[]> }
    find(given: { readonly uuid: readonly string[] }, context: Context): T | readonly T[]
  }
}

/** So many uuids may stand in a comma list (docs ref/artist, ref/playlist). */
const SEVERAL = 10

export const ARTIST: Kind<Artist> = kind('artist', artistByUuid)
export const SONG: Kind<Song> = kind('song', songs.byUuid)
export const ALBUM: Kind<Album> = kind('album', albums.byUuid)

export function inSandbox({ token }: Context): boolean {
  return token?.mode === 'sandbox'
}

/** The entity, if it was found and the caller's dataset holds it. Throws `code` otherwise. */
export function visible<T extends { readonly sandbox: boolean }>(
  context: Context,
  found: T | undefined,
  code: string,
): T {
  assert(found && (found.sandbox || !inSandbox(context)), code)
  return found
}

/** A platform's code in the path. One that no platform has is refused (decision 25). */
export const PLATFORM = {
  platform: platform({ in: 'path', about: 'the code of a platform, such as spotify' }),
} satisfies Table

/** The same as a filter. */
export const ONE_PLATFORM = {
  platform: platform({ in: 'query', about: 'only those of this platform' }) as Row<Platform | undefined>,
} satisfies Table

/** What a platform calls something. */
export const IDENTIFIER = {
  identifier: text({ in: 'path', about: 'its identifier on the platform, percent-encoded', source: 'docs ref/*' }),
} satisfies Table

export function kind<T extends { readonly sandbox: boolean }>(
  name: string,
  byUuid: (world: World, uuid: string) => T | undefined,
): Kind<T> {
  const [missing, source] = [`${name}_not_found`, `docs ref/${name}; assumed 24`]
  const one = (uuid: string, context: Context) => visible(context, byUuid(worldOf(context.session), uuid), missing)
  return {
    reads: { uuid: text({ in: 'path', about: `the uuid of the ${name}`, source }) },
    missing,
    find: ({ uuid }, context) => one(uuid, context),
    batch: {
      reads: {
        uuid: {
          ...text({ in: 'path', about: `a uuid, or a comma list of at most ${SEVERAL}`, source }),
          refuses: ['invalid_request'],
          read: (text) => {
            const uuids = text!.split(',')
            assert(uuids.length <= SEVERAL, 'invalid_request')
            return uuids
          },
        },
      },
      find: ({ uuid }, context) => {
        if (uuid.length === 1) return one(uuid[0]!, context)
        const found = uuid.flatMap((each) => byUuid(worldOf(context.session), each) ?? [])
        return found.filter(({ sandbox }) => sandbox || !inSandbox(context))
      },
    },
  }
}

function platform(says: { readonly in: 'path' | 'query'; readonly about: string }): Row<Platform> {
  return {
    ...{ schema: { type: 'string' }, refuses: ['invalid_platform'], source: 'docs ref/*; assumed 25', ...says },
    read: (text, { session }) => {
      if (text === undefined) return undefined as never
      const found = platformOf(worldOf(session), text)
      if (!found) throw new ApiError('invalid_platform')
      return found
    },
  }
}
