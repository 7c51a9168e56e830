/** Lists and searches of contacts, and what else is listed by contact. Source: openapi contacts.json; section 11.1. */

import type { Json, JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { belongingsOf } from '../data/belongings.ts'
import type { Appointment } from '../data/calendars.ts'
import { collection } from '../data/collections.ts'
import { type Contact, nameOf } from '../data/contacts.ts'
import { invalid } from '../errors.ts'
import { compareCursors, cursorOf, filters, matches, type Sort, sort } from './contact-filters.ts'
import { e164, foundContact, listedContact, wholeContact } from './contact-forms.ts'
import { contactOf, contactWith } from './contact-writes.ts'
import { anything, type Fields, listOf, number, required, string, told } from './fields.ts'
import { CURSOR, indexed, limit, mentions, type Place, pageIn, pageOf } from './listing.ts'
import { operation, type Request } from './operation.ts'

const READ = 'contacts.readonly'
const source = 'openapi contacts.json'
const GUIDE = 'docs hoopai/developer/guide/making-requests; observed O2, O10'

/** Of a list; left out, it is the token's own. */
const locationId = told(string, { source: `seed; ${source}; assumed U14`, switch: 'strictLocation' })
const LIST = { locationId, limit, query: string, ...CURSOR } as const
const DUPLICATE = { locationId, number: string, email: string } as const
const BUSINESS = {
  locationId,
  limit: number({ min: 1, max: 100, whole: true }),
  skip: number({ min: 0, whole: true }),
  query: string,
} as const
const SEARCH = {
  locationId: required(string, "LocationId can't be undefined"),
  pageLimit: limit,
  page: number({ min: 1, whole: true }),
  searchAfter: listOf(anything),
  query: string,
  filters: told(filters, { source: `${GUIDE}; docs hoopai/overview/contacts-search; assumed U19` }),
  sort,
} as const

export const contactListRoutes: readonly Route[] = [
  operation({
    name: 'contacts.list',
    method: 'GET',
    path: '/contacts/',
    scope: READ,
    source: `seed; ${source}`,
    about: 'newest first; pages by startAfter and startAfterId',
    query: LIST,
    answers: { contacts: 'array', count: 'number', meta: 'object' },
    handle: list,
  }),
  operation({
    name: 'contacts.search',
    method: 'POST',
    path: '/contacts/search',
    repeatable: true,
    scope: READ,
    source: GUIDE,
    about:
      'filters joined by AND; pages by number, or by the searchAfter of the last contact; newest first unless sorted',
    body: SEARCH,
    answers: { contacts: 'array', total: 'number' },
    handle: search,
  }),
  operation({
    name: 'contacts.duplicate',
    method: 'GET',
    path: '/contacts/search/duplicate',
    scope: READ,
    source: `${source}; observed O10`,
    about: 'the contact of this email, else of this number; null when there is none',
    query: DUPLICATE,
    answers: { contact: ['object', 'null'] },
    handle: async (request) => {
      const { email, number } = request.query
      const contact = await contactWith(request, { email, phone: number && e164(number) })
      return { contact: contact ? wholeContact(contact) : null }
    },
  }),
  operation({
    name: 'contacts.ofBusiness',
    method: 'GET',
    path: '/contacts/business/:businessId',
    scope: READ,
    source,
    about: 'of one company, newest first; 25 unless told, after the skipped ones',
    query: BUSINESS,
    answers: { contacts: 'array', count: 'number' },
    handle: ofBusiness,
  }),
  operation({
    name: 'contacts.appointments',
    method: 'GET',
    path: '/contacts/:contactId/appointments',
    of: 'contacts',
    scope: READ,
    source,
    about: 'times without offset, as they were written',
    answers: { events: 'array' },
    handle: async (request) => {
      const { id, locationId } = await contactOf(request)
      const events = await belongingsOf(request.context.session, 'appointments', locationId, id)
      return { events: events.map(eventOf) }
    },
  }),
]

async function list({ context, locationId, settings, query }: Request<typeof LIST, Fields>): Promise<JsonObject> {
  const contacts = await collection(context.session, 'contacts', locationId)
  const isWhole = query.query === undefined && settings.searchLagSeconds === 0
  const { page, meta } = isWhole
    ? await pageIn(context, contacts, placeOf, query)
    : pageOf(context, found(context, await contacts.all(), query.query), placeOf, query)
  return { contacts: page.map((each) => listedContact(each)), count: meta.total, meta }
}

/** What it is sorted by when nothing is said: the order of the collection. */
const NEWEST: Sort = [{ field: 'dateAdded', direction: 'desc' }]

async function search({ context, locationId, settings, body }: Request<Fields, typeof SEARCH>): Promise<JsonObject> {
  const { pageLimit: limit = 20, page = 1, searchAfter, query, filters = [], sort = NEWEST } = body
  const isPlain = query === undefined && filters.length === 0 && sort === NEWEST
  if (searchAfter && !isCursor(searchAfter, sort))
    throw invalid(['searchAfter must be that of a contact in this order'])
  const contacts = await collection(context.session, 'contacts', locationId)
  if (isPlain && settings.searchLagSeconds === 0) {
    const [at, id] = (searchAfter ?? []) as [number?, string?]
    const cursor = at === undefined || id === undefined ? {} : { startAfter: at, startAfterId: id }
    const { page: records, meta } = await pageIn(context, contacts, placeOf, { limit, page, ...cursor })
    return { contacts: records.map((each) => foundContact(each, cursorOf(each, sort))), total: meta.total }
  }
  const compare = compareCursors(sort)
  const all = found(context, await contacts.all(), query)
    .map((contact) => ({ contact, cursor: cursorOf(contact, sort) }))
    .filter(({ contact }) => filters.length === 0 || filters.every((each) => matches(searchable(contact), each)))
    .sort((a, b) => compare(a.cursor, b.cursor))
  const after = searchAfter ? all.findIndex(({ cursor }) => compare(cursor, searchAfter) > 0) : (page - 1) * limit
  const records = after < 0 ? [] : all.slice(after, after + limit)
  return { contacts: records.map(({ contact, cursor }) => foundContact(contact, cursor)), total: all.length }
}

async function ofBusiness({ context, locationId, query }: Request<typeof BUSINESS, Fields>): Promise<JsonObject> {
  const { limit = 25, skip = 0 } = query
  const all = await (await collection(context.session, 'contacts', locationId)).all()
  const employed = all.filter(({ businessId }) => businessId === context.params.businessId)
  const contacts = found(context, employed, query.query)
  return { contacts: contacts.slice(skip, skip + limit).map((each) => listedContact(each)), count: contacts.length }
}

/** Those that the search index knows and that mention the text. */
function found(context: Request['context'], contacts: readonly Contact[], text?: string): readonly Contact[] {
  const known = indexed(context, contacts, (contact) => placeOf(contact)[0])
  if (text === undefined) return known
  return known.filter((each) => mentions(text, nameOf(each), each.email, each.phone, each.companyName))
}

function placeOf({ dateAdded, id }: Contact): Place {
  return [Date.parse(dateAdded), id]
}

/** The names that filters know: those of the contact itself, and of its lower-case copies. */
function searchable(contact: Contact): JsonObject {
  return { ...wholeContact(contact), contactName: nameOf(contact) }
}

function isCursor(searchAfter: readonly Json[], sort: Sort): boolean {
  if (searchAfter.length !== sort.length + 1 || typeof searchAfter.at(-1) !== 'string') return false
  return sort !== NEWEST || typeof searchAfter[0] === 'number'
}

/** As the calendar has it, less the offset of its times. */
function eventOf(appointment: Appointment): JsonObject {
  const { appointmentStatus, startTime, endTime, dateAdded, dateUpdated, description, ...rest } = appointment
  return {
    ...rest,
    status: appointmentStatus,
    appointmentStatus,
    notes: description,
    startTime: withoutOffset(startTime),
    endTime: withoutOffset(endTime),
    dateAdded: withoutOffset(dateAdded),
    dateUpdated: withoutOffset(dateUpdated),
  }
}

/** `2021-07-16T11:00:00-05:00` is `2021-07-16 11:00:00`. */
function withoutOffset(time: string): string {
  return time.slice(0, 19).replace('T', ' ')
}
