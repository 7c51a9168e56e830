/** An app of HoopAI that goes through consent and tokens, for tests. */

import type { ConsentRequest, Provider, Route } from '../../../src/core/provider.ts'
import { json } from '../../../src/core/provider.ts'
import type { SessionOptions } from '../../../src/core/session.ts'
import { accounts } from '../../../src/providers/hoopai/data.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { stand } from '../../support.ts'

export const VERSION = { version: '2021-07-28' }

type Fields = Record<string, string>

/** A session with HoopAI and its first app (or the `nth`). */
export function connect(options: SessionOptions = {}, provider: Provider = hoopai, nth = 0) {
  return appIn(stand(provider, options), provider, nth)
}

/** The same in a session that there is. */
export function appIn({ session, call }: ReturnType<typeof stand>, provider: Provider = hoopai, nth = 0) {
  const known = accounts(session)
  const app = known.apps[nth]!
  const redirectUri = app.redirectUris[0]!
  const client = { client_id: app.clientId, client_secret: app.clientSecret }
  const consent = (request: Partial<ConsentRequest> = {}) =>
    provider.consent!(session, session.clock.now(), {
      clientId: app.clientId,
      redirectUri,
      scope: app.scopes.join(' '),
      ...request,
    })
  const code = async (request: Partial<ConsentRequest> = {}) =>
    new URL((await consent(request)).redirectTo!).searchParams.get('code')!
  const token = (form: Fields) => call('POST /oauth/token', { form: { ...client, ...form } })
  const exchange = (code: string, more: Fields = {}) => token({ grant_type: 'authorization_code', code, ...more })
  const refresh = (refresh_token: string, more: Fields = {}) =>
    token({ grant_type: 'refresh_token', refresh_token, ...more })
  /** The token answer of a fresh install. */
  const install = async (request: Partial<ConsentRequest> = {}) => (await exchange(await code(request))).json
  return { session, call, ...known, app, redirectUri, client, consent, code, token, exchange, refresh, install }
}

/** Settings of HoopAI for a session. */
export function having(settings: Record<string, string | number | boolean | Record<string, string>>) {
  return { settings: { hoopai: settings } } satisfies SessionOptions
}

/** HoopAI with one route for each scope, `GET /contacts/probe/<scope>/x`, that answers what it is. */
export const probing: Provider = {
  ...hoopai,
  routes: [
    ...hoopai.routes,
    ...Object.keys(hoopai.scopes).map(
      (scope): Route => ({
        name: `probe.${scope}`,
        method: 'GET',
        path: `/contacts/probe/${scope}/x`,
        scope,
        source: 'assumed',
        handle: () => json({ scope }),
      }),
    ),
  ],
}
export const probe = (scope: string) => `GET /contacts/probe/${scope}/x`
