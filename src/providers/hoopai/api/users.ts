/** The people who work with the accounts. Source: openapi users.json; sections 9 and 11.5. */

import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { type User, usersOf, usersOfCompany } from '../data/users.ts'
import { accounts } from '../data.ts'
import { notFound } from '../errors.ts'
import { boolean, type Fields, matching, oneOf, required, string } from './fields.ts'
import { listed, mentions } from './listing.ts'
import { operation, type Request } from './operation.ts'

const SCOPE = 'users.readonly'
const source = 'openapi users.json'

/** openapi types the numbers as strings. */
const whole = matching(/^\d+$/, 'must be a number string')
const LIST = { locationId: string } as const
const SEARCH = {
  companyId: required(string),
  locationId: string,
  query: string,
  skip: whole,
  limit: whole,
  type: string,
  role: string,
  ids: string,
  sort: string,
  sortDirection: oneOf('asc', 'desc'),
  enabled2waySync: boolean,
} as const

const search = operation({
  name: 'users.search',
  method: 'GET',
  path: '/users/search',
  scope: SCOPE,
  takes: 'either',
  anyLocation: true,
  source: `${source}; observed O2`,
  about: 'of the agency, or of the location whose token it is; by name',
  query: SEARCH,
  answers: { users: 'array', count: 'number' },
  refuses: ['users_company'],
  handle: find,
})

export const userRoutes: readonly Route[] = [
  operation({
    name: 'users.list',
    method: 'GET',
    path: '/users/',
    scope: SCOPE,
    source,
    about: "the location's team",
    query: LIST,
    answers: { users: 'array' },
    handle: (request) => ({ users: [...visible(request)] }),
  }),
  {
    ...search,
    // Naming no agency at all is refused before anything else; beside a location it is a wrong field (observed O2).
    handle: (context) => {
      const { query } = context.call
      assert(query.has('companyId') || query.has('locationId'), 'users_company')
      return search.handle(context)
    },
  },
  operation({
    name: 'users.get',
    method: 'GET',
    path: '/users/:userId',
    scope: SCOPE,
    takes: 'either',
    source,
    answers: {
      id: 'string',
      name: 'string',
      firstName: 'string',
      lastName: 'string',
      email: 'string',
      phone: 'string',
      extension: 'string',
      permissions: 'object',
      scopes: 'array',
      roles: 'object',
      deleted: 'boolean',
      lcPhone: 'object',
      platformLanguage: 'string',
    },
    refuses: ['not_found_record'],
    handle: get,
  }),
]

/** Whom the token may see: a location's sees its team, an agency's everybody of the agency. */
function visible({ context, locationId }: Pick<Request, 'context' | 'locationId'>): readonly User[] {
  const { session, token } = context
  const location = accounts(session).locations.find((each) => each.locationId === locationId)
  return location ? usersOf(session, location) : usersOfCompany(session, token!.company!)
}

function get(request: Request): JsonObject {
  const id = request.context.params.userId!
  const user = visible(request).find((each) => each.id === id)
  if (!user) throw notFound('User', id)
  return user
}

/** Sorted by name whatever `sort` asks for, since no other field is documented (assumed). */
function find(request: Request<typeof SEARCH, Fields>): JsonObject {
  const { companyId, locationId, query, type, role, ids, sortDirection, skip = '0', limit = '25' } = request.query
  // Another agency's users are nobody else's to see (assumed).
  assert(companyId === request.context.token!.company, 'users_company')
  const sign = sortDirection === 'desc' ? -1 : 1
  const found = visible(request)
    .filter(
      ({ id, name, email, phone, roles }) =>
        (locationId === undefined || roles.locationIds.includes(locationId)) &&
        (type ?? roles.type) === roles.type &&
        (role ?? roles.role) === roles.role &&
        listed(ids, id) &&
        (query === undefined || mentions(query, name, email, phone)),
    )
    .sort((a, b) => sign * (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
  return { users: found.slice(Number(skip), Number(skip) + Number(limit)), count: found.length }
}
