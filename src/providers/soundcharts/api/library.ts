/** A team's library. Source: docs ref/my-library, openapi, sdk; what is ignored is assumed. */

import { assert } from '../../../core/errors.ts'
import { type Json, type JsonObject, jsonObject } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import type { Awaitable } from '../../../core/state.ts'
import {
  type Artist,
  addToLibrary,
  artistByIdentifier,
  type Changed,
  type LibraryKind,
  type Listed,
  libraryOf,
  platformOf,
  removeFromLibrary,
  type Song,
  songs,
  teamOf,
  type World,
  worldOf,
} from '../data.ts'
import { ARTIST_LIGHT, SONG_LIGHT } from './entities.ts'
import { collection, PAGE, plain } from './envelope.ts'
import type { Row } from './parameters.ts'
import { inner, own, type Shape, shape, TEXT, WHOLE } from './shapes.ts'
import { versions } from './versions.ts'

type Find<T> = (world: World, listed: Listed) => T | undefined

const SOURCE = 'docs ref/my-library; openapi; sdk'

interface Report extends Changed {
  readonly sent: number
  readonly ignored: number
}
const REPORT = plain(
  'how many identifiers were sent, and what became of them',
  shape<Report>({
    sent: [WHOLE, ({ sent }) => sent],
    updated: [WHOLE, ({ updated }) => updated],
    duplicate: [WHOLE, ({ rest }) => rest],
    ignored: [WHOLE, ({ ignored }) => ignored],
  }),
)

/** The member `identifiers` of the body. */
const IDENTIFIERS: Row<readonly Listed[]> = {
  in: 'body',
  required: true,
  about: 'what platforms call the artists or songs',
  source: SOURCE,
  refuses: ['invalid_request'],
  schema: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: ['identifier', 'platformCode'],
      properties: { identifier: TEXT, platformCode: TEXT },
    },
  },
  read: (_, { call }) => {
    const sent = jsonObject(call)?.identifiers
    assert(Array.isArray(sent) && sent.length > 0, 'invalid_request')
    return sent.map((each) => {
      const { identifier, platformCode } = objectOr(each)
      assert(typeof identifier === 'string' && typeof platformCode === 'string', 'invalid_request')
      return { platformCode, identifier }
    })
  },
}

export const libraryRoutes: readonly Route[] = [
  ...library('artist', ARTIST_LIGHT, on(artistByIdentifier)),
  ...library('song', SONG_LIGHT, on(songs.byIdentifier)),
]

function library<T extends Artist | Song>(kind: LibraryKind, light: Shape<T>, find: Find<T>): Route[] {
  const shared = { path: `/library/${kind}`, scope: 'library', source: SOURCE } as const
  const item = shape<Listed>({
    ...own<Listed>()(TEXT, 'platformCode', 'identifier'),
    [kind]: inner(light, (listed, world) => find(world, listed)!),
  })
  /** What leads to nothing is ignored; the rest is one change. */
  const change =
    (step: typeof addToLibrary) =>
    async ({ identifiers }: { readonly identifiers: readonly Listed[] }, context: Context): Promise<Report> => {
      const { session } = context
      const known = identifiers.filter((each) => find(worldOf(session), each))
      const changed = await step(session, teamOf(context)!.teamId, kind, known)
      return { ...changed, sent: identifiers.length, ignored: identifiers.length - known.length }
    }
  return [
    ...versions(
      {
        ...{ ...shared, name: `library.${kind}s`, reads: PAGE },
        find: (_, context): Awaitable<readonly Listed[]> => libraryOf(context.session, teamOf(context)!.teamId, kind),
      },
      { v2: collection(item) },
    ),
    ...versions(
      {
        ...{ ...shared, name: `library.add-${kind}s`, writes: true, reads: { identifiers: IDENTIFIERS } },
        ...{
          about: 'what is there already is a duplicate; what no catalogue knows is ignored',
          find: change(addToLibrary),
        },
      },
      { v2: REPORT },
    ),
    ...versions(
      {
        ...{
          ...shared,
          name: `library.remove-${kind}s`,
          writes: true,
          method: 'DELETE',
          reads: { identifiers: IDENTIFIERS },
        },
        ...{ about: 'what is not there is a duplicate', find: change(removeFromLibrary) },
      },
      { v2: REPORT },
    ),
  ]
}

function on<T>(
  byIdentifier: (
    world: World,
    platform: NonNullable<ReturnType<typeof platformOf>>,
    identifier: string,
  ) => T | undefined,
): Find<T> {
  return (world, { platformCode, identifier }) => {
    const platform = platformOf(world, platformCode)
    return platform && byIdentifier(world, platform, identifier)
  }
}

function objectOr(value: Json): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
