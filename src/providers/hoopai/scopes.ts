/** What each HoopAI scope opens and which kind of token may use it. Source: seed 002 and 004, docs hl/oauth/Scopes, openapi. */

export const scopes = {
  'contacts.readonly': 'read contacts; POST /contacts/search',
  'contacts.write': 'create, update, delete contacts',
  'conversations.readonly': 'read conversations and messages',
  'conversations.write': 'create conversations, send messages',
  'conversations/message.readonly': 'read messages',
  'conversations/message.write': 'send messages',
  'conversations/livechat.write': 'live chat typing',
  'calendars.readonly': 'read calendars and appointments',
  'calendars.write': 'create and manage calendars and appointments',
  'calendars/events.readonly': 'read events and appointments',
  'calendars/events.write': 'create and manage appointments',
  'calendars/groups.readonly': 'read calendar groups',
  'calendars/groups.write': 'create calendar groups',
  'opportunities.readonly': 'read pipelines and opportunities; POST /opportunities/search',
  'opportunities.write': 'manage opportunities',
  'locations.readonly': 'GET /locations/{id}; GET /locations/search (agency)',
  'locations/tags.readonly': 'read the tags of a location',
  'locations/customFields.readonly': 'read the custom fields of a location',
  'users.readonly': 'read users',
  'companies.readonly': 'GET /companies/{id} (agency)',
  'oauth.readonly': 'GET /oauth/installedLocations (agency)',
  'oauth.write': 'POST /oauth/locationToken (agency)',
} as const

export type Scope = keyof typeof scopes
export type UserType = 'Location' | 'Company'

/** Whose tokens a scope is for; sub-accounts' where nothing is said. */
const KINDS: Readonly<Record<string, readonly UserType[]>> = {
  'locations.readonly': ['Location', 'Company'],
  'users.readonly': ['Location', 'Company'],
  'companies.readonly': ['Company'],
  'oauth.readonly': ['Company'],
  'oauth.write': ['Company'],
}

export function kindsFor(scope: string): readonly UserType[] {
  return KINDS[scope] ?? ['Location']
}

/**
 * Whether the granted scopes open a route's. The seeds' coarse scopes open HighLevel's finer ones (`conversations.write`
 * opens `conversations/message.write`), unless `strict` (U15). A `.write` never includes its `.readonly` (assumed).
 */
export function opens(granted: readonly string[], scope: string, strict: boolean): boolean {
  if (granted.includes(scope)) return true
  const coarse = scope.replace(/\/\w+/, '')
  return !strict && /^(conversations|calendars)\//.test(scope) && granted.includes(coarse)
}
