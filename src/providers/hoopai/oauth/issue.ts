/** Access and refresh tokens: their forms, claims and the answer that hands them out. Sections 4.2 and 4.3. */

import keys from '../../../../fixtures/keys.json' with { type: 'json' }
import { DAY, type Instant, SECOND } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/http.ts'
import { type SigningKey, signJwt } from '../../../core/jwt.ts'
import type { Session } from '../../../core/session.ts'
import type { Credential } from '../../../core/vault.ts'
import { accounts, appOf, isActive } from '../data.ts'
import type { Settings } from '../index.ts'

/** On whose behalf: one location, or its agency when none is named. */
export type Holder = Pick<
  Credential,
  'client' | 'scopes' | 'location' | 'company' | 'user' | 'family' | 'parent' | 'extra'
>

/** A day's token. `jtiFirst` for those of /oauth/locationToken, whose payload begins with it (docs hl/Authorization). */
export async function issueAccess(
  session: Session,
  at: Instant,
  holder: Holder,
  jti: string,
  seconds: number,
  jtiFirst = false,
): Promise<string> {
  const { client, scopes, location, company } = holder
  const app = appOf(session, client)
  const authClassId = location ?? company!
  const iat = Math.floor(at / SECOND)
  const claims = {
    ...(jtiFirst ? { jti } : {}),
    authClass: location ? 'Location' : 'Company',
    authClassId,
    source: 'INTEGRATION',
    sourceId: client,
    channel: 'OAUTH',
    primaryAuthClassId: authClassId,
    oauthMeta: { scopes, client: app?.appId, versionId: app?.versionId, agencyPlan: 'agency_annual_97' },
    iat,
    exp: iat + seconds,
    jti,
  }
  const token = await signJwt(claims, keys.hoopai as SigningKey)
  await keep(session, token, 'access', at, at + seconds * SECOND, holder)
  return token
}

/**
 * Both tokens and the answer of section 4.2. All of it follows from `root`, so that an equal root gives equal bytes: the
 * root of a refresh is the spent token's digest and the instant of its spending.
 */
export async function issuePair(
  session: Session,
  settings: Settings,
  at: Instant,
  holder: Holder,
  root: readonly (string | number)[],
  jtiFirst = false,
): Promise<JsonObject> {
  const { accessTokenSeconds, refreshTokenDays } = settings
  const { location, company, scopes, user } = holder
  const draw = (what: string) => session.draw(`hoopai ${what}`, ...root)
  const access_token = await issueAccess(session, at, holder, draw('jti').uuid(), accessTokenSeconds, jtiFirst)
  const drawn = draw('refresh token')
  const refresh_token = (session.ownCredentials ? session.tag : drawn.hex(12)) + drawn.alphanumeric(52)
  await keep(session, refresh_token, 'refresh', at, at + refreshTokenDays * DAY, holder)
  return {
    access_token,
    token_type: 'Bearer',
    expires_in: accessTokenSeconds,
    refresh_token,
    scope: scopes.join(' '),
    userType: location ? 'Location' : 'Company',
    ...(location ? { locationId: location } : await agencyFields(session, settings, company!)),
    companyId: company,
    userId: user,
    traceId: draw('token trace').uuid(),
  }
}

/** What an agency's answer has in place of a location. */
async function agencyFields(session: Session, settings: Settings, company: string): Promise<JsonObject> {
  const mine = accounts(session).locations.filter(({ companyId }) => companyId === company)
  const active = await Promise.all(mine.map(({ locationId }) => isActive({ session, settings }, locationId)))
  return {
    isBulkInstallation: true,
    approvedLocations: mine.filter((_, i) => active[i]).map(({ locationId }) => locationId),
    installToFutureLocations: true,
    approveAllLocations: true,
  }
}

async function keep(
  session: Session,
  token: string,
  kind: 'access' | 'refresh',
  issuedAt: Instant,
  expiresAt: Instant,
  holder: Holder,
): Promise<void> {
  await session.vault.issue(token, { kind, provider: 'hoopai', issuedAt, expiresAt, ...holder })
}
