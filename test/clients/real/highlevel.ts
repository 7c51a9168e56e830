import { randomUUID } from 'node:crypto'
import { MemorySessionStorage } from '@gohighlevel/api-client'
import { sdkAt } from '../sdk.ts'
import type { RealClient } from './client.ts'

export const highlevelSdk: RealClient = {
  packages: ['@gohighlevel/api-client'],
  shown: 'README, "Basic Setup" with `rateLimitRetry: true`, "Token Management" in memory, "Working with Contacts"',
  left: 'the `state` of the consent, for which `getAuthorizationUrl` has no place',
  at: ['hoopai'],
  async start({ clientId, clientSecret, token, consent }) {
    const { redirectUri, scope, locationId, ask } = consent!
    const ghl = sdkAt(token.replace(/\/oauth\/token$/, ''), {
      clientId,
      clientSecret,
      sessionStorage: new MemorySessionStorage(undefined, { maxEntries: 1000 }),
      rateLimitRetry: true,
    })
    const url = new URL(ghl.oauth.getAuthorizationUrl(clientId, redirectUri, scope))
    const state = randomUUID()
    url.searchParams.set('state', state)
    const callback = await ask(url)
    if (callback.searchParams.get('state') !== state) throw new Error('the callback is not for this state')
    const tokens = await ghl.oauth.getAccessToken({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code')!,
      redirect_uri: redirectUri,
    })
    await ghl.getSessionStorage().setSession(locationId, tokens)
    return {
      read: (limit) => ghl.contacts.getContacts({ locationId, limit }),
      write: () => ghl.contacts.createContact({ locationId, name: 'Ada Lovelace', email: 'ada@example.com' }),
    }
  },
}
