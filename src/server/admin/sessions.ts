/** The emulator's health, and the life of sessions. */

import * as v from 'valibot'
import { iso } from '../../core/clock.ts'
import type { Json, JsonObject } from '../../core/http.ts'
import type { Session, SessionOptions } from '../../core/session.ts'
import { SESSION_NAME } from '../../core/sessions.ts'
import { credentials, environment, urls } from '../environment.ts'
import type { Stage } from '../stage.ts'
import { AdminError, isScenarioError } from './errors.ts'
import { instant, isObject, wholeNumber } from './input.ts'
import { type AdminRoute, type Ask, route } from './route.ts'
import { readScenario } from './scenario.ts'

const NewSession = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.regex(SESSION_NAME, 'a name of 1 to 64 characters A-Z a-z 0-9 . _ -'))),
  seed: v.optional(wholeNumber),
  scenario: v.optional(
    v.custom<Json>((value) => typeof value === 'string' || isObject(value), "a scenario's name or a scenario object"),
  ),
  clock: v.optional(instant),
  settings: v.optional(v.custom<JsonObject>(isObject, 'an object: {<provider>: {<setting>: <value>}}')),
  ownCredentials: v.optional(v.boolean()),
})

export const sessionRoutes: readonly AdminRoute[] = [
  route({
    method: 'GET',
    path: '/health',
    about: 'whether the emulator answers, and its version',
    open: true,
    handle: ({ stage }) => ({ status: 'ok', version: stage.version }),
  }),
  route({
    method: 'POST',
    path: '/sessions',
    about: 'make a session: {name?, seed?, scenario?, clock?, settings?, ownCredentials?}',
    status: 201,
    body: NewSession,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/sessions',
    about: 'all sessions',
    handle: ({ stage }) => ({ sessions: stage.sessions.list().map(summary) }),
  }),
  route({
    method: 'GET',
    path: '/sessions/:session',
    about: 'one session, with its credentials and environment',
    handle: (ask) => whole(ask, ask.session),
  }),
  route({
    method: 'DELETE',
    path: '/sessions/:session',
    about: 'drop a session; `default` begins anew',
    handle: async ({ stage, session }) => {
      await stage.sessions.past.keep(session, { ends: true })
      stage.sessions.drop(session.name)
      return { dropped: session.name }
    },
  }),
  route({
    method: 'POST',
    path: '/sessions/:session/reset',
    about: 'a new universe from the same seed and scenario',
    handle: async (ask) => {
      await ask.stage.sessions.past.keep(ask.session)
      return whole(ask, ask.stage.sessions.reset(ask.session))
    },
  }),
  route({
    method: 'GET',
    path: '/sessions/:session/credentials',
    about: 'base URLs, clients, secrets and keys, by provider',
    handle: (ask) => credentials(ask.stage, ask.session, ask.origin),
  }),
]

async function create(ask: Ask<v.InferOutput<typeof NewSession>>): Promise<Json> {
  const { stage, body } = ask
  const { name, seed, scenario, clock, settings, ownCredentials } = body
  const options = {
    ...(name === undefined ? {} : { name }),
    ...(seed === undefined ? {} : { seed }),
    ...(clock === undefined ? {} : { frozenAt: clock }),
    ...(settings === undefined ? {} : { settings: await readSettings(stage, settings) }),
    ...(scenario === undefined ? {} : { script: await readScenario(ask, scenario as Json) }),
    ...(ownCredentials === undefined ? {} : { ownCredentials }),
  }
  if (name !== undefined && stage.sessions.get(name))
    throw new AdminError('session_exists', 'There is a session of this name already.', { got: name })
  const session = stage.sessions.create(options)
  const answer = await whole(ask, session)
  // Thousands may be made at once and wait; their credentials, told here, would be nearly all that they weigh.
  session.forget()
  return answer
}

/** Settings are checked as a scenario's are. Throws AdminError. */
async function readSettings(stage: Stage, settings: JsonObject): Promise<NonNullable<SessionOptions['settings']>> {
  try {
    return (await stage.readScenario({ settings }, 'object')).settings
  } catch (error) {
    if (!isScenarioError(error)) throw error
    const { path, expected, got, known = [] } = error.problems[0]!
    throw new AdminError('invalid_input', `${path}: expected ${expected}`, { expected, got, known })
  }
}

function summary({ name, seed, ownCredentials, clock, script }: Session): JsonObject {
  const { frozen } = clock
  return { name, seed, ownCredentials, scenario: script?.name ?? null, clock: { now: iso(clock.now()), frozen } }
}

/** A session with its credentials and environment. */
export async function whole(ask: Ask, session: Session): Promise<JsonObject> {
  const { stage, origin } = ask
  return {
    ...summary(session),
    urls: urls(stage, session, origin),
    credentials: await credentials(stage, session, origin),
    env: await environment(stage, session, origin),
  }
}
