/** What success looks like. Source: docs/response-format. */

import type { Json, Reply } from '../../../core/http.ts'
import type { Context } from '../../../core/provider.ts'
import { envelope } from '../errors.ts'

/** 200 with `data`; `error` says OK. */
export function ok(context: Context, data: Json): Reply {
  return { status: 200, json: envelope(context, data, { code: 0, message: 'OK' }) }
}
