/** Agencies. Source: openapi companies.json; section 11.5. */

import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { accounts } from '../data.ts'
import { operation, type Request } from './operation.ts'

export const companyRoutes: readonly Route[] = [
  operation({
    name: 'companies.get',
    method: 'GET',
    path: '/companies/:companyId',
    scope: 'companies.readonly',
    takes: 'Company',
    source: 'openapi companies.json',
    about: "the token's own; an agency's token only",
    answers: { company: 'object' },
    handle: get,
  }),
]

/** Whether another agency exists is nobody else's to know (assumed). */
function get({ context }: Request): JsonObject {
  const { params, session, token } = context
  const company = accounts(session).companies.find((each) => each.companyId === token!.company)
  assert(company && company.companyId === params.companyId, 'forbidden_resource')
  const { companyId, name, email, phone } = company
  const domain = `${name.toLowerCase().replaceAll(' ', '-')}.example.com`
  return {
    company: {
      id: companyId,
      name,
      email,
      logoUrl: '',
      phone,
      website: `https://${domain}`,
      domain: `https://app.${domain}`,
      spareDomain: `link.${domain}`,
      address: '1 Harbor Street',
      city: 'Boston',
      state: 'MA',
      postalCode: '02210',
      country: 'US',
      timezone: 'America/New_York',
      subdomain: `https://app.${domain}`,
      plan: 1,
      currency: 'USD',
      customerType: 'agency',
      isReselling: false,
    },
  }
}
