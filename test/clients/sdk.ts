/** HighLevel's official SDK, `@gohighlevel/api-client`, led to the running program. */

import { HighLevel } from '@gohighlevel/api-client'
import type { Session } from './emulator.ts'

export type Config = Omit<ConstructorParameters<typeof HighLevel>[0], 'clientId' | 'clientSecret'>

/** The SDK has no option for its two addresses: one is a static field, the other a field of its `oauth`. */
export function sdkAt(baseUrl: string, config: ConstructorParameters<typeof HighLevel>[0]): HighLevel {
  Object.assign(HighLevel, { BASE_URL: baseUrl })
  // Its own log of the refusals that these tests provoke stays silent.
  const sdk = new HighLevel({ ...config, logLevel: 'none' })
  Object.assign(sdk.oauth, { MARKETPLACE_URL: baseUrl })
  return sdk
}

export function exchange(sdk: HighLevel, app: Session['credentials']['hoopai']['apps'][0], callback: URL) {
  return sdk.oauth.getAccessToken({
    client_id: app.clientId,
    client_secret: app.clientSecret,
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code')!,
    redirect_uri: app.redirectUris[0],
  })
}
