/** Who is there before any call: apps, agencies, their locations, and private integrations. Records of the resources are in data/. */

import type { Context } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import type { Awaitable } from '../../core/state.ts'
import type { Settings } from './data/settings.ts'
import { scopes } from './scopes.ts'

export interface App {
  readonly clientId: string
  readonly clientSecret: string
  /** The client id's part before the hyphen. */
  readonly appId: string
  readonly versionId: string
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly scopes: readonly string[]
}

export interface Company {
  readonly companyId: string
  readonly name: string
  readonly email: string
  readonly phone: string
  /** The agency's admin, who consents for it. */
  readonly userId: string
}

export interface Location {
  readonly locationId: string
  readonly companyId: string
  readonly name: string
  /** Street and city. */
  readonly address: string
  readonly state: string
  readonly postalCode: string
  readonly website: string
  /** E.164. */
  readonly phone: string
  readonly email: string
  readonly timezone: string
  /** The sub-account's admin, who consents for it. */
  readonly userId: string
  readonly allowDuplicateContact: boolean
  /** Whether it starts in service; `isActive` says whether it is. */
  readonly active: boolean
}

/** Its long-lived token is for one location, or for the agency when it names none. */
export interface PrivateIntegration {
  /** The first one; `data/integrations.ts` knows which is in force. */
  readonly token: string
  readonly name: string
  readonly companyId: string
  readonly locationId?: string
  readonly scopes: readonly string[]
}

export interface Accounts {
  readonly apps: readonly App[]
  readonly companies: readonly Company[]
  readonly locations: readonly Location[]
  readonly privateIntegrations: readonly PrivateIntegration[]
}

/**
 * The session's accounts: an app with every scope and one that only reads contacts; an agency with two locations in
 * service and a suspended one, and an agency of somebody else; private integrations that read and write contacts, that
 * only read calendars, and one of the agency. Demo values are constants; a session's own follow from its seed and name.
 */
export function accounts(session: Session): Accounts {
  return session.derived('hoopai accounts', () => {
    const make = maker(session)
    const companies = ['Northwind Agency', 'Southbank Agency'].map((name, i) => ({
      companyId: make.id('Company', i),
      name,
      email: `hello${i + 1}@example.com`,
      phone: `+1617555010${i + 1}`,
      userId: make.id('AgencyUser', i),
    }))
    const locations = LOCATIONS.map(({ company, ...rest }, i) => ({
      locationId: make.id('Location', i),
      companyId: companies[company]!.companyId,
      userId: make.id('User', i),
      ...rest,
    }))
    const { companyId } = companies[0]!
    const { locationId } = locations[0]!
    return {
      apps: APPS.map(({ name, scopes }, i) => ({ ...make.app(i), name, scopes, redirectUris: REDIRECT_URIS })),
      companies,
      locations,
      privateIntegrations: [
        { name: 'Contacts sync', locationId, scopes: ['contacts.readonly', 'contacts.write'] },
        { name: 'Calendar display', locationId, scopes: ['calendars.readonly'] },
        { name: 'Agency report', scopes: ['locations.readonly', 'companies.readonly'] },
      ].map((integration, i) => ({ token: privateToken(session, i), companyId, ...integration })),
    }
  })
}

export function appOf(session: Session, clientId: unknown): App | undefined {
  return accounts(session).apps.find((app) => app.clientId === clientId)
}

/** A location, or an agency when no location is named: what an app is installed on. */
export type Account = Pick<Location, 'companyId' | 'userId'> & { readonly locationId?: string }

/** The account of these ids, where they belong together. */
export function findAccount(
  session: Session,
  { locationId, companyId }: { readonly locationId?: string | undefined; readonly companyId?: string | undefined },
): Account | undefined {
  const { locations, companies } = accounts(session)
  if (locationId === undefined) return companies.find((each) => each.companyId === companyId)
  const location = locations.find((each) => each.locationId === locationId)
  return companyId === undefined || location?.companyId === companyId ? location : undefined
}

