/** HoopAI's resource endpoints: one file a resource. */

import type { Route } from '../../core/provider.ts'
import { calendarRoutes } from './api/calendars.ts'
import { contactRoutes } from './api/contacts.ts'
import { conversationRoutes } from './api/conversations.ts'
import { locationRoutes } from './api/locations.ts'
import { messageRoutes } from './api/messages.ts'
import { opportunityRoutes } from './api/opportunities.ts'

export const routes: readonly Route[] = [
  ...contactRoutes,
  ...conversationRoutes,
  ...messageRoutes,
  ...calendarRoutes,
  ...opportunityRoutes,
  ...locationRoutes,
]
