/** Private integrations and their tokens, which live until they are rotated. Source: section 6; docs hl/help, observed O2. */

import { DAY, type Instant } from '../../../core/clock.ts'
import type { Session } from '../../../core/session.ts'
import type { Credential } from '../../../core/vault.ts'
import { accounts, type PrivateIntegration, privateToken } from '../data.ts'
import type { Settings } from './settings.ts'

/** The integrations, each with the token that is in force. */
export async function integrations(session: Session): Promise<PrivateIntegration[]> {
  return Promise.all(
    accounts(session).privateIntegrations.map(async (each, i) => {
      return { ...each, token: privateToken(session, i, await rotationsOf(session, each)) }
    }),
  )
}

/** A token is put into the vault when it is first seen; from then on it can be revoked. */
export async function findIntegration(session: Session, token: string): Promise<Credential | undefined> {
  const known = await session.vault.find(token)
  if (known) return known
  const integration = (await integrations(session)).find((each) => each.token === token)
  return integration && keep(session, integration, token, 0)
}

/** Puts a new token in force. The old one works until the overlap is over; answers both facts. */
export async function rotateToken(
  session: Session,
  { privateTokenOverlapDays }: Settings,
  at: Instant,
  name: string,
): Promise<{ token: string; previousUntil: Instant }> {
  const all = accounts(session).privateIntegrations
  const i = all.findIndex((each) => each.name === name)
  const integration = all[i]!
  const rotations = await session.state.count(keyOf(integration))
  const token = privateToken(session, i, rotations)
  // One that was never seen would else be put into the vault as one without an end.
  const previous = await keep(session, integration, privateToken(session, i, rotations - 1), 0)
  await keep(session, integration, token, at)
  const previousUntil = at + privateTokenOverlapDays * DAY
  await session.vault.endAt(previous.id, previousUntil)
  return { token, previousUntil }
}

function keep(session: Session, integration: PrivateIntegration, token: string, issuedAt: Instant) {
  const { name, companyId, locationId, scopes } = integration
  return session.vault.issue(token, {
    kind: 'static',
    provider: 'hoopai',
    client: name,
    scopes: [...scopes],
    ...(locationId === undefined ? {} : { location: locationId }),
    company: companyId,
    issuedAt,
    expiresAt: null,
  })
}

async function rotationsOf(session: Session, integration: PrivateIntegration): Promise<number> {
  return session.state.count(keyOf(integration), 0)
}

function keyOf({ name }: PrivateIntegration): string {
  return `hoopai rotations/${name}`
}