/** Whether a location is in service; a suspended one gets no tokens (T6). What befell it goes before the setting. */
export async function isActive(
  { session, settings }: Pick<Context, 'session' | 'settings'>,
  locationId: string,
): Promise<boolean> {
  const set = await session.state.get<boolean>(activeKey(locationId))
  if (set !== undefined) return set
  if ((settings as Settings).inactiveLocations.split(/[\s,]+/).includes(locationId)) return false
  return accounts(session).locations.find((each) => each.locationId === locationId)?.active ?? false
}

/** Suspends a location, or puts it back into service. Its refresh tokens stay as they are. */
export function setActive(session: Session, locationId: string, active: boolean): Awaitable<null> {
  return session.state.change<boolean, null>(activeKey(locationId), () => ({ result: null, value: active }))
}

function activeKey(locationId: string): string {
  return `hoopai active/${locationId}`
}

const APPS = [
  { name: 'Demo App', scopes: Object.keys(scopes) },
  { name: 'Contact Reader', scopes: ['contacts.readonly', 'locations.readonly'] },
]

/** Loopback addresses match with any port (RFC 8252 7.3). */
const REDIRECT_URIS = ['http://localhost:3000', 'http://127.0.0.1:3000', 'https://example.com'].flatMap((origin) =>
  ['/callback', '/oauth/callback', '/auth/callback', '/oauth-callback'].map((path) => origin + path),
)

/** All in one time zone, that of the documentation's samples. */
const LOCATIONS = [
  { company: 0, name: 'Harbour Dental', city: 'Portland', state: 'ME', postalCode: '04101', active: true },
  { company: 0, name: 'Hillside Fitness', city: 'Atlanta', state: 'GA', postalCode: '30303', active: true },
  { company: 0, name: 'Closed Corner Cafe', city: 'Philadelphia', state: 'PA', postalCode: '19103', active: false },
  { company: 1, name: 'Somebody Else', city: 'Boston', state: 'MA', postalCode: '02108', active: true },
].map(({ city, ...rest }, i) => ({
  ...rest,
  address: `${i + 1} Main Street, ${city}`,
  website: `https://${rest.name.toLowerCase().replaceAll(' ', '-')}.example.com`,
  phone: `+1207555010${i + 1}`,
  email: `office${i + 1}@example.com`,
  timezone: 'America/New_York',
  allowDuplicateContact: false,
}))

/** How ids and secrets are made: 20 alphanumerics; `<24 hex>-<8 alphanumerics>`; UUIDs. Source: sections 1, 2 and 6. */
function maker(session: Session) {
  const { name, tag } = session
  const own = session.ownCredentials
  const draw = (what: string, i: number) => session.draw(`hoopai ${what}`, name, i)
  return {
    id: (what: string, i: number) => (own ? draw(what, i).alphanumeric(20) : `Demo${what}`.padEnd(19, '0') + (i + 1)),
    app: (i: number) => {
      const appId = own ? tag + draw('app', i).hex(12) : `64d0000000000000000000a${i + 1}`
      return {
        clientId: `${appId}-${own ? draw('key', i).lower(8) : `demoapp${i + 1}`}`,
        clientSecret: own
          ? draw('secret', i).uuid().slice(0, -12) + tag
          : `5ec0e700-0000-4000-8000-00000000000${i + 1}`,
        appId,
        // The first version's id is the app's (observed O10).
        versionId: appId,
      }
    },
  }
}

/** `pit-` and a UUID, another after each rotation (observed O2, O10). */
export function privateToken(session: Session, i: number, rotations = 0): string {
  const { name, tag, ownCredentials } = session
  if (!ownCredentials) return `pit-de300000-0000-4000-8000-${String(rotations).padStart(11, '0')}${i + 1}`
  const drawn = session.draw('hoopai pit', name, i, ...(rotations === 0 ? [] : [rotations]))
  return `pit-${drawn.uuid().slice(0, -12)}${tag}`
}
