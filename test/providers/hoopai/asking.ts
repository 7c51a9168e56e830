/** Calls that a walk makes: right ones, of what is known, by the parameters that a route says it reads. */

import type { Json, JsonObject } from '../../../src/core/http.ts'
import type { Route } from '../../../src/core/provider.ts'
import { kindsFor } from '../../../src/providers/hoopai/scopes.ts'
import { fitting } from './chance.ts'
import type { Ground } from './ground.ts'
import type { Kind, Seen } from './known.ts'

export interface Ask {
  /** What the path's parameters are. */
  readonly params: Record<string, string>
  readonly query: Record<string, Json>
  readonly body: Record<string, Json>
  /** In place of the body. */
  raw?: string
  oversize?: 'headers' | 'body'
  version: string | undefined
  token: string | undefined
}

const NAMED: Readonly<Record<string, Kind>> = {
  contactId: 'contacts',
  taskId: 'tasks',
  conversationId: 'conversations',
  messageId: 'messages',
  calendarId: 'calendars',
  eventId: 'appointments',
  userId: 'users',
}

/** The kind of record that a path's parameter names, where it is one. */
export function kindNamed(route: Route, name: string): Kind | undefined {
  return name === 'id' ? (resourceOf(route) as Kind) : NAMED[name]
}

/** A call that should succeed; undefined while there is nothing that its path could name. */
export async function right(route: Route, ground: Ground): Promise<Ask | undefined> {
  const { chance, settings } = ground
  const params: Record<string, string> = {}
  let named: Seen | undefined
  for (const [, name] of [...route.path.matchAll(/:(\w+)/g)].reverse()) {
    const kind = kindNamed(route, name!)
    // The contact of a note is the note's own.
    const owner = named?.record[name!]
    const found = typeof owner === 'string' ? owner : kind ? pickFor(route, kind, ground)?.id : placeFor(name!, ground)
    if (found === undefined) return undefined
    named ??= ground.known.get(found)
    params[name!] = found
  }
  const ask: Ask = { params, query: {}, body: {}, version: '2021-07-28', token: tokenFor(route, ground) }
  for (const { in: place, name, required, schema } of route.parameters ?? []) {
    if (place !== 'query' && place !== 'body') continue
    const isPlace = name === 'locationId' || name === 'location_id'
    if (!required && !(isPlace && settings.strictLocation) && !chance.is(isPlace ? 0.8 : 0.3)) continue
    const value = Object.hasOwn(VALUES, name) ? VALUES[name]!(ground, schema) : fitting(schema, chance)
    if (value !== undefined) ask[place][name] = value
  }
  keepStage(ask, ground)
  await FITTED[route.name]?.(ask, ground)
  return ask
}

function pickFor(route: Route, kind: Kind, { known, chance }: Ground): Seen | undefined {
  const own = route.method === 'DELETE'
  if (route.name === 'messages.cancel') {
    const scheduled = known.pick(kind, chance, { where: ({ status }) => status === 'scheduled' })
    if (scheduled) return scheduled
  }
  if (route.name === 'messages.list') {
    const said = known.pick('messages', chance, { own: true })
    if (said && chance.is(0.6)) return known.get(said.record.conversationId)
  }
  if (route.name === 'events.delete' && chance.is(0.5)) return known.pick('blockedSlots', chance)
  const found = known.pick(kind, chance, { own })
  // Appointments are made in those that were there before.
  return route.name === 'calendars.delete' && !found?.isOwn ? undefined : found
}

function placeFor(name: string, { locationId, companyId, known, chance }: Ground): string | undefined {
  if (name === 'locationId') return locationId
  if (name === 'companyId') return companyId
  const employed = known.pick('contacts', chance, { where: ({ businessId }) => typeof businessId === 'string' })
  return employed ? String(employed.record.businessId) : 'nobody'
}

/** A token of a kind that the route takes, now and then a private integration's. */
function tokenFor(route: Route, { chance, tokens }: Ground): string | undefined {
  if ((route.takes ?? 'access') !== 'access') return undefined
  const private_ = tokens.private.filter(({ scopes }) => scopes.includes(route.scope!))
  if (private_.length > 0 && chance.is(0.2)) return chance.pick(private_).token
  return chance.pick(kindsOf(route)) === 'Company' ? tokens.agency : tokens.location
}

/** Whose tokens a route takes. */
export function kindsOf({ refuses = [], scope }: Route): readonly ('Location' | 'Company')[] {
  if (refuses.includes('forbidden_resource')) return ['Company']
  return refuses.includes('auth_class') ? ['Location'] : kindsFor(scope!)
}

