/** The scenario that a session plays. */

import * as v from 'valibot'
import { iso } from '../../core/clock.ts'
import type { Json, JsonObject } from '../../core/http.ts'
import type { Script } from '../../core/script.ts'
import type { Session } from '../../core/session.ts'
import { isObject, Yaml } from './input.ts'
import { type AdminRoute, type Ask, route } from './route.ts'

const Scenario = v.custom<Json | Yaml>(
  (value) => typeof value === 'string' || (isObject(value) && Object.keys(value).length > 0),
  "a scenario object, a ready-made scenario's name as a JSON string, or YAML",
)

export const scenarioRoutes: readonly AdminRoute[] = [
  route({
    method: 'GET',
    path: '/sessions/:session/scenario',
    about: 'what plays, and how often each rule matched and struck',
    handle: ({ session }) => show(session),
  }),
  route({
    method: 'PUT',
    path: '/sessions/:session/scenario',
    about: "play another: a scenario object, a ready-made one's name, or YAML",
    body: Scenario,
    yaml: true,
    handle: play,
  }),
  route({
    method: 'DELETE',
    path: '/sessions/:session/scenario',
    about: 'play none',
    handle: async ({ stage, session }) => {
      await stage.sessions.past.keep(session)
      session.play(undefined)
      return show(session)
    },
  }),
]

/** A script from what a request brought. Throws AdminError, or ScenarioError with the place of the fault. */
export async function readScenario({ stage, inProcess }: Ask, source: Json | Yaml): Promise<Script> {
  if (source instanceof Yaml) return stage.readScenario(source.text, 'yaml')
  // Files are for those who share the machine's user.
  return stage.readScenario(source, typeof source !== 'string' ? 'object' : inProcess ? 'name' : 'ready')
}

async function play(ask: Ask<Json | Yaml>): Promise<Json> {
  const { stage, session, body } = ask
  const script = await readScenario(ask, body)
  await stage.sessions.past.keep(session)
  session.play(script)
  stage.log('info', 'scenario', { session: session.name, scenario: script.name })
  const { clock } = script
  const late = clock === undefined ? [] : [`clock (${iso(clock)}) takes effect only at creation or reset of a session`]
  return { ...(await show(session)), warnings: late }
}

async function show(session: Session): Promise<JsonObject> {
  const { script } = session
  return script ? ((await script.describe(session)) as JsonObject) : { name: null, rules: [] }
}
