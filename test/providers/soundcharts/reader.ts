/** A client that reads as one team, and holds every success against the schema that its route declares. */

import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { findEndpoint } from '../../../src/core/routes.ts'
import type { SessionOptions } from '../../../src/core/session.ts'
import { soundcharts } from '../../../src/providers/soundcharts/index.ts'
import type { Request, Response } from '../../support.ts'
import { account, ONE_TEAM, SANDBOX } from './account.ts'

export const BAD_GUY = '7d534228-5165-11e9-9375-549f35161576'
export const TOP_HITS = '11e84493-5281-9002-b572-a0369fe50396'
export const GROWN_UP = '86694fd0-cdce-11e8-8cff-549f35161576'

const ajv = new Ajv2020({ strict: false })
// The export is the plugin itself or its module, as bundlers have it.
const plugin = formats as unknown as typeof formats.default
plugin(ajv)

/** @param as the place of an API client, or the public sandbox */
export async function reader(as: number | 'sandbox' = ONE_TEAM, options: SessionOptions = {}) {
  const { session, call, token } = account({ limits: 'off', accessTokenSeconds: 10 ** 8 }, options)
  const credential: Request = as === 'sandbox' ? { headers: SANDBOX } : { token: await token(as) }
  const send = async (target: string, request: Request = {}): Promise<Response> => {
    const answer = await call(target, { ...credential, ...request })
    if (answer.status === 200) expectDeclared(target, answer)
    return answer
  }
  const get = (path: string) => send(`GET ${path}`)
  /** All items of a list, by `page.next`. */
  const all = async (path: string, limit = 100) => {
    // biome-ignore lint/suspicious/noExplicitAny: items of every shape
    const items: any[] = []
    let next: string | null = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`
    while (next) {
      const { status, json } = await get(next)
      expect(status, next).toBe(200)
      items.push(...json.items)
      next = json.page.next
    }
    return items
  }
  return { session, send, get, all }
}

function expectDeclared(target: string, { json }: Response): void {
  const [method = '', path = ''] = target.split('?', 1)[0]!.split(' ')
  const { route } = findEndpoint(soundcharts, method, path)
  const schema = route.success?.schema
  expect(schema, `${route.name} declares no schema`).toBeDefined()
  const check = ajv.compile(schema!)
  expect(check(json), `${target}: ${ajv.errorsText(check.errors)}`).toBe(true)
}
