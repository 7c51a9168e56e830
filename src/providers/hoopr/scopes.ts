/** What each Hoopr scope opens. Source: seed, docs/api/*. None implies another. */

export const scopes = {
  'catalog:read': 'tracks, playlists and filters',
  search: 'POST /v1/search',
  'analytics:read': 'GET /v1/tracks-top',
} as const
