/** Which app is installed where. A new consent revokes what earlier ones gave (docs hoopai/api-reference/oauth/overview). */

import type { Instant } from '../../../core/clock.ts'
import type { Session } from '../../../core/session.ts'
import type { Awaitable } from '../../../core/state.ts'
import type { Credential } from '../../../core/vault.ts'
import type { Account } from '../data.ts'

/**
 * `consents` counts them; a refresh token keeps the count of its day, and is revoked when the count has grown. `scopes` are
 * those of the last consent.
 */
export type Install = { readonly consents: number; readonly installedAt: Instant; readonly scopes: string[] }

export function recordConsent(
  session: Session,
  at: Instant,
  client: string,
  { locationId, companyId }: Account,
  scopes: readonly string[],
): Awaitable<null> {
  return session.state.change<Install, null>(keyOf(client, locationId ?? companyId), (old) => ({
    result: null,
    value: { consents: (old?.consents ?? 0) + 1, installedAt: old?.installedAt ?? at, scopes: [...scopes] },
  }))
}

/** A token that the admin API minted opens the webhooks as an install does, and is none otherwise. */
export function recordMint(
  session: Session,
  client: string,
  { locationId, companyId }: Account,
  scopes: readonly string[],
): Awaitable<null> {
  return session.state.change<string[], null>(mintKey(client, locationId ?? companyId), (old = []) => {
    const all = [...new Set([...old, ...scopes])]
    return all.length > old.length ? { result: null, value: all } : { result: null }
  })
}

/** The scopes that an app holds at a location: by a consent there, else by one of the whole agency; and by minted tokens. */
export async function scopesAt(
  session: Session,
  client: string,
  { locationId, companyId }: Account,
): Promise<string[]> {
  const places = locationId === undefined ? [companyId] : [locationId, companyId]
  const minted: string[] = []
  let install: Install | undefined
  for (const place of places) {
    install ??= await installOf(session, client, place)
    minted.push(...((await session.state.get<string[]>(mintKey(client, place))) ?? []))
  }
  return [...(install?.scopes ?? []), ...minted]
}

/** @param resource a location's id, or a company's for an install of the whole agency */
export function installOf(session: Session, client: string, resource: string): Awaitable<Install | undefined> {
  return session.state.get<Install>(keyOf(client, resource))
}

/** What a new refresh token remembers of the consent that it descends from. */
export async function consentNow(session: Session, { client, location, company }: Credential) {
  const resource = location ?? company!
  return { install: resource, consents: (await installOf(session, client, resource))?.consents ?? 0 }
}

/** Whether a refresh token's consent was followed by another one. */
export async function superseded(session: Session, { client, extra }: Credential): Promise<boolean> {
  if (extra?.install === undefined) return false
  return ((await installOf(session, client, String(extra.install)))?.consents ?? 0) !== extra.consents
}

function keyOf(client: string, resource: string): string {
  return `hoopai install/${client}/${resource}`
}

function mintKey(client: string, resource: string): string {
  return `hoopai minted/${client}/${resource}`
}
