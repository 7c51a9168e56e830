/** A session's HoopAI credentials, as the admin API and the environment show them. */

import { createPublicKey, type JsonWebKey } from 'node:crypto'
import keys from '../../../../fixtures/keys.json' with { type: 'json' }
import type { Session } from '../../../core/session.ts'
import { accounts, isActive } from '../data.ts'
import { integrations } from './integrations.ts'
import type { Settings } from './settings.ts'

export async function credentials(session: Session, settings: Settings, base: string) {
  const { apps, locations } = accounts(session)
  const active = await Promise.all(locations.map(({ locationId }) => isActive({ session, settings }, locationId)))
  const privateIntegrations = await integrations(session)
  return {
    baseUrl: base,
    // Both hosts share one prefix, since their paths do not collide.
    marketplaceUrl: base,
    apps: apps.map(({ clientId, clientSecret, redirectUris, scopes }) => ({
      clientId,
      clientSecret,
      redirectUris: [...redirectUris],
      scopes: [...scopes],
    })),
    locations: locations.map(({ locationId, companyId }, i) => ({ locationId, companyId, active: active[i]! })),
    privateIntegrations: privateIntegrations.map(({ name, token, locationId, companyId, scopes }) => ({
      name,
      token,
      ...(locationId === undefined ? { companyId } : { locationId }),
      scopes: [...scopes],
    })),
    webhookKeys: { ed25519: ED25519, rsa: rsaKey() },
  }
}

export async function env(session: Session, base: string): Promise<Record<string, string>> {
  const { apps, locations } = accounts(session)
  const { clientId, clientSecret, redirectUris } = apps[0]!
  const { locationId, companyId } = locations[0]!
  const [integration] = await integrations(session)
  return {
    HOOPAI_BASE_URL: base,
    HOOPAI_MARKETPLACE_URL: base,
    HOOPAI_CLIENT_ID: clientId,
    HOOPAI_CLIENT_SECRET: clientSecret,
    HOOPAI_REDIRECT_URI: redirectUris[0]!,
    HOOPAI_LOCATION_ID: locationId,
    HOOPAI_COMPANY_ID: companyId,
    HOOPAI_PRIVATE_TOKEN: integration!.token,
    HOOPAI_WEBHOOK_PUBLIC_KEY: ED25519,
  }
}

/** A private integration needs no consent, so it is the first thing to try. */
export async function firstCall(session: Session, base: string): Promise<string> {
  const [integration] = await integrations(session)
  const { locationId, token } = integration!
  const url = `${base}/contacts/?locationId=${locationId}`
  return `curl -s '${url}' -H 'authorization: Bearer ${token}' -H 'version: 2021-07-28'`
}

/** Both keys are SPKI in base64. What comes before the 32 bytes of an Ed25519 key is always the same (RFC 8410 section 10.1). */
const ED25519 = Buffer.concat([
  Buffer.from('302a300506032b6570032100', 'hex'),
  Buffer.from(keys.hoopaiWebhookEd25519.x, 'base64url'),
]).toString('base64')
let rsa: string | undefined

/** Made when it is first asked for. */
function rsaKey(): string {
  const key = () => createPublicKey({ key: keys.hoopaiWebhookRsa as JsonWebKey, format: 'jwk' })
  return (rsa ??= key().export({ type: 'spki', format: 'der' }).toString('base64'))
}
