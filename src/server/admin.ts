/** The admin API: one table of routes, mounted twice; here is what all of them go through. */

import { type Request, type Response, Router } from 'express'
import type { Call, Json, Reply } from '../core/http.ts'
import type { Session } from '../core/session.ts'
import type { Awaitable } from '../core/state.ts'
import { AdminError } from './admin/errors.ts'
import { readBody } from './admin/input.ts'
import { perform, refusal, replyOf } from './admin/perform.ts'
import { type AdminRoute, pathsOf, unknownSession, Written } from './admin/route.ts'
import { adminRoutes } from './admin/routes.ts'
import { origin } from './dispatch.ts'
import { guard } from './guard.ts'
import { BODY_LIMIT, send, toCall } from './http.ts'
import { makePage, PAGE } from './page.ts'
import type { Stage } from './stage.ts'

/** The router of `/__admin`, with and without the prefix of a session. */
export function adminRouter(stage: Stage): Router {
  const { redactor } = stage
  const router = Router({ mergeParams: true })
  const page = makePage()
  // It holds nothing. What it shows it asks for, with the token where one is wanted.
  router.get('/', (req, res) => respond(req, res, { open: true, reply: page }))
  for (const row of adminRoutes)
    for (const path of pathsOf(row)) {
      const reply = async (req: Request, call: Call) => ({
        status: row.status ?? 200,
        ...bodyOf(await ask(row, req, call)),
      })
      router[row.method.toLowerCase() as 'get'](path, (req, res) => respond(req, res, { ...row, path, reply }))
    }
  router.use((req, res) =>
    respond(req, res, {
      reply: () => {
        throw unknownRoute(req)
      },
    }),
  )
  return router

  async function respond(req: Request, res: Response, of: Responder): Promise<void> {
    const { path = req.path, open, bodyLimit } = of
    let call: Call | undefined
    let reply: Reply
    try {
      guard(stage, req, open)
      call = await toCall(req, { path, search: req.originalUrl.split(/\?(.*)/s)[1] ?? '' }, bodyLimit)
      reply = await of.reply(req, call)
    } catch (thrown) {
      // A client that went away is no failure.
      if (req.destroyed && !req.complete) return
      reply = refuse(stage, thrown)
    }
    stage.log('debug', 'admin', { method: req.method, path: redactor.text(path), status: reply.status })
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
    const at = stage.sessions.default.clock.now()
    const whole = { ...reply, headers: { ...headers, ...reply.headers } }
    send(req, res, { at, oversize: call?.oversize }, whole, stage.held)
  }

  async function ask(row: AdminRoute, req: Request, asked: Call): Promise<Json | Written> {
    if (asked.oversize === 'headers') throw new AdminError('headers_too_large', 'The headers are over 16 KiB.')
    if (asked.oversize === 'body')
      throw new AdminError('body_too_large', `The body is over ${(row.bodyLimit ?? BODY_LIMIT) / 2 ** 20} MiB.`)
    const session = row.path.startsWith('/sessions/:session') ? sessionOf(stage, req) : stage.sessions.default
    const params = req.params as Record<string, string>
    const given = { body: readBody(row, asked), query: Object.fromEntries(asked.query) }
    return perform(row, { stage, session, origin: origin(stage, req), params }, given)
  }
}

function bodyOf(answer: Json | Written): Pick<Reply, 'json' | 'text' | 'headers'> {
  if (!(answer instanceof Written)) return { json: answer }
  return { text: answer.text, headers: { 'content-type': answer.contentType } }
}

interface Responder extends Partial<Pick<AdminRoute, 'path' | 'open' | 'bodyLimit'>> {
  reply(req: Request, call: Call): Awaitable<Reply>
}

/** The session named by the path, else by its prefix, else by the header, else `default`. */
function sessionOf(stage: Stage, req: Request): Session {
  const { session: inPath, prefix } = req.params as Record<string, string | undefined>
  const name = inPath ?? prefix ?? req.get('x-stuntdouble-session') ?? 'default'
  const session = stage.sessions.get(name)
  if (session) return session
  throw unknownSession(stage, name)
}

function unknownRoute({ method, path }: Request): AdminError {
  const known = [PAGE, ...adminRoutes].map((row) => `${row.method} /__admin${row.path}`)
  return new AdminError('unknown_route', 'The admin API has no such route.', {
    expected: 'a known route; what is under /sessions/:session may stand without it',
    got: `${method} /__admin${path}`,
    known,
  })
}

/** What went wrong, worded for the caller. */
function refuse(stage: Stage, thrown: unknown): Reply {
  const refused = refusal(stage, thrown)
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (!refused) stage.log('error', 'failed', { message: stage.redactor.text(message) })
  return replyOf(refused)
}
