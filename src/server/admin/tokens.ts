/** Tokens by hand: consent without a browser, minting, expiry and revocation. */

import * as v from 'valibot'
import { sceneIn } from '../../core/causes.ts'
import type { Json } from '../../core/http.ts'
import { imagined } from '../../core/imagined.ts'
import type { ConsentRequest, Provider } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import { type Credential, live } from '../../core/vault.ts'
import type { Stage } from '../stage.ts'
import { AdminError } from './errors.ts'
import { type AdminRoute, type Ask, providerOf, route } from './route.ts'

const text = v.string()
const maybe = v.optional(text)

const Mint = v.strictObject({
  provider: text,
  client: maybe,
  scopes: v.optional(v.array(text)),
  mode: maybe,
  locationId: maybe,
  companyId: maybe,
  expiresIn: v.optional(v.pipe(v.number(), v.integer('whole seconds'), v.minValue(1, 'at least 1 second'))),
})

const Consent = v.strictObject({
  clientId: text,
  redirectUri: text,
  scope: text,
  state: maybe,
  locationId: maybe,
  companyId: maybe,
  decision: v.optional(v.picklist(['allow', 'deny'])),
})

const Target = v.pipe(
  v.strictObject({ token: maybe, provider: maybe, client: maybe }),
  v.check((target) => Object.keys(target).length === 1, 'exactly one of token, provider and client'),
)
type Target = v.InferOutput<typeof Target>

export const tokenRoutes: readonly AdminRoute[] = [
  route({
    method: 'POST',
    path: '/sessions/:session/consent',
    about: "a person's choice on HoopAI's consent page, without a browser",
    body: Consent,
    handle: consent,
  }),
  route({
    method: 'POST',
    path: '/sessions/:session/tokens',
    about: 'mint an access token: {provider, client?, scopes?, mode?, locationId?, companyId?, expiresIn?}',
    status: 201,
    body: Mint,
    handle: mint,
  }),
  route({
    method: 'POST',
    path: '/sessions/:session/tokens/expire',
    about: 'end the life of {token}, or of the access tokens of {provider} or {client}',
    body: Target,
    handle: async (ask) => ({ expired: await touch(ask, 'expire') }),
  }),
  route({
    method: 'POST',
    path: '/sessions/:session/tokens/revoke',
    about: 'revoke {token}, or the access tokens of {provider} or {client}',
    body: Target,
    handle: async (ask) => ({ revoked: await touch(ask, 'revoke') }),
  }),
]

async function consent({ stage, session, body }: Ask<v.InferOutput<typeof Consent>>): Promise<Json> {
  const provider = stage.providers.find((each) => each.consent)
  if (!provider?.consent) throw new AdminError('unknown_route', 'No provider here has a consent page.')
  const request = body as ConsentRequest
  const at = session.clock.now()
  return provider.consent(session, at, request, await stagedFor(session, provider, at, request))
}

/** What the scenario has a consent do: its rules meet the call that the person's choice on the page would have been. */
async function stagedFor(session: Session, provider: Provider, at: number, { clientId, locationId }: ConsentRequest) {
  const route = provider.routes.find(({ redirects, method }) => redirects && method === 'POST')
  if (!route || !session.script?.meetsConsents) return undefined
  const who = { client: clientId, location: locationId }
  return (await session.script.meet(imagined(sceneIn(session, provider, at), route, { who })))?.staged
}

async function mint({ stage, session, body }: Ask<v.InferOutput<typeof Mint>>): Promise<Json> {
  const { provider, expiresIn, ...rest } = body
  const request = { ...rest, ...(expiresIn === undefined ? {} : { expiresInSeconds: expiresIn }) }
  const token = await providerOf(stage, provider).mint(session, session.clock.now(), request as never)
  return { token }
}

/** Expires or revokes what is meant, and answers how many that were. What is named is touched whatever its kind. */
async function touch({ stage, session, body }: Ask<Target>, act: 'expire' | 'revoke'): Promise<number> {
  const { token, provider, client } = body
  const { vault, clock } = session
  const at = clock.now()
  if (provider !== undefined) providerOf(stage, provider)
  const meant =
    token === undefined
      ? await vault.all(({ kind, ...of }) => kind === 'access' && (of.provider === provider || of.client === client))
      : [await find(stage, session, token)]
  const alive = meant.filter((each) => live(each, at) && (act === 'revoke' || each.expiresAt !== null))
  for (const { id } of alive) await vault[act](id, at)
  return alive.length
}

/** A token that lives for ever comes into the vault when it is first shown, so each provider is shown it. */
async function find({ providers }: Stage, session: Session, token: string): Promise<Credential> {
  const headers = { authorization: `Bearer ${token}` }
  let credential = await session.vault.find(token)
  for (const provider of credential ? [] : providers) {
    const route = provider.routes.find(({ takes = 'access' }) => takes === 'access')
    if (!route) continue
    const { credential: known } = await provider.identify(
      imagined(sceneIn(session, provider), route, { call: { headers } }),
    )
    credential ??= known
  }
  if (!credential) throw new AdminError('unknown_token', 'This session never issued that token.')
  return credential
}
