/** The people who work with the emulator's accounts: each location's team, and each agency's admin. Source: openapi users.json. */

import type { Session } from '../../../core/session.ts'
import { accounts, type Location } from '../data.ts'
import { teamOf } from './people.ts'
import { worldOf } from './world.ts'

/** As GET /users/{id} shows it. `locationIds` are what the user may enter. */
export type User = {
  readonly id: string
  readonly name: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string
  readonly extension: string
  readonly permissions: { [name: string]: boolean }
  readonly scopes: string[]
  readonly roles: {
    type: 'account' | 'agency'
    role: 'admin' | 'user'
    locationIds: string[]
    restrictSubAccount: boolean
  }
  readonly deleted: boolean
  readonly lcPhone: { [locationId: string]: string }
  readonly platformLanguage: string
}

/** A location's team in the order of `teamOf`: its admin, who consents for it, first. */
export function usersOf(session: Session, location: Location): readonly User[] {
  return session.derived(`hoopai users ${location.locationId}`, () => makeUsers(session, location))
}

function makeUsers(session: Session, location: Location): readonly User[] {
  const { locationId } = location
  const before = accounts(session).locations.findIndex((each) => each.locationId === locationId)
  const team = teamOf(session, location)
  return team.map((id, i) => {
    const role = i === 0 ? 'admin' : 'user'
    return newUser(session, id, before * team.length + i, 'account', role, [locationId])
  })
}

/** Everybody of an agency: its own admin, then the teams of its locations. */
export function usersOfCompany(session: Session, companyId: string): User[] {
  const { companies, locations } = accounts(session)
  const own = locations.filter((each) => each.companyId === companyId)
  const ids = own.map(({ locationId }) => locationId)
  const admins = companies
    .filter((each) => each.companyId === companyId)
    .map(({ userId }) =>
      newUser(session, userId, 90 + companies.findIndex((each) => each.userId === userId), 'agency', 'admin', ids),
    )
  return [...admins, ...own.flatMap((location) => usersOf(session, location))]
}

/** @param n is nobody else's in the session, so phones and emails differ */
function newUser(
  session: Session,
  id: string,
  n: number,
  type: User['roles']['type'],
  role: User['roles']['role'],
  locationIds: string[],
): User {
  const { team } = worldOf(session)
  const name = team[n % team.length]!
  const [firstName = '', ...rest] = name.split(' ')
  const lastName = rest.join(' ')
  const phone = `+1303555${String(n).padStart(4, '0')}`
  const isAdmin = role === 'admin'
  return {
    id,
    name,
    firstName,
    lastName,
    email: `${firstName}.${lastName}.${n}@example.net`.toLowerCase().replace(/[^a-z0-9.@]/g, ''),
    phone,
    extension: '',
    // What is named for a restriction holds for whoever is no admin.
    permissions: Object.fromEntries(PERMISSIONS.map((each) => [each, each.endsWith('Only') ? !isAdmin : true])),
    scopes: isAdmin ? ADMIN_SCOPES : USER_SCOPES,
    roles: { type, role, locationIds, restrictSubAccount: !isAdmin },
    deleted: false,
    lcPhone: Object.fromEntries(locationIds.map((locationId) => [locationId, phone])),
    platformLanguage: 'en_US',
  }
}

const PERMISSIONS = (
  'campaignsEnabled campaignsReadOnly contactsEnabled workflowsEnabled workflowsReadOnly triggersEnabled funnelsEnabled ' +
  'websitesEnabled opportunitiesEnabled dashboardStatsEnabled bulkRequestsEnabled appointmentsEnabled reviewsEnabled ' +
  'onlineListingsEnabled phoneCallEnabled conversationsEnabled assignedDataOnly adwordsReportingEnabled ' +
  'membershipEnabled facebookAdsReportingEnabled attributionsReportingEnabled settingsEnabled tagsEnabled ' +
  'leadValueEnabled marketingEnabled agentReportingEnabled botService socialPlanner bloggingEnabled invoiceEnabled ' +
  'affiliateManagerEnabled contentAiEnabled refundsEnabled recordPaymentEnabled cancelSubscriptionEnabled ' +
  'paymentsEnabled communitiesEnabled exportPaymentsEnabled'
).split(' ')
const USER_SCOPES = (
  'contacts.write conversations.readonly conversations.write conversations/message.readonly conversations/message.write ' +
  'calendars.readonly calendars/events.write opportunities.write locations/tags.readonly'
).split(' ')
const ADMIN_SCOPES = [...USER_SCOPES, 'calendars.write', 'locations/tags.write', 'settings.write']
