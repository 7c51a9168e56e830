/** Pipelines and opportunities: finding and reading them. Source: openapi opportunities.json; section 11.4. */

import { DAY } from '../../../core/clock.ts'
import type { Json, JsonObject } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import { collection } from '../data/collections.ts'
import { nameOf } from '../data/contacts.ts'
import { type Opportunity, STATUSES } from '../data/opportunities.ts'
import { invalid } from '../errors.ts'
import type { Settings } from '../index.ts'
import { anything, boolean, type Fields, listOf, matching, number, oneOf, required, shape, string } from './fields.ts'
import { CURSOR, indexed, limit, mentions, pageIn, pageOf, type Wanted } from './listing.ts'
import { operation, type Request, recordOf } from './operation.ts'
import { placeOf, shownAll } from './opportunity-view.ts'
import { opportunityWrites } from './opportunity-writes.ts'

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

/** openapi requires every field; clients send what they need. */
const SEARCH_BODY = {
  locationId: required(string, "LocationId can't be undefined"),
  query: string,
  limit,
  page: number({ min: 1, whole: true }),
  searchAfter: listOf(anything),
  additionalDetails: shape({ notes: boolean, tasks: boolean, calendarEvents: boolean, unReadConversations: boolean }),
} as const

const PIPELINES = { locationId: string } as const

export const opportunityRoutes: readonly Route[] = [
  operation({
    name: 'pipelines.list',
    method: 'GET',
    path: '/opportunities/pipelines',
    scope: READ,
    source: 'openapi opportunities.json; observed O9',
    query: PIPELINES,
    answers: { pipelines: 'array' },
    handle: async ({ context, locationId }) => ({
      pipelines: (await (await collection(context.session, 'pipelines', locationId)).all()).reverse(),
    }),
  }),
  operation({
    name: 'opportunities.search',
    method: 'GET',
    path: '/opportunities/search',
    scope: READ,
    source: 'openapi opportunities.json; observed O2, O9',
    about: 'newest first unless order is added_asc; pages by number, or by startAfter and startAfterId',
    query: SEARCH,
    answers: { opportunities: 'array', meta: 'object', aggregations: 'object' },
    handle: search,
  }),
  operation({
    name: 'opportunities.find',
    method: 'POST',
    path: '/opportunities/search',
    repeatable: true,
    scope: READ,
    source: 'openapi opportunities.json; assumed',
    about: 'newest first; pages by number, or by searchAfter, the sort of the last one',
    body: SEARCH_BODY,
    answers: { opportunities: 'array', total: 'number', aggregations: 'object' },
    handle: searchByBody,
  }),
  operation({
    name: 'opportunities.get',
    method: 'GET',
    path: '/opportunities/:id',
    of: 'opportunities',
    scope: READ,
    source: 'openapi opportunities.json',
    answers: { opportunity: 'object' },
    handle: async (request) => {
      const { context, locationId } = request
      const opportunity = await recordOf(request, 'opportunities', 'Opportunity', context.params.id!)
      const [shown] = await shownAll(context, locationId, [opportunity])
      return { opportunity: shown }
    },
  }),
  ...opportunityWrites,
]

async function search({ context, locationId, query }: Request<typeof SEARCH, Fields>): Promise<JsonObject> {
  const { getNotes, getTasks, getCalendarEvents, order, ...filters } = query
  const direction = order === 'added_asc' ? 'rising' : 'falling'
  const { page, meta } = await pageBy(context, locationId, filters, query, direction)
  const details = { notes: getNotes, tasks: getTasks, calendarEvents: getCalendarEvents }
  return { opportunities: await shownAll(context, locationId, page, details), meta, aggregations: {} }
}

async function searchByBody({ context, locationId, body }: Request<Fields, typeof SEARCH_BODY>): Promise<JsonObject> {
  const { query, page: number, limit, searchAfter = [], additionalDetails } = body
  const cursor = searchAfter.length > 0 ? cursorOf(searchAfter) : {}
  const { page, meta } = await pageBy(context, locationId, { q: query }, { page: number, limit, ...cursor }, 'falling')
  const { total = 0 } = meta
  return { opportunities: await shownAll(context, locationId, page, additionalDetails), total, aggregations: {} }
}

/** Openapi has texts, the `sort` of a live record a number and a text (observed O9). */
function cursorOf([at, id]: readonly Json[]): Wanted {
  const startAfter = Number(at)
  if (Number.isNaN(startAfter) || typeof id !== 'string')
    throw invalid(['searchAfter must be the time and the id of an opportunity'])
  return { startAfter, startAfterId: id }
}

type Query = Request<typeof SEARCH, Fields>['query']
type Filters = { readonly [K in keyof Query]?: Query[K] | undefined }

/** Filters that leave nothing out, and what is no filter. */
const PASSING = ['location_id', 'page', 'limit', 'startAfter', 'startAfterId']

/** The page that is wanted of all that match. Where all do, no other record is looked at. */
async function pageBy(
  context: Context,
  locationId: string,
  filters: Filters,
  wanted: Wanted,
  order: 'rising' | 'falling',
): Promise<{ page: Opportunity[]; meta: JsonObject }> {
  const opportunities = await collection(context.session, 'opportunities', locationId)
  const { status, ...rest } = filters
  const isOpen = Object.entries(rest).every(([name, value]) => value === undefined || PASSING.includes(name))
  const lags = (context.settings as Settings).searchLagSeconds > 0
  if (isOpen && !lags && (status ?? 'all') === 'all')
    return await pageIn(context, opportunities, placeOf, wanted, order)
  const all = indexed(context, await opportunities.all(), (each) => placeOf(each)[0])
  const found = all.filter(await matches(context, locationId, filters))
  return pageOf(context, order === 'rising' ? found.reverse() : found, placeOf, wanted, order)
}

async function matches(context: Context, locationId: string, filters: Filters) {
  const { q, country, campaignId, status = 'all' } = filters
  const from = filters.date === undefined ? -Infinity : dayOf(filters.date)
  const until = filters.endDate === undefined ? Infinity : dayOf(filters.endDate) + DAY
  const people =
    q === undefined && country === undefined
      ? []
      : await (await collection(context.session, 'contacts', locationId)).all()
  const contacts = new Map(people.map((contact) => [contact.id, contact]))
  return (each: Opportunity): boolean => {
    const contact = contacts.get(each.contactId)
    const [createdAt] = placeOf(each)
    return (
      (filters.id ?? each.id) === each.id &&
      (filters.pipeline_id ?? each.pipelineId) === each.pipelineId &&
      (filters.pipeline_stage_id ?? each.pipelineStageId) === each.pipelineStageId &&
      (filters.contact_id ?? each.contactId) === each.contactId &&
      (filters.assigned_to ?? each.assignedTo) === each.assignedTo &&
      (country === undefined || country === contact?.country) &&
      // There are no campaigns.
      campaignId === undefined &&
      ['all', each.status].includes(status) &&
      createdAt >= from &&
      createdAt < until &&
      (q === undefined || mentions(q, each.name, contact && nameOf(contact), contact?.email, contact?.phone))
    )
  }
}

/** `mm-dd-yyyy` as the start of that day in UTC. */
function dayOf(text: string): number {
  const [month, day, year] = text.split('-').map(Number)
  return Date.UTC(year!, month! - 1, day)
}
