/** Webhooks: one on demand, and what became of all of them. */

import * as v from 'valibot'
import { iso } from '../../core/clock.ts'
import type { Json, JsonObject } from '../../core/http.ts'
import type { Delivery } from '../../core/outbox.ts'
import type { WebhookRequest } from '../../core/provider.ts'
import { isWebUrl } from '../../core/settings.ts'
import type { Stage } from '../stage.ts'
import { AdminError } from './errors.ts'
import { isObject } from './input.ts'
import { type AdminRoute, type Ask, providerOf, route } from './route.ts'

const maybe = v.optional(v.string())

const Demand = v.strictObject({
  type: v.string(),
  data: v.optional(v.custom<JsonObject>(isObject, 'an object')),
  url: v.optional(v.pipe(v.string(), v.check(isWebUrl, 'an http or https URL'))),
  provider: maybe,
  locationId: maybe,
  fault: maybe,
})

const Filter = v.strictObject({ type: maybe, provider: maybe })

export const webhookRoutes: readonly AdminRoute[] = [
  route({
    method: 'POST',
    path: '/sessions/:session/webhooks',
    about: 'send one signed event: {type, data?, url?, locationId?, fault?}; without url to where the settings say',
    status: 201,
    body: Demand,
    handle: send,
  }),
  route({
    method: 'GET',
    path: '/sessions/:session/webhooks',
    about: 'webhooks with each attempt, newest first; ?type=&provider=',
    query: Filter,
    handle: list,
  }),
]

async function send({ stage, session, body }: Ask<v.InferOutput<typeof Demand>>): Promise<Json> {
  const { provider: name, ...request } = body
  const provider = name === undefined ? stage.providers.find((each) => each.webhooks) : providerOf(stage, name)
  if (!provider?.webhooks)
    throw new AdminError('invalid_input', 'provider: expected one that sends webhooks', {
      ...(name === undefined ? {} : { got: name }),
      known: stage.providers.filter((each) => each.webhooks).map((each) => each.name),
    })
  return shown(stage, await provider.webhooks.send(session, session.clock.now(), request as WebhookRequest))
}

async function list({ stage, session, query }: Ask<unknown, v.InferOutput<typeof Filter>>): Promise<Json> {
  const { type, provider } = query
  const deliveries = (await session.outbox.list()).filter(
    (each) => (type === undefined || each.type === type) && (provider === undefined || each.provider === provider),
  )
  return { webhooks: deliveries.map((each) => shown(stage, each)) }
}

function shown({ redactor }: Stage, delivery: Delivery): JsonObject {
  const { id, webhookId, type, provider, url, fault, headers, body, sentAt, dueAt, attempts, delivered } = delivery
  return {
    id,
    webhookId,
    type,
    provider,
    url: redactor.text(url),
    ...(fault === undefined ? {} : { fault }),
    at: iso(sentAt),
    headers,
    body: redactor.value(readBody(body)),
    attempts: attempts.map(({ at, ...rest }) => ({ at: iso(at), ...rest })),
    ...(dueAt === null ? {} : { nextAttemptAt: iso(dueAt) }),
    delivered,
  }
}

function readBody(body: string): Json {
  try {
    return JSON.parse(body) as Json
  } catch {
    return body
  }
}
