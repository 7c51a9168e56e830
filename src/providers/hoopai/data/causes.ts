/** What may befall a HoopAI account, by the hands of its admins. */

import type { Cause } from '../../../core/causes.ts'
import { iso } from '../../../core/clock.ts'
import { accounts, appOf, findAccount, setActive } from '../data.ts'
import { isInstalled, revokeConsent, uninstall } from '../oauth/installs.ts'
import { integrations, rotateToken } from './integrations.ts'
import type { Settings } from './settings.ts'
import { uninstalled } from './webhooks/emit.ts'

const meets: Cause['meets'] = ({ takes }) => takes !== 'none'

/** The location of a call's token, code or refresh token. */
const location = {
  object: 'location',
  objects: ({ session }) => accounts(session).locations.map(({ locationId }) => ({ id: locationId })),
  meets,
  objectOf: ({ who }) => who.location,
} satisfies Partial<Cause>

/** An app at a location or agency, as `CLIENT_ID@LOCATION_ID`; either id alone means the first that it fits. */
const install = {
  object: 'install',
  objects: async ({ session }) => {
    const { apps, locations, companies } = accounts(session)
    const places = [...locations.map(({ locationId }) => locationId), ...companies.map(({ companyId }) => companyId)]
    const all = apps.flatMap(({ clientId }) => places.map((place) => ({ clientId, place })))
    const there = await Promise.all(all.map(({ clientId, place }) => isInstalled(session, clientId, place)))
    return all
      .filter((_, i) => there[i])
      .map(({ clientId, place }) => ({ id: `${clientId}@${place}`, names: [place, clientId] }))
  },
  meets,
  objectOf: ({ who: { credential } }) =>
    credential && `${credential.client}@${credential.extra?.install ?? credential.location ?? credential.company}`,
} satisfies Partial<Cause>

export const causes: Readonly<Record<string, Cause>> = {
  'suspend-location': activate(false, 'a location gets no tokens: Location is not active; those it has live on'),
  'resume-location': activate(true, 'a location is in service again, and so is the refresh token that was refused'),
  'uninstall-app': {
    ...install,
    about: 'an app is taken off: all its codes and tokens there are refused, and UNINSTALL is sent',
    source: 'docs hl/webhook events/AppUninstall; observed O7; assumed',
    apply: async ({ session, settings, at }, id) => {
      const { client, place, account } = readInstall(session, id)
      await uninstall(session, client, place)
      await uninstalled(session, settings as Settings, at, appOf(session, client)!, account)
      return { installed: false }
    },
  },
  'revoke-consent': {
    ...install,
    about: "an app's codes and refresh tokens are refused until there is a new consent; its access tokens live on",
    source: 'docs hoopai/oauth/overview; assumed U4',
    apply: async ({ session }, id) => {
      const { client, place } = readInstall(session, id)
      await revokeConsent(session, client, place)
      return { consented: false }
    },
  },
  'rotate-private-token': {
    object: 'private integration',
    objects: async ({ session }) =>
      (await integrations(session)).map(({ name, token }) => ({ id: name, names: [token] })),
    meets: ({ takes = 'access' }) => takes === 'access',
    objectOf: ({ who: { credential } }) => (credential?.kind === 'static' ? credential.client : undefined),
    about: 'a private integration has a new token; the old one works for seven more days',
    source: 'docs hl/help; observed O2',
    switch: 'privateTokenOverlapDays',
    apply: async ({ session, settings, at }, name) => {
      const { token, previousUntil } = await rotateToken(session, settings as Settings, at, name)
      return { token, previousUntil: iso(previousUntil) }
    },
  },
}

function activate(active: boolean, about: string): Cause {
  return {
    ...location,
    about,
    source: 'openapi v3/oauth-v3.json; observed O5',
    switch: 'inactiveLocations',
    apply: async ({ session }, locationId) => {
      await setActive(session, locationId, active)
      return { active }
    },
  }
}

function readInstall(session: Parameters<typeof findAccount>[0], id: string) {
  const [client, place] = id.split('@') as [string, string]
  const account = findAccount(session, { locationId: place }) ?? findAccount(session, { companyId: place })
  return { client, place, account: account! }
}
