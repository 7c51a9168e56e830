/** Asks the admin API's own routes, in this process: what they check, do and refuse is the same there and here. */

import type { Json, JsonObject } from '../core/http.ts'
import type { Session } from '../core/session.ts'
import { isScenarioError } from '../server/admin/errors.ts'
import type { AdminRoute } from '../server/admin/route.ts'
import type { Stage } from '../server/stage.ts'

export interface Question {
  readonly stage: Stage
  readonly session: Session
  /** The emulator's URL. */
  readonly origin: string
  readonly method: AdminRoute['method']
  /** As the routes' table has it. */
  readonly path: string
  readonly params?: Readonly<Record<string, string>>
  readonly query?: object
  readonly body?: unknown
}

/** What the route answers. Rejects with AdminError, and with ScenarioError. */
export async function ask<T>({ stage, session, origin, method, path, params = {}, query, body }: Question): Promise<T> {
  // What checks their input takes a while to load, and who starts an emulator may never ask.
  const [{ adminRoutes }, { perform, refusal }] = await Promise.all([
    import('../server/admin/routes.ts'),
    import('../server/admin/perform.ts'),
  ])
  const row = adminRoutes.find((each) => each.method === method && each.path === path)!
  try {
    const given = { query: texts(query), body: plain(body) as Json | undefined }
    const answer = await perform(row, { stage, session, origin, params, inProcess: true }, given)
    stage.log('debug', 'admin', { method, path, status: row.status ?? 200 })
    return plain(answer) as T
  } catch (thrown) {
    if (isScenarioError(thrown)) throw thrown
    throw refusal(stage, thrown) ?? thrown
  }
}

/** A copy as JSON would carry it: nobody holds a part of a session by it. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

function texts(query: object = {}): JsonObject {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}
