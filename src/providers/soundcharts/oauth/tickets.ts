/** Soundcharts' access tokens: what they say, how they are signed, and which are still good. */

import { createHmac } from 'node:crypto'
import signingKey from '../../../../fixtures/soundcharts/key.json' with { type: 'json' }
import { DAY, type Instant, SECOND } from '../../../core/clock.ts'
import { readClaims } from '../../../core/jwt.ts'
import { drawFor } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import type { Session } from '../../../core/session.ts'
import { type Credential, live } from '../../../core/vault.ts'
import type { Settings } from '../data/settings.ts'
import { type ApiClient, accounts, generationOf, type Mode, type Team } from '../data.ts'

/** All that a token says and stands for. It is stored in place of the token, which follows from it. */
export type Ticket = {
  readonly client: string
  readonly team: string
  readonly mode: Mode
  readonly scopes: string[]
  readonly jti: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** Which secrets were in force. */
  readonly generation: number
}

/** A ticket with an id of its own. */
export async function drawTicket(
  session: Session,
  settings: Settings,
  issuedAt: Instant,
  { clientId }: ApiClient,
  { teamId }: Team,
  mode: Mode,
  granted: readonly string[],
  seconds = settings.accessTokenSeconds,
): Promise<Ticket> {
  const scopes = [...granted]
  const generation = await generationOf(session, settings, clientId)
  const jti = (await drawFor(session, 'soundcharts token', clientId, teamId, mode, scopes.join(' '), seconds)).hex(40)
  const expiresAt = issuedAt + seconds * SECOND
  return { client: clientId, team: teamId, mode, scopes, jti, issuedAt, expiresAt, generation }
}

/** Signs a ticket and lets the vault know it. A ticket that was issued before is the same token again. */
export async function issue(session: Session, ticket: Ticket): Promise<{ token: string; credential: Credential }> {
  const token = tokenOf(session, ticket)
  const { client, team, mode, scopes, issuedAt, expiresAt, generation } = ticket
  const facts = { client, team, mode, scopes, issuedAt, expiresAt, extra: { generation } }
  return { token, credential: await session.vault.issue(token, { kind: 'access', provider: 'soundcharts', ...facts }) }
}

/** The ticket of the live token that this client got for this team by these secrets, else the fresh one, which is it from now on (decision 11). */
export async function liveOr(session: Session, fresh: Ticket): Promise<Ticket> {
  const key = `soundcharts/live/${fresh.client}/${fresh.team}/${fresh.generation}`
  const kept = await session.state.get<Ticket>(key)
  // One that has not a whole second left is of no use. One that the vault does not know yet is just being issued.
  const soon = fresh.issuedAt + SECOND - 1
  const known = kept && (await session.vault.find(tokenOf(session, kept)))
  const dead = known && !live(known, soon) ? kept.jti : undefined
  return await session.state.change<Ticket, Ticket>(key, (now) =>
    now && now.jti !== dead ? { result: now } : { result: fresh, value: fresh, until: fresh.expiresAt + DAY },
  )
}

const HEADER = encode({ typ: 'JWT', alg: 'HS256' })

/** Three parts like a JWT; clients must not read it. `aud` leads to the session that it belongs to. */
function tokenOf(session: Session, { client, jti, issuedAt, expiresAt }: Ticket): string {
  const iat = Math.floor(issuedAt / SECOND)
  const signed = `${HEADER}.${encode({ aud: client, jti, iat, exp: iat + Math.floor((expiresAt - issuedAt) / SECOND) })}`
  return `${signed}.${signatureOf(session, signed)}`
}

/** A token of our own that the vault has swept since is an expired one, not an unknown one. */
export function readSwept(session: Session, token: string, at: Instant): Credential | undefined {
  const end = token.lastIndexOf('.')
  if (end < 0 || signatureOf(session, token.slice(0, end)) !== token.slice(end + 1)) return undefined
  const { aud, iat, exp } = readClaims(token) ?? {}
  const client = accounts(session).clients.find(({ clientId }) => clientId === aud)?.clientId
  if (client === undefined || Number(exp) * SECOND > at) return undefined
  const [issuedAt, expiresAt] = [Number(iat) * SECOND, Number(exp) * SECOND]
  return { id: digest(token), kind: 'access', provider: 'soundcharts', client, scopes: [], issuedAt, expiresAt }
}

function signatureOf(session: Session, text: string): string {
  const { k } = session.fixture<typeof signingKey>('soundcharts', 'key') ?? signingKey
  return createHmac('sha256', k).update(text).digest('base64url')
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
