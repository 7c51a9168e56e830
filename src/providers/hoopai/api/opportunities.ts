/** Pipelines and opportunities. Source: openapi opportunities.json; section 11.4. */

import { DAY, iso } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { collection } from '../data/collections.ts'
import { type Contact, nameOf } from '../data/contacts.ts'
import { type Opportunity, STATUSES } from '../data/opportunities.ts'
import { notFound } from '../errors.ts'
import { anything, boolean, type Fields, listOf, matching, number, oneOf, required, shape, string } from './fields.ts'
import { CURSOR, indexed, limit, mentions, pageOf } from './listing.ts'
import { operation, type Request, recordOf } from './operation.ts'

const READ = 'opportunities.readonly'
const DATE = matching(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])-\d{4}$/, 'must be a date of the form mm-dd-yyyy')

/** In snake case, unlike any other list; so `locationId` is an unknown property here. */
const SEARCH = {
  q: string,
  location_id: string,
  pipeline_id: string,
  pipeline_stage_id: string,
  contact_id: string,
  status: oneOf(...STATUSES, 'all'),
  assigned_to: string,
  campaignId: string,
  id: string,
  order: oneOf('added_asc', 'added_desc'),
  date: DATE,
  endDate: DATE,
  ...CURSOR,
  country: string,
  page: number({ min: 1, whole: true }),
  limit,
  getTasks: boolean,
  getNotes: boolean,
  getCalendarEvents: boolean,
} as const

const PIPELINES = { locationId: string } as const

/** `all` is in openapi's enum and means nothing on a write: it is refused. */
const CREATE = {
  pipelineId: required(string),
  locationId: required(string, "LocationId can't be undefined"),
  name: required(string),
  pipelineStageId: string,
  status: required(oneOf(...STATUSES)),
  contactId: required(string),
  monetaryValue: number(),
  assignedTo: string,
  customFields: listOf(shape({ id: string, key: string, field_value: anything })),
} as const

export const opportunityRoutes: readonly Route[] = [
  operation({
    name: 'pipelines.list',
    method: 'GET',
    path: '/opportunities/pipelines',
    scope: READ,
    source: 'openapi opportunities.json',
    query: PIPELINES,
    handle: async ({ context, locationId }) => ({
      pipelines: (await (await collection(context.session, 'pipelines', locationId)).all()).reverse(),
    }),
  }),
  operation({
    name: 'opportunities.search',
    method: 'GET',
    path: '/opportunities/search',
    scope: READ,
    source: 'openapi opportunities.json',
    about: 'newest first unless order is added_asc; pages by number, or by startAfter and startAfterId',
    query: SEARCH,
    handle: search,
  }),
  operation({
    name: 'opportunities.get',
    method: 'GET',
    path: '/opportunities/:id',
    of: 'opportunities',
    scope: READ,
    source: 'openapi opportunities.json',
    handle: async (request) => {
      const { context, locationId } = request
      const opportunity = await recordOf(request, 'opportunities', 'Opportunity', context.params.id!)
      const contacts = await collection(context.session, 'contacts', locationId)
      return { opportunity: shown(opportunity, await contacts.find(opportunity.contactId)) }
    },
  }),
  operation({
    name: 'opportunities.create',
    method: 'POST',
    path: '/opportunities/',
    scope: 'opportunities.write',
    source: 'openapi opportunities.json',
    body: CREATE,
    status: 201,
    handle: create,
  }),
]

async function search({ context, locationId, query }: Request<typeof SEARCH, Fields>): Promise<JsonObject> {
  const { session } = context
  const people = await collection(session, 'contacts', locationId)
  const contacts = new Map((await people.all()).map((contact) => [contact.id, contact]))
  const all = await (await collection(session, 'opportunities', locationId)).all()
  const from = query.date === undefined ? -Infinity : dayOf(query.date)
  const until = query.endDate === undefined ? Infinity : dayOf(query.endDate) + DAY
  const found = indexed(context, all, createdAt).filter((each) => {
    const contact = contacts.get(each.contactId)
    return (
      (query.id ?? each.id) === each.id &&
      (query.pipeline_id ?? each.pipelineId) === each.pipelineId &&
      (query.pipeline_stage_id ?? each.pipelineStageId) === each.pipelineStageId &&
      (query.contact_id ?? each.contactId) === each.contactId &&
      (query.assigned_to ?? each.assignedTo) === each.assignedTo &&
      (query.country ?? contact?.country) === contact?.country &&
      // There are no campaigns.
      query.campaignId === undefined &&
      [undefined, 'all', each.status].includes(query.status) &&
      createdAt(each) >= from &&
      createdAt(each) < until &&
      (query.q === undefined ||
        mentions(query.q, each.name, contact && nameOf(contact), contact?.email, contact?.phone))
    )
  })
  const order = query.order === 'added_asc' ? 'rising' : 'falling'
  const sorted = order === 'rising' ? found.toReversed() : found
  const { page, meta } = pageOf(context, sorted, (each) => [createdAt(each), each.id], query, order)
  const opportunities = page.map((each) => shown(each, contacts.get(each.contactId)))
  if (query.getCalendarEvents) {
    const events = await (await collection(session, 'appointments', locationId)).all()
    for (const each of opportunities)
      each.calendarEvents = events.filter(({ contactId }) => contactId === each.contactId)
  }
  return { opportunities, meta, aggregations: {} }
}

async function create(request: Request<Fields, typeof CREATE>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { session, call } = context
  const { stages } = await recordOf(request, 'pipelines', 'Pipeline', body.pipelineId)
  const { pipelineStageId = stages[0]!.id } = body
  if (!stages.some(({ id }) => id === pipelineStageId)) throw notFound('Pipeline stage', pipelineStageId)
  const contact = await recordOf(request, 'contacts', 'Contact', body.contactId)
  const now = iso(call.at)
  const opportunity: Opportunity = {
    id: (await drawFor(session, 'hoopai opportunity', locationId, digest(JSON.stringify(body)))).alphanumeric(20),
    locationId,
    contactId: contact.id,
    name: body.name,
    monetaryValue: body.monetaryValue ?? 0,
    pipelineId: body.pipelineId,
    pipelineStageId,
    status: body.status,
    source: 'public api',
    assignedTo: body.assignedTo,
    customFields: (body.customFields ?? []).map(({ id, key = '', field_value: fieldValue = null }) => ({
      id: id ?? key,
      fieldValue,
    })),
    followers: [],
    lastStatusChangeAt: now,
    lastStageChangeAt: now,
    createdAt: now,
    updatedAt: now,
  }
  const opportunities = await collection(session, 'opportunities', locationId)
  await opportunities.insert(opportunity, call.at)
  return { opportunity: shown(opportunity, contact) }
}

/** With its contact, as far as that still exists. */
function shown(opportunity: Opportunity, contact: Contact | undefined): JsonObject {
  const { id, companyName, email, phone, tags } = contact ?? { id: opportunity.contactId }
  return {
    ...opportunity,
    pipelineStageUId: opportunity.pipelineStageId,
    lastActionDate: opportunity.updatedAt,
    indexVersion: '1',
    contact: { id, name: contact && nameOf(contact), companyName, email, phone, tags },
    notes: [],
    tasks: [],
    calendarEvents: [],
    sort: [createdAt(opportunity), opportunity.id],
  }
}

function createdAt({ createdAt }: Opportunity): number {
  return Date.parse(createdAt)
}

/** `mm-dd-yyyy` as the start of that day in UTC. */
function dayOf(text: string): number {
  const [month, day, year] = text.split('-').map(Number)
  return Date.UTC(year!, month! - 1, day)
}
