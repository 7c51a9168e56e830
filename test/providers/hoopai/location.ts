/** A client of one HoopAI location (the first unless told), with a token of every scope and the Version header. */

import type { MintRequest } from '../../../src/core/provider.ts'
import type { SessionOptions } from '../../../src/core/session.ts'
import { accounts } from '../../../src/providers/hoopai/data.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { type Request, stand } from '../../support.ts'

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
export const ID = /^[0-9A-Za-z]{20}$/

export async function locationClient(options: SessionOptions = {}, mint: MintRequest = {}) {
  const { session, call } = stand(hoopai, options)
  const locations = accounts(session).locations
  const token = await hoopai.mint(session, session.clock.now(), mint)
  const headers = { version: '2021-07-28' }
  return {
    session,
    locations,
    locationId: mint.locationId ?? locations[0]!.locationId,
    token,
    call: (target: string, request: Request = {}) =>
      call(target, { token, ...request, headers: { ...headers, ...request.headers } }),
  }
}

/** An answer less its `traceId`, which must be a UUID. */
export function withoutTrace({ json }: { json: Record<string, unknown> }): Record<string, unknown> {
  const { traceId, ...rest } = JSON.parse(JSON.stringify(json)) as Record<string, unknown>
  if (!UUID.test(String(traceId))) throw new Error(`no traceId in ${JSON.stringify(json)}`)
  return rest
}