type Make = (ground: Ground, schema: JsonObject) => Json | undefined
const known =
  (kind: Kind): Make =>
  ({ known, chance }) =>
    known.pick(kind, chance, { own: chance.is(0.5) })?.id
const user: Make = ({ known, chance }, { type }) => {
  const id = known.pick('users', chance)?.id
  return type === 'array' && id !== undefined ? [id] : id
}
const moment =
  (ms: number, text: string): Make =>
  (_, { type }) =>
    type === 'number' ? ms : text
const nothing: Make = () => undefined

/** What fields are that a schema alone does not tell. */
const VALUES: Readonly<Record<string, Make>> = {
  locationId: ({ locationId }) => locationId,
  location_id: ({ locationId }) => locationId,
  companyId: ({ companyId }) => companyId,
  appId: ({ app }) => app.appId,
  versionId: ({ app }) => app.versionId,
  client_id: ({ app }) => app.clientId,
  client_secret: ({ app }) => app.clientSecret,
  redirect_uri: ({ app }) => app.redirectUris[0],
  scope: ({ app }) => app.scopes.join(' '),
  account: ({ locationId }) => `location:${locationId}`,
  contactId: known('contacts'),
  contact_id: known('contacts'),
  conversationId: known('conversations'),
  calendarId: known('calendars'),
  groupId: known('groups'),
  pipelineId: known('pipelines'),
  pipeline_id: known('pipelines'),
  assignedTo: user,
  assigned_to: user,
  userId: user,
  followers: user,
  teamMembers: ({ known, chance }) => [{ userId: known.pick('users', chance)!.id }],
  assignedUserId: nothing,
  customFields: ({ chance }) => [
    { id: 'field', field_value: chance.pick<Json>(['text', ['a', 'b']]) },
    ...(chance.is(0.3) ? [{ id: 'empty' }] : []),
  ],
  openHours: ({ chance }) => [
    {
      daysOfTheWeek: [1, 3],
      hours: [{ openHour: 0, openMinute: 0, closeHour: chance.pick([12, 24]), closeMinute: 0 }],
    },
  ],
  email: (ground) => `walk${ground.next()}@example.org`,
  phone: (ground) => `+1415555${String(ground.next()).padStart(4, '0')}`,
  number: ({ known, chance }) => known.pick('contacts', chance)?.record.phone ?? '+14155550100',
  timezone: () => 'America/New_York',
  startTime: moment(0, '2026-01-06T10:00:00-05:00'),
  endTime: moment(4e12, '2026-01-06T10:30:00-05:00'),
  startDate: moment(Date.UTC(2026, 0, 5), '2020-01-01T00:00:00Z'),
  endDate: moment(Date.UTC(2026, 0, 9), '2030-01-01T00:00:00Z'),
  scheduledTimestamp: ({ session }) => Math.floor(session.clock.now() / 1000) + 86_400,
  lastMessageId: nothing,
  cursor: nothing,
  searchAfter: nothing,
  sort: ({ chance }, { type }) =>
    type === 'array' ? [{ field: 'dateAdded', direction: 'desc' }] : chance.pick(['asc', 'desc']),
  filters: ({ chance }) => [
    chance.pick<JsonObject>([
      { field: 'email', operator: 'contains', value: 'example' },
      { field: 'dateAdded', operator: 'range', value: { gte: '2020-01-01T00:00:00Z' } },
      {
        group: 'OR',
        filters: [
          { field: 'phone', operator: 'exists' },
          { field: 'tags', operator: 'eq', value: 'a' },
        ],
      },
    ]),
  ],
}

type Fit = (ask: Ask, ground: Ground) => void | Promise<void>

