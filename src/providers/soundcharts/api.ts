/** Soundcharts' resource endpoints, a file for each kind of thing. */

import type { Route } from '../../core/provider.ts'
import { albumRoutes } from './api/albums.ts'
import { artistRoutes } from './api/artists.ts'
import { referentialRoutes } from './api/referential.ts'
import { seriesRoutes } from './api/series.ts'
import { songRoutes } from './api/songs.ts'
import { teamRoutes } from './api/team.ts'

export const routes: readonly Route[] = [
  ...artistRoutes,
  ...seriesRoutes,
  ...songRoutes,
  ...albumRoutes,
  ...referentialRoutes,
  ...teamRoutes,
]
