/** Which app is installed where. A new consent revokes what earlier ones gave (docs hoopai/api-reference/oauth/overview). */

import type { Instant } from '../../../core/clock.ts'
import type { Session } from '../../../core/session.ts'
import type { Awaitable } from '../../../core/state.ts'
import type { Credential } from '../../../core/vault.ts'
import type { Account } from '../data.ts'

/** What an app has at an account. The counts end credentials that remember smaller ones. */
export type Install = {
  /** Grows with each consent. */
  readonly consents: number
  /** Grows when the consent is revoked, and when the app is taken off. */
  readonly withdrawals?: number
  /** Grows when the app is taken off. */
  readonly uninstalls?: number
  /** Null once it is taken off. */
  readonly installedAt: Instant | null
  /** Those of the last consent. */
  readonly scopes: string[]
}

/** The growth that ends a credential, by its kind. An access token outlives a consent, as it outlives a refresh (U4). */
const ENDED_BY = {
  code: ['withdrawals'],
  refresh: ['consents', 'withdrawals'],
  access: ['uninstalls'],
  static: [],
} as const

export function recordConsent(
  session: Session,
  at: Instant,
  client: string,
  { locationId, companyId }: Account,
  scopes: readonly string[],
): Awaitable<null> {
  return session.state.change<Install, null>(keyOf(client, locationId ?? companyId), (old) => ({
    result: null,
    value: {
      ...old,
      consents: (old?.consents ?? 0) + 1,
      installedAt: old?.installedAt ?? at,
      scopes: [...scopes],
    },
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
export async function installOf(
  session: Session,
  client: string,
  resource: string,
): Promise<(Install & { readonly installedAt: Instant }) | undefined> {
  const install = await session.state.get<Install>(keyOf(client, resource))
  return install && install.installedAt !== null ? { ...install, installedAt: install.installedAt } : undefined
}

/** Whether an app has anything at an account: a consent, or a minted token. */
export async function isInstalled(session: Session, client: string, resource: string): Promise<boolean> {
  const minted = await session.state.get<string[]>(mintKey(client, resource))
  return minted !== undefined || (await installOf(session, client, resource)) !== undefined
}

/** Revokes the consent: its codes and refresh tokens are good no more, and the app hears of nothing (assumed). */
export function revokeConsent(session: Session, client: string, resource: string): Awaitable<null> {
  return session.state.change<Install, null>(keyOf(client, resource), (old) => ({
    result: null,
    value: { ...NOTHING, ...old, withdrawals: (old?.withdrawals ?? 0) + 1, scopes: [] },
  }))
}

/** Takes the app off: none of its tokens is good any more. */
export async function uninstall(session: Session, client: string, resource: string): Promise<void> {
  await session.state.change<Install, null>(keyOf(client, resource), (old) => ({
    result: null,
    value: {
      ...NOTHING,
      ...old,
      withdrawals: (old?.withdrawals ?? 0) + 1,
      uninstalls: (old?.uninstalls ?? 0) + 1,
      installedAt: null,
      scopes: [],
    },
  }))
  await session.state.change<string[], null>(mintKey(client, resource), () => ({ result: null, value: null }))
}

/** What a new credential remembers of the install that it is for, or of the credential that it descends from. */
export async function consentNow(
  session: Session,
  { client, location, company, extra = {} }: Pick<Credential, 'client' | 'location' | 'company' | 'extra'>,
) {
  const install = String(extra.install ?? location ?? company)
  const now = (await session.state.get<Install>(keyOf(client, install))) ?? NOTHING
  const { consents, withdrawals = 0, uninstalls = 0 } = now
  return {
    install,
    consents,
    withdrawals: extra.withdrawals ?? withdrawals,
    uninstalls: extra.uninstalls ?? uninstalls,
  }
}

/** A credential as it stands: revoked, where what happened to its install has ended it. */
export async function asItStands(session: Session, credential: Credential, at: Instant): Promise<Credential> {
  const { client, extra, kind } = credential
  if (extra?.install === undefined) return credential
  const now = (await session.state.get<Install>(keyOf(client, String(extra.install)))) ?? NOTHING
  const ended = ENDED_BY[kind].some((count) => (now[count] ?? 0) !== (extra[count] ?? 0))
  return ended ? { revokedAt: at, ...credential } : credential
}

const NOTHING: Install = { consents: 0, installedAt: null, scopes: [] }

function keyOf(client: string, resource: string): string {
  return `hoopai install/${client}/${resource}`
}

function mintKey(client: string, resource: string): string {
  return `hoopai minted/${client}/${resource}`
}
