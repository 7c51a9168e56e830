/** Locations, and what they define. Source: openapi locations.json; section 11.5. */

import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { collection } from '../data/collections.ts'
import { customFieldsOf } from '../data/custom-fields.ts'
import { usersOf } from '../data/users.ts'
import { accounts, type Location } from '../data.ts'
import { notFound } from '../errors.ts'
import { type Fields, matching, oneOf, string } from './fields.ts'
import { operation, type Request } from './operation.ts'

/** openapi types the numbers as strings. */
const whole = matching(/^\d+$/, 'must be a number string')
const SEARCH = { companyId: string, skip: whole, limit: whole, order: oneOf('asc', 'desc'), email: string } as const
const CUSTOM_FIELDS = { model: oneOf('contact', 'opportunity', 'all') } as const
const refuses = ['location_forbidden']

export const locationRoutes: readonly Route[] = [
  operation({
    name: 'locations.search',
    method: 'GET',
    path: '/locations/search',
    scope: 'locations.readonly',
    takes: 'Company',
    source: 'openapi locations.json; observed O2',
    about: "by name; an agency's token only",
    query: SEARCH,
    answers: { locations: 'array' },
    handle: search,
  }),
  operation({
    name: 'locations.get',
    method: 'GET',
    path: '/locations/:locationId',
    scope: 'locations.readonly',
    takes: 'either',
    source: 'openapi locations.json',
    about: "the token's own, or one of its agency's",
    answers: { location: 'object' },
    refuses: [...refuses, 'not_found_record'],
    handle: get,
  }),
  operation({
    name: 'locations.tags',
    method: 'GET',
    path: '/locations/:locationId/tags',
    scope: 'locations/tags.readonly',
    source: 'openapi locations.json',
    answers: { tags: 'array' },
    refuses,
    handle: async ({ context, locationId }) => {
      const tags = await collection(context.session, 'tags', locationId)
      return { tags: (await tags.page(0, Infinity, 'up')).records }
    },
  }),
  operation({
    name: 'locations.customFields',
    method: 'GET',
    path: '/locations/:locationId/customFields',
    scope: 'locations/customFields.readonly',
    source: 'openapi locations.json',
    about: "contacts' and opportunities' where no model is named (assumed)",
    query: CUSTOM_FIELDS,
    answers: { customFields: 'array' },
    refuses,
    handle: ({ context, locationId, query: { model = 'all' } }) => ({
      customFields: customFieldsOf(context.session, { locationId }).filter(
        (each) => model === 'all' || each.model === model,
      ),
    }),
  }),
]

function search({ context, query }: Request<typeof SEARCH, Fields>): JsonObject {
  const { company } = context.token!
  // Another agency's locations are nobody else's to see (assumed).
  assert((query.companyId ?? company) === company, 'forbidden_resource')
  const { skip = '0', limit = '10', email } = query
  const sign = query.order === 'desc' ? -1 : 1
  const found = accounts(context.session)
    .locations.filter((each) => each.companyId === company && (email ?? each.email) === each.email)
    .toSorted((a, b) => sign * (a.name < b.name ? -1 : 1))
  return { locations: found.slice(Number(skip), Number(skip) + Number(limit)).map(listed) }
}

function get({ context }: Request): JsonObject {
  const { session, params, token } = context
  const id = params.locationId!
  const location = accounts(session).locations.find((each) => each.locationId === id)
  if (!location) throw notFound('Location', id)
  assert(location.companyId === token!.company, 'location_forbidden')
  const [admin] = usersOf(session, location)
  const { website, timezone } = location
  const place = { ...placeOf(location), website }
  const { name, ...shown } = listed(location)
  return {
    location: {
      ...shown,
      name,
      domain: '',
      logoUrl: '',
      firstName: admin?.firstName,
      lastName: admin?.lastName,
      business: { name, ...place, timezone, logoUrl: '' },
      reseller: {},
    },
  }
}

function listed(location: Location): JsonObject {
  const { locationId, companyId, name, email, phone, website, timezone, allowDuplicateContact } = location
  return {
    id: locationId,
    companyId,
    name,
    ...placeOf(location),
    phone,
    email,
    website,
    timezone,
    settings: {
      allowDuplicateContact,
      allowDuplicateOpportunity: true,
      allowFacebookNameMerge: false,
      disableContactTimezone: false,
    },
    social: {},
  }
}

function placeOf({ address, state, postalCode }: Location) {
  const [street = '', city = ''] = address.split(', ')
  return { address: street, city, state, country: 'US', postalCode }
}
