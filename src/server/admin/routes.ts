/** Every route of the admin API, in the order of its documentation. */

import { clockRoutes } from './clock.ts'
import { requestRoutes } from './requests.ts'
import type { AdminRoute } from './route.ts'
import { scenarioRoutes } from './scenario.ts'
import { sessionRoutes } from './sessions.ts'
import { tokenRoutes } from './tokens.ts'

export const adminRoutes: readonly AdminRoute[] = [
  ...sessionRoutes,
  ...clockRoutes,
  ...scenarioRoutes,
  ...requestRoutes,
  ...tokenRoutes,
]
