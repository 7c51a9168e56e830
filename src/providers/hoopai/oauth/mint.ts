/** Access tokens for the admin API, as a consent and a grant would give them. */

import type { Instant } from '../../../core/clock.ts'
import { ApiError } from '../../../core/errors.ts'
import { drawFor, type MintRequest } from '../../../core/provider.ts'
import type { Session } from '../../../core/session.ts'
import { accounts, appOf, findAccount } from '../data.ts'
import type { Settings } from '../index.ts'
import { scopes } from '../scopes.ts'
import { consentNow, recordMint } from './installs.ts'
import { issueAccess } from './issue.ts'

/** The first app with all its scopes at the first location and as long as a grant gives, unless the request says otherwise. */
export async function mint(
  session: Session,
  at: Instant,
  { accessTokenSeconds }: Settings,
  request: MintRequest,
): Promise<string> {
  const { apps, locations } = accounts(session)
  const { locationId, companyId, expiresInSeconds = accessTokenSeconds, mode } = request
  if (mode !== undefined) throw new ApiError('invalid_request', 'hoopai has no modes', { known: [] })
  const app = request.client === undefined ? apps[0]! : appOf(session, request.client)
  if (!app)
    throw unknown(
      `client ${request.client}`,
      apps.map(({ clientId }) => clientId),
    )
  const account = locationId || companyId ? findAccount(session, { locationId, companyId }) : locations[0]
  if (!account)
    throw unknown(
      `account ${locationId ?? companyId}`,
      locations.flatMap((each) => [each.locationId, each.companyId]),
    )
  const granted = request.scopes ?? app.scopes
  const odd = granted.find((scope) => !Object.hasOwn(scopes, scope))
  if (odd !== undefined) throw unknown(`scope ${odd}`, Object.keys(scopes))
  const resource = account.locationId ?? account.companyId
  const drawn = await drawFor(session, 'hoopai mint', app.clientId, resource, granted.join(' '), expiresInSeconds)
  await recordMint(session, app.clientId, account, granted)
  const holder = {
    client: app.clientId,
    scopes: [...granted],
    ...(account.locationId === undefined ? {} : { location: account.locationId }),
    company: account.companyId,
    user: account.userId,
  }
  const extra = await consentNow(session, holder)
  return issueAccess(session, at, { ...holder, extra }, drawn.uuid(), expiresInSeconds)
}

function unknown(what: string, known: readonly string[]): ApiError {
  return new ApiError('invalid_request', `no ${what}`, { known: [...new Set(known)] })
}
