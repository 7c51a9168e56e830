/** Soundcharts' endpoints: a file for each kind of thing, and the token service. */

import type { Route } from '../../core/provider.ts'
import { albumRoutes } from './api/albums.ts'
import { artistRoutes } from './api/artists.ts'
import { broadcastRoutes } from './api/broadcasts.ts'
import { chartRoutes } from './api/charts.ts'
import { curatorRoutes } from './api/curators.ts'
import { entryRoutes } from './api/entries.ts'
import { eventRoutes } from './api/events.ts'
import { finderRoutes } from './api/finders.ts'
import { libraryRoutes } from './api/library.ts'
import { linkRoutes } from './api/links.ts'
import { lyricsRoutes } from './api/lyrics.ts'
import { playlistRoutes } from './api/playlists.ts'
import { playRoutes } from './api/plays.ts'
import { radioRoutes } from './api/radio.ts'
import { rankRoutes } from './api/ranks.ts'
import { reachRoutes } from './api/reach.ts'
import { referentialRoutes } from './api/referential.ts'
import { seriesRoutes } from './api/series.ts'
import { songRoutes } from './api/songs.ts'
import { statsRoutes } from './api/stats.ts'
import { teamRoutes } from './api/team.ts'
import { topRoutes } from './api/top.ts'
import { oauthRoutes } from './oauth/token.ts'

export const routes: readonly Route[] = [
  ...oauthRoutes,
  ...artistRoutes,
  ...statsRoutes,
  ...seriesRoutes,
  ...broadcastRoutes,
  ...eventRoutes,
  ...linkRoutes,
  ...songRoutes,
  ...playRoutes,
  ...lyricsRoutes,
  ...reachRoutes,
  ...albumRoutes,
  ...playlistRoutes,
  ...curatorRoutes,
  ...entryRoutes,
  ...chartRoutes,
  ...rankRoutes,
  ...radioRoutes,
  ...finderRoutes,
  ...topRoutes,
  ...libraryRoutes,
  ...referentialRoutes,
  ...teamRoutes,
]
