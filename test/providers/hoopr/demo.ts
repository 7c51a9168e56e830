/** The demo account of Hoopr: its clients, tokens for them, and the headers that its answers bear. */

import type { SessionOptions } from '../../../src/core/session.ts'
import { hoopr } from '../../../src/providers/hoopr/index.ts'
import { type Request, stand } from '../../support.ts'

/** First: the samples' two scopes. Second: all three. Third: deactivated. */
export const [FIRST, SECOND, INACTIVE] = [1, 2, 3].map((n) => `5d0b1e00-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
  string,
]
export const PARTNER_EXCLUSIVES = {
  test: '3d63c719-37ce-49cb-9940-3c6a63568ce6',
  live: '18e2cd36-39f4-4af9-9bf2-69b33291aa39',
}
export const TOP_50 = 'p1a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6a7b'

/** A session of the demo account, with a token for any client, mode and scopes. */
export function demo(options: SessionOptions = {}) {
  const { session, call } = stand(hoopr, options)
  const tokenOf = (client = SECOND, more: { mode?: string; scopes?: string[] } = {}) =>
    hoopr.mint(session, session.clock.now(), { client, ...more })
  /** `data` of a call that must succeed. */
  const read = async (target: string, request: Request = {}) => {
    const answer = await call(target, request)
    if (answer.status !== 200) throw new Error(`${target}: ${answer.status} ${answer.text}`)
    return answer.json.data
  }
  const url = (absolute: string) => `GET ${absolute.replace('http://localhost/hoopr', '')}`
  return { session, call, read, tokenOf, url }
}

export function secretOf(client: string, mode: 'test' | 'live' = 'test'): string {
  return `hpr_${mode}_DemoSecretOfTheFirstKind0000000${client.at(-1)}`
}

export function grant(client = FIRST, mode: 'test' | 'live' = 'test') {
  return { grant_type: 'client_credentials', client_id: client, client_secret: secretOf(client, mode) }
}

/** All headers of an answer under /v1. */
export function headers(remaining: number, more: Record<string, string> = {}, limit = 600) {
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-api-version': 'v1',
    'x-service-version': '1.0.0',
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': '60',
    ...more,
  }
}

export function refusal(type: string | undefined, message: string) {
  return { data: null, error: { code: 1, message, ...(type ? { type } : {}) } }
}

export const UNLIMITED = { settings: { hoopr: { limits: 'off' } } }

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

/** A caller for one mode, and the way through all pages of a list. */
export async function reader(mode: 'test' | 'live' = 'test', options = {}) {
  const { read, call, tokenOf } = demo({ ...UNLIMITED, ...options })
  const token = await tokenOf(SECOND, { mode })
  const get = (target: string) => read(`GET ${target}`, { token })
  const search = (json: object) => read('POST /v1/search', { token, json })
  const walk = async (path: string, pageSize = 100): Promise<Any[]> => {
    const items: Any[] = []
    for (let page = 1; ; page++) {
      const got = await get(`${path}${path.includes('?') ? '&' : '?'}page=${page}&pageSize=${pageSize}`)
      items.push(...got.items)
      if (page >= got.totalPages) return items
    }
  }
  return { call, token, tokenOf, get, search, walk }
}