/** What goes together in one call. */
const FITTED: Readonly<Record<string, Fit>> = {
  'oauth.token': async ({ body }, ground) => {
    const [refresh] = ground.refreshTokens.splice(0, ground.chance.is(0.5) ? 1 : 0)
    const strange = ground.settings.strictTokenFields ? ['scope', 'state', 'code_verifier'] : []
    for (const name of ['code', 'refresh_token', ...strange]) delete body[name]
    Object.assign(body, { grant_type: refresh ? 'refresh_token' : 'authorization_code' })
    Object.assign(body, refresh ? { refresh_token: refresh } : { code: await ground.code() })
  },
  'oauth.choice': allowed,
  'oauth.choiceV2': allowed,
  'messages.list': ({ params, query }, { known, chance }) => {
    // What the walk said itself is of every kind.
    if (known.all().some(({ isOwn, record }) => isOwn && record.conversationId === params.conversationId)) {
      Object.assign(query, { limit: 100 })
      delete query.type
      return
    }
    const last = known.pick('messages', chance, { where: (each) => each.conversationId === params.conversationId })
    if (last && chance.is(0.5)) query.lastMessageId = last.id
  },
  'messages.export': ({ query }, { shown, chance }) => {
    if (shown.nextCursor !== undefined && chance.is(0.5)) query.cursor = shown.nextCursor
    else query.limit = 10
  },
  'messages.send': ({ body }, { known, chance }) => {
    const spoken = known.pick('conversations', chance)
    // The newest kinds are the likeliest to be left out somewhere.
    if (chance.is(0.5)) body.type = chance.pick(['RCS', 'TIKTOK'])
    if (body.contactId === undefined) body.conversationId = spoken!.id
    else delete body.conversationId
  },
  'messages.inbound': ({ body }, { known, chance }) => {
    const spoken = known.pick('conversations', chance, { where: ({ contactId }) => contactId !== undefined })!
    Object.assign(body, { conversationId: spoken.id, contactId: spoken.record.contactId })
  },
  'conversations.create': ({ body }, { known, chance }) => {
    const silent = known
      .all()
      .find(({ kind, isGone, record }) => kind === 'conversations' && isGone && !known.get(record.contactId)?.isGone)
    body.contactId = String(silent?.record.contactId ?? known.pick('contacts', chance)!.id)
  },
  'contacts.search': ({ body }, { shown, chance }) => {
    if (shown.searchAfter && body.sort === undefined && chance.is(0.5)) body.searchAfter = shown.searchAfter
  },
  'opportunities.find': ({ body }, { shown, chance }) => {
    if (shown.sort && chance.is(0.5)) body.searchAfter = shown.sort
  },
  // Of somebody with whom there is an appointment, so that an opportunity shows it.
  'opportunities.create': ({ body }, { known, chance }) => {
    if (chance.is(0.5)) body.contactId = String(known.pick('appointments', chance)!.record.contactId)
  },
  'opportunities.search': ({ query }, { chance }) => {
    if (chance.is(0.3)) return
    for (const name of Object.keys(query)) if (!/^(location_id|order)$/.test(name)) delete query[name]
    Object.assign(query, { limit: 100, getNotes: true, getTasks: true, getCalendarEvents: true })
  },
  'opportunities.upsert': ({ body }, { known, chance }) => {
    if (body.id !== undefined) body.id = known.pick('opportunities', chance)!.id
  },
  'events.list': whose,
  'blockedSlots.list': whose,
  'appointments.create': free,
  'appointments.update': free,
}

function allowed({ body }: Ask, { chance, locationId }: Ground): void {
  if (chance.is(0.7)) Object.assign(body, { account: `location:${locationId}`, decision: 'allow' })
}

function whose({ query }: Ask, { known, chance }: Ground): void {
  query.calendarId = known.pick('calendars', chance)!.id
}

/** Hours of weekdays, each asked for once, in a calendar that was there before; or any hour in any calendar. */
function free({ body }: Ask, ground: Ground): void {
  const { calendars, chance, known, locationId } = ground
  const loose = ['endTime', 'rrule', 'appointmentStatus', 'calendarId']
  for (const name of loose) if (chance.is(0.7)) delete body[name]
  const n = ground.next()
  const day = 5 + (n % 5) + 7 * (Math.floor(n / 5) % 2)
  const hour = 9 + (n % 8)
  body.startTime = `2026-01-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00-05:00`
  if (body.contactId === undefined) return
  const anywhere = chance.is(0.4)
  const calendarId = anywhere ? known.pick('calendars', chance, { own: true })!.id : calendars[n % calendars.length]!
  Object.assign(body, { locationId, calendarId }, anywhere ? { ignoreFreeSlotValidation: true } : {})
}

/** A stage is one of the pipeline's that is named beside it. */
function keepStage({ body }: Ask, { known, chance }: Ground): void {
  if (body.pipelineStageId === undefined) return
  const stages = known.get(body.pipelineId)?.record.stages as { id: string }[] | undefined
  if (stages) body.pipelineStageId = chance.pick(stages).id
  else delete body.pipelineStageId
}

function resourceOf({ name }: Route): string {
  return name.split('.', 1)[0]!
}
