/** The platforms that Soundcharts follows, and what it has of each. */

import fixture from '../../../../fixtures/soundcharts/platforms.json' with { type: 'json' }

/** What an AudiencePlot may hold (docs get-audience). */
export const METRICS = ['likeCount', 'followerCount', 'followingCount', 'postCount', 'viewCount'] as const
export type Metric = (typeof METRICS)[number]

export interface Platform {
  readonly name: string
  readonly code: string
  /** Empty where it is no social platform. */
  readonly audience: readonly Metric[]
  /** Whether it has a listening series. */
  readonly streaming: boolean
  /** What its identifiers look like; absent where it has none of that kind. */
  readonly artist?: string
  readonly song?: string
  readonly album?: string
}

export const platforms: readonly Platform[] = (fixture.platforms as readonly Partial<Platform>[]).map((platform) => ({
  name: '',
  code: '',
  audience: [],
  streaming: false,
  ...platform,
}))

const byCode = new Map(platforms.map((platform) => [platform.code, platform]))

export function platformOf(code: string): Platform | undefined {
  return byCode.get(code)
}
