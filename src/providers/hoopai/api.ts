/** HoopAI's endpoints: one file a resource, and the grants. */

import type { Route } from '../../core/provider.ts'
import { calendarRoutes } from './api/calendars.ts'
import { companyRoutes } from './api/companies.ts'
import { contactListRoutes } from './api/contact-lists.ts'
import { contactTagRoutes } from './api/contact-tags.ts'
import { contactRoutes } from './api/contacts.ts'
import { conversationRoutes } from './api/conversations.ts'
import { locationRoutes } from './api/locations.ts'
import { messageRoutes } from './api/messages.ts'
import { noteRoutes } from './api/notes.ts'
import { opportunityRoutes } from './api/opportunities.ts'
import { taskRoutes } from './api/tasks.ts'
import { userRoutes } from './api/users.ts'
import { oauthRoutes } from './oauth.ts'

export const routes: readonly Route[] = [
  ...oauthRoutes,
  ...contactListRoutes,
  ...contactRoutes,
  ...contactTagRoutes,
  ...noteRoutes,
  ...taskRoutes,
  ...conversationRoutes,
  ...messageRoutes,
  ...calendarRoutes,
  ...opportunityRoutes,
  ...locationRoutes,
  ...userRoutes,
  ...companyRoutes,
]
