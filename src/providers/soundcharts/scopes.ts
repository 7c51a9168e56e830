/**
 * What a plan may include. Soundcharts has no OAuth scopes; the plan of the team that a credential acts for decides which
 * endpoints answer (docs ref/*, 403), so a plan's parts take the place of scopes. Their division is assumed.
 */

export const scopes = {
  metadata: 'artists, songs, albums and playlists: what they are, and what they are called elsewhere',
  audience: 'follower, streaming and popularity series, current stats',
  search: 'search by name or address',
  referential: 'lists of platforms, genres and other codes',
  playlists: 'playlists: what they hold, who is on them',
  charts: 'charts and ranks in them',
  tiktok: 'rankings of TikTok sounds',
  radio: 'radio stations and what they air',
  events: 'concerts and festivals',
  top: 'rankings of everything by a metric',
  links: 'adding missing links',
  library: "a library of one's own",
} as const

/** One part of a plan. */
export type Feature = keyof typeof scopes
