/** The Express application: providers and admin API. The only folder that knows Express is this. */

import express, { type ErrorRequestHandler, type Express } from 'express'
import { adminRouter } from './admin.ts'
import { destination, serve, unknownPath } from './dispatch.ts'
import type { Stage } from './stage.ts'

/** The whole emulator as an Express application, for supertest or to be mounted. */
export function createApp(stage: Stage): Express {
  const { redactor } = stage
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use((req, res, next) => {
    const to = destination(stage, req)
    if (to) serve(stage, to, req, res).catch(next)
    else next()
  })
  app.use(['/__admin', '/s/:prefix/__admin'], adminRouter(stage))
  app.use((req, res) => void res.status(404).json({ error: unknownPath(stage, req.path) }))
  const fail: ErrorRequestHandler = (error: Error & { status?: number }, _req, res, _next) => {
    const { status = 500 } = error
    const message = redactor.text(error.message)
    if (status >= 500) stage.log('error', 'failed', { message })
    if (res.headersSent) res.destroy()
    else if (status >= 500)
      res.status(500).json({ error: { code: 'internal', message: 'The emulator failed; its log says more.' } })
    else res.status(status).json({ error: { code: 'malformed_request', message } })
  }
  app.use(fail)
  return app
}
