/** What may befall a session's accounts, and making it happen. */

import * as v from 'valibot'
import { applyCause, sceneIn } from '../../core/causes.ts'
import type { Json } from '../../core/http.ts'
import type { Provider } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import { type AdminRoute, type Ask, providerOf, route } from './route.ts'

const Wanted = v.strictObject({ provider: v.string(), cause: v.string(), object: v.optional(v.string()) })
const Filter = v.strictObject({ provider: v.optional(v.string()) })

export const causeRoutes: readonly AdminRoute[] = [
  route({
    method: 'POST',
    path: '/sessions/:session/causes',
    about: 'let something befall an account: {provider, cause, object?}; without object it strikes the first',
    body: Wanted,
    handle: befall,
  }),
  route({
    method: 'GET',
    path: '/sessions/:session/causes',
    about: 'what may befall the accounts, and the objects that each cause may strike; ?provider=',
    query: Filter,
    handle: async ({ stage, session, query: { provider } }) => {
      const providers = provider === undefined ? stage.providers : [providerOf(stage, provider)]
      return { causes: (await Promise.all(providers.map((each) => list(session, each)))).flat() }
    },
  }),
]

async function befall({ stage, session, body }: Ask<v.InferOutput<typeof Wanted>>): Promise<Json> {
  const { provider, cause, object } = body
  const done = await applyCause(session, providerOf(stage, provider), cause, object)
  stage.log('info', 'cause', { session: session.name, provider, cause, object: done.object })
  return done
}

async function list(session: Session, provider: Provider): Promise<Json[]> {
  const scene = sceneIn(session, provider)
  return Promise.all(
    Object.entries(provider.causes ?? {}).map(async ([cause, { about, object, source, objects }]) => {
      const known = (await objects(scene)).map(({ id }) => id)
      return { provider: provider.name, cause, about, object, objects: known, source }
    }),
  )
}
