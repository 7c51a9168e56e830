/** Every route of the admin API, in the order of its documentation. */

import { causeRoutes } from './causes.ts'
import { clockRoutes } from './clock.ts'
import { fidelityRoutes } from './fidelity.ts'
import { reportRoutes } from './report.ts'
import { requestRoutes } from './requests.ts'
import type { AdminRoute } from './route.ts'
import { scenarioRoutes } from './scenario.ts'
import { sessionRoutes } from './sessions.ts'
import { snapshotRoutes } from './snapshot.ts'
import { tokenRoutes } from './tokens.ts'
import { webhookRoutes } from './webhooks.ts'

export const adminRoutes: readonly AdminRoute[] = [
  ...sessionRoutes,
  ...clockRoutes,
  ...scenarioRoutes,
  ...requestRoutes,
  ...tokenRoutes,
  ...causeRoutes,
  ...webhookRoutes,
  ...snapshotRoutes,
  ...reportRoutes,
  ...fidelityRoutes,
]
