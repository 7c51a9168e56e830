/** What an artist, a song or an album is called on the platforms. Source: docs ref/artist get-ids and its like. */

import { remember } from '../data/memo.ts'
import { type Platform, pageAt, platforms, type World } from '../data.ts'
import { PAGE } from './envelope.ts'
import { ONE_PLATFORM } from './lookup.ts'
import { truth } from './parameters.ts'
import { own, shape, TEXT, TRUTH } from './shapes.ts'

interface Identifier {
  readonly platformName: string
  readonly platformCode: string
  readonly identifier: string
  readonly url: string
  /** Whether it is the first of its platform. */
  readonly default: boolean
  readonly verified: boolean
}

export const IDENTIFIER_ITEM = shape<Identifier>({
  ...own<Identifier>()(TEXT, 'platformName', 'platformCode', 'identifier', 'url'),
  ...own<Identifier>()(TRUTH, 'default', 'verified'),
})

export const IDENTIFIERS = {
  ...ONE_PLATFORM,
  onlyDefault: truth({ about: 'only the default one of each platform', source: 'docs ref/*' }),
  ...PAGE,
}

/** Those of one thing, by platform. `on` says what a platform calls it. */
export function identifiersOf(
  world: World,
  kind: 'artist' | 'song' | 'album',
  uuid: string,
  {
    platform: only,
    onlyDefault,
  }: { readonly platform: Platform | undefined; readonly onlyDefault: boolean | undefined },
  on: (platform: Platform) => readonly string[],
): Identifier[] {
  const all = remember(world.memory, `identifiers/${kind}/${uuid}`, () =>
    platforms(world).flatMap((platform) =>
      on(platform).map((identifier, i) => ({
        platformName: platform.name,
        platformCode: platform.code,
        identifier,
        url: pageAt(platform, kind, identifier),
        default: i === 0,
        verified: i === 0,
      })),
    ),
  )
  return all.filter((each) => (only?.code ?? each.platformCode) === each.platformCode && (!onlyDefault || each.default))
}
