/** An agency's locations. Source: openapi locations.json; section 11.5. */

import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { accounts, type Location } from '../data.ts'
import { type Fields, matching, oneOf, string } from './fields.ts'
import { operation, type Request } from './operation.ts'

/** openapi types the numbers as strings. */
const whole = matching(/^\d+$/, 'must be a number string')
const SEARCH = { companyId: string, skip: whole, limit: whole, order: oneOf('asc', 'desc'), email: string } as const

export const locationRoutes: readonly Route[] = [
  operation({
    name: 'locations.search',
    method: 'GET',
    path: '/locations/search',
    scope: 'locations.readonly',
    takes: 'Company',
    source: 'openapi locations.json; observed O2',
    about: 'by name; an agency’s token only',
    query: SEARCH,
    handle: search,
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
  return { locations: found.slice(Number(skip), Number(skip) + Number(limit)).map(shown) }
}

function shown({ locationId, companyId, name, address, email, timezone, allowDuplicateContact }: Location): JsonObject {
  const [street, city] = address.split(', ')
  return {
    id: locationId,
    companyId,
    name,
    address: street,
    city,
    country: 'US',
    email,
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
