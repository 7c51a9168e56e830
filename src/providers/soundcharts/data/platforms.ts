/** The platforms that Soundcharts follows, and what it has of each. */

import builtIn from '../../../../fixtures/soundcharts/platforms.json' with { type: 'json' }
import { remember } from './memo.ts'
import { fileOf, type World } from './world.ts'

/** What an AudiencePlot may hold (docs get-audience). */
export const METRICS = ['likeCount', 'followerCount', 'followingCount', 'postCount', 'viewCount'] as const
export type Metric = (typeof METRICS)[number]

/** Series that only some platforms have. */
export type Followed = 'popularity' | 'retention' | 'local' | 'songs' | 'albums'

export interface Platform {
  readonly name: string
  readonly code: string
  /** Empty where it is no social platform. */
  readonly audience: readonly Metric[]
  /** Whether it has a listening series. */
  readonly streaming: boolean
  /** What else is followed there. */
  readonly has: readonly Followed[]
  /** Whether a song may have several identifiers. */
  readonly several: boolean
  /** What its identifiers look like; absent where it has none of that kind. */
  readonly artist?: string
  readonly song?: string
  readonly album?: string
  /** Addresses of its pages by kind, with `{}` where the identifier stands. */
  readonly pages: Readonly<Partial<Record<'artist' | 'song' | 'album' | 'playlist', string>>>
}

const NONE: Platform = { name: '', code: '', audience: [], streaming: false, has: [], several: false, pages: {} }

/** Where an identifier has its page; empty where none is known. */
export function pageAt({ pages }: Platform, kind: keyof Platform['pages'], identifier: string): string {
  return pages[kind]?.replace('{}', () => identifier) ?? ''
}

export function platforms(world: World): readonly Platform[] {
  return [...byCode(world).values()]
}

export function platformOf(world: World, code: string): Platform | undefined {
  return byCode(world).get(code)
}

function byCode(world: World): ReadonlyMap<string, Platform> {
  return remember(world.memory, 'platforms', () => {
    const listed = fileOf(world, 'platforms', builtIn).platforms as readonly Partial<Platform>[]
    const whole = listed.map((each): Platform => ({ ...NONE, ...each }))
    return new Map(whole.map((platform) => [platform.code, platform]))
  })
}
