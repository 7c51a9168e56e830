/** One act of the admin API, whoever asks for it: HTTP, or the library in this process. */

import { isApiError } from '../../core/errors.ts'
import { isObject, type Json, type JsonObject, type Reply } from '../../core/http.ts'
import type { Act, Order } from '../../core/order.ts'
import type { Script } from '../../core/script.ts'
import type { Session } from '../../core/session.ts'
import type { Stage } from '../stage.ts'
import { AdminError, type Hints, isScenarioError } from './errors.ts'
import { checkBody, checkQuery, Yaml } from './input.ts'
import { type AdminRoute, type Ask, unknownSession, type Written } from './route.ts'
import { adminRoutes } from './routes.ts'

/** What was handed over, unchecked. */
export interface Given {
  readonly body?: Json | Yaml | undefined
  readonly query?: JsonObject | undefined
}

/** Checks what was given by the route's schemas, and has the route do its work. Throws what `refusal` can word. */
export async function perform(row: AdminRoute, ask: Omit<Ask, keyof Given>, given: Given): Promise<Json | Written> {
  const { order } = ask.stage
  const body = checkBody(row, given.body)
  if (order && row.method !== 'GET' && !row.changesNothing) return actInTurn(order, row, ask, given)
  return row.handle({ ...ask, body, query: checkQuery(row, given.query) })
}

/** A scenario that is given by its name may be another one by the time of a replay, so it is read before. */
async function actInTurn(order: Order, row: AdminRoute, ask: Omit<Ask, keyof Given>, { body }: Given): Promise<Json> {
  const { stage, origin, params, inProcess } = ask
  const yaml = body instanceof Yaml
  const name = !yaml && isObject(body) ? body.scenario : body
  const script = typeof name === 'string' ? await stage.readScenario(name, inProcess ? 'name' : 'ready') : undefined
  return order.turn(async (turn) => {
    const session = stage.sessions.get(ask.session.name)
    if (!session) throw unknownSession(stage, ask.session.name)
    const act = {
      route: nameOf(row),
      origin,
      params,
      ...(body === undefined ? {} : { body: yaml ? body.text : body }),
      ...(yaml ? { yaml } : {}),
      ...(script?.written === undefined ? {} : { scenario: { written: script.written, source: script.source ?? '' } }),
    }
    const { reply, thrown } = await carryOut(stage, session, await turn.act(session, act), script)
    await turn.answered(reply)
    if (thrown !== undefined) throw thrown
    return reply.json!
  })
}

/**
 * What an act comes to, as HTTP has it: now, or once more in a replay.
 * @param script what the name of a scenario in its body means
 */
export async function carryOut(
  stage: Stage,
  session: Session,
  { route, origin, params, body, yaml }: Act,
  script?: Script,
): Promise<{ readonly reply: Reply; readonly thrown?: unknown }> {
  const row = adminRoutes.find((each) => nameOf(each) === route)
  if (!row) throw new RangeError(`the admin API has no route ${route}`)
  const { readScenario } = stage
  const read: Stage['readScenario'] = async (source, from, looked) =>
    script && (from === 'name' || from === 'ready') ? script : readScenario(source, from, looked)
  try {
    const given = checkBody(row, yaml ? new Yaml(String(body)) : body)
    const ask = { stage: { ...stage, readScenario: read }, session, origin, params, body: given, query: undefined }
    // What is no JSON is a GET's, which changes nothing.
    return { reply: { status: row.status ?? 200, json: (await row.handle(ask)) as Json } }
  } catch (thrown) {
    return { reply: replyOf(refusal(stage, thrown)), thrown }
  }
}

function nameOf({ method, path }: AdminRoute): string {
  return `${method} ${path}`
}

/** A refusal as HTTP has it; what nobody foresaw is the emulator's fault. */
export function replyOf(refused: AdminError | undefined): Reply {
  if (!refused)
    return { status: 500, json: { error: { code: 'internal', message: 'The emulator failed; its log says more.' } } }
  const { status, code, message, expected, got, known } = refused
  return {
    status,
    json: { error: { code, message, expected, got, known: known && [...known] } },
    ...(status === 401 ? { headers: { 'www-authenticate': 'Bearer' } } : {}),
  }
}

/** What was thrown, as a refusal without secrets; undefined where nobody foresaw it. */
export function refusal({ redactor }: Stage, thrown: unknown): AdminError | undefined {
  const word = (code: AdminError['code'], message: string, { expected, got, known }: Hints) =>
    new AdminError(code, redactor.text(message), {
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got: redactor.value(got) as Json }),
      ...(known === undefined || known.length === 0 ? {} : { known }),
    })
  if (thrown instanceof AdminError) return word(thrown.code, thrown.message, thrown)
  if (isApiError(thrown)) return word('refused', thrown.message || thrown.code, thrown.details as Hints)
  if (isScenarioError(thrown)) return word('bad_scenario', thrown.message, thrown.problems[0] ?? {})
  return undefined
}
