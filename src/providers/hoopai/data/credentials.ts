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
    webhookKeys: { ed25519: publicKey('hoopaiWebhookEd25519'), rsa: publicKey('hoopaiWebhookRsa') },
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
    HOOPAI_WEBHOOK_PUBLIC_KEY: publicKey('hoopaiWebhookEd25519'),
  }
}

/** A private integration needs no consent, so it is the first thing to try. */
export async function firstCall(session: Session, base: string): Promise<string> {
  const [integration] = await integrations(session)
  const { locationId, token } = integration!
  const url = `${base}/contacts/?locationId=${locationId}`
  return `curl -s '${url}' -H 'authorization: Bearer ${token}' -H 'version: 2021-07-28'`
}

const made = new Map<string, string>()

/** SPKI in base64, made when it is first asked for. */
function publicKey(name: 'hoopaiWebhookEd25519' | 'hoopaiWebhookRsa'): string {
  let text = made.get(name)
  if (text === undefined) {
    const key = createPublicKey({ key: keys[name] as JsonWebKey, format: 'jwk' })
    made.set(name, (text = key.export({ type: 'spki', format: 'der' }).toString('base64')))
  }
  return text
}
