/**
 * What a plan may include. Soundcharts has no OAuth scopes; the plan of the team that a credential acts for decides which
 * endpoints answer (docs ref/*, 403), so a plan's parts take the place of scopes. Their division is assumed.
 */

export const scopes = {
  metadata: 'artists, songs and albums by uuid, ISRC, UPC or platform id',
  audience: 'follower and streaming series',
  search: 'search by name',
  referential: 'lists of platforms',
} as const

/** One part of a plan. */
export type Feature = keyof typeof scopes
