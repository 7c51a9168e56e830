/** A session's HoopAI credentials, as the admin API and the environment show them. */

import { createPublicKey, type JsonWebKey } from 'node:crypto'
import keys from '../../../../fixtures/keys.json' with { type: 'json' }
import type { Session } from '../../../core/session.ts'
import { accounts } from '../data.ts'

export function credentials(session: Session, base: string) {
  const { apps, locations, privateIntegrations } = accounts(session)
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
    locations: locations.map(({ locationId, companyId, active }) => ({ locationId, companyId, active })),
    privateIntegrations: privateIntegrations.map(({ token, locationId, companyId, scopes }) => ({
      token,
      ...(locationId === undefined ? { companyId } : { locationId }),
      scopes: [...scopes],
    })),
    webhookKeys: { ed25519: publicKey('hoopaiWebhookEd25519'), rsa: publicKey('hoopaiWebhookRsa') },
  }
}

export function env(session: Session, base: string): Record<string, string> {
  const { apps, locations, privateIntegrations } = accounts(session)
  const { clientId, clientSecret, redirectUris } = apps[0]!
  const { locationId, companyId } = locations[0]!
  return {
    HOOPAI_BASE_URL: base,
    HOOPAI_MARKETPLACE_URL: base,
    HOOPAI_CLIENT_ID: clientId,
    HOOPAI_CLIENT_SECRET: clientSecret,
    HOOPAI_REDIRECT_URI: redirectUris[0]!,
    HOOPAI_LOCATION_ID: locationId,
    HOOPAI_COMPANY_ID: companyId,
    HOOPAI_PRIVATE_TOKEN: privateIntegrations[0]!.token,
    HOOPAI_WEBHOOK_PUBLIC_KEY: publicKey('hoopaiWebhookEd25519'),
  }
}

/** A private integration needs no consent, so it is the first thing to try. */
export function firstCall(session: Session, base: string): string {
  const { locationId, token } = accounts(session).privateIntegrations[0]!
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
