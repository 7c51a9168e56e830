/** A small client of each provider that does what a good one does, over HTTP, and keeps a log of what it was answered. */

import type { Emulator } from '../../src/index.ts'

/** Why a client gave up: what only a person, another secret or a later day can mend. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

export interface Client {
  /** `token 200`, `read 401`, in order. */
  readonly log: readonly string[]
  /** Reads one thing, whatever it takes. Throws Stopped. */
  read(path?: string): Promise<unknown>
}

/** What a provider's documents say of its tokens and refusals. */
interface Manual {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** A token request: the first, or a renewal. */
  token(): Promise<Response>
  accept(body: Body): string
  /** What a refusal asks for. Seconds to wait; `renew`; `stop`. */
  advise(response: Response, body: Body): number | 'renew' | 'stop'
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of three providers
type Body = any

const TRIES = 6

/** A client with the first demo account's credentials. */
export async function connect(emulator: Emulator, provider: string, mode = 'test'): Promise<Client> {
  const admin = <T>(path: string, body?: object) => ask<T>(`${emulator.url}/__admin/${path}`, body)
  const base = `${emulator.url}/${provider}`
  const manual = await MANUALS[provider]!(base, (await admin<Body>('credentials'))[provider], mode, admin)
  const log: string[] = []
  let held: string | undefined
  let renewing: Promise<string> | undefined

  const wait = (seconds: number) => admin('clock', { advance: `${Math.ceil(seconds)}s` })
  /** Sends until it is served or told to stop; waits between, longer each time when nobody says how long. */
  const persist = async (kind: string, send: () => Promise<Response>): Promise<Body> => {
    let renewed = false
    for (let attempt = 1; ; attempt++) {
      const response = await send()
      log.push(`${kind} ${response.status}`)
      const body = await response.json()
      if (response.ok) return body
      const advice = manual.advise(response, body)
      if (advice === 'stop' || attempt === TRIES || (advice === 'renew' && (kind === 'token' || renewed)))
        throw new Stopped(`${kind} ${response.status}`)
      if (advice === 'renew') {
        renewed = true
        held = undefined
      } else await wait(advice || 2 ** attempt)
    }
  }
  const renew = async () => {
    try {
      return (held = manual.accept(await persist('token', manual.token)))
    } finally {
      renewing = undefined
    }
  }
  const token = async () => held ?? (await (renewing ??= renew()))
  const read = (path = manual.path) =>
    persist('read', async () =>
      fetch(base + path, { headers: { ...manual.headers, authorization: `Bearer ${await token()}` } }),
    )
  return { log, read }
}

type Admin = <T>(path: string, body?: object) => Promise<T>

const MANUALS: Record<string, (base: string, credentials: Body, mode: string, admin: Admin) => Promise<Manual>> = {
  async hoopr(base, { clients }, mode) {
    const { clientId: client_id, secrets } = clients[0]
    const fields = { grant_type: 'client_credentials', client_id, client_secret: secrets[mode] }
    return {
      path: '/v1/tracks?pageSize=1',
      token: () => post(`${base}/v1/auth/token`, JSON.stringify(fields), 'application/json'),
      accept: ({ data }) => data.access_token,
      advise({ status, headers }, { error }) {
        if (status === 429) return Number(headers.get('ratelimit-reset'))
        if (status === 503) return 0
        return error.type === 'invalid_token' ? 'renew' : 'stop'
      },
    }
  },

  async hoopai(base, { apps, locations }, _mode, admin) {
    const { clientId: client_id, clientSecret: client_secret, redirectUris, scopes } = apps[0]
    const [redirectUri] = redirectUris
    const { locationId } = locations[0]
    const consent = { clientId: client_id, redirectUri, scope: scopes.join(' '), locationId }
    const { redirectTo } = await admin<{ redirectTo: string }>('consent', consent)
    let grant: object = { grant_type: 'authorization_code', code: new URL(redirectTo).searchParams.get('code') }
    return {
      path: `/contacts/?locationId=${locationId}&limit=1`,
      headers: { version: '2021-07-28' },
      token: () => post(`${base}/oauth/token`, new URLSearchParams({ client_id, client_secret, ...grant })),
      accept({ access_token, refresh_token }) {
        grant = { grant_type: 'refresh_token', refresh_token }
        return access_token
      },
      advise({ status, headers }, { message }) {
        if (status === 429) {
          if (headers.get('x-ratelimit-daily-remaining') === '0') return 'stop'
          return Number(headers.get('x-ratelimit-interval-milliseconds') ?? 60_000) / 1000
        }
        if (status === 503) return 0
        return message === 'Invalid JWT' ? 'renew' : 'stop'
      },
    }
  },

  async soundcharts(base, { clients }) {
    const { clientId, clientSecret } = clients[0]
    const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`
    const fields = new URLSearchParams({ grant_type: 'client_credentials' })
    return {
      path: '/api/v2/referential/platforms',
      token: () => post(`${base}/oauth/token`, fields, undefined, { authorization }),
      accept: ({ access_token }) => access_token,
      advise({ status, headers }, body) {
        const text: string = body.errors?.[0].message ?? body.error
        if (status === 429 && text.includes('monthly available quota')) return 'stop'
        if (status === 429) return Number(headers.get('x-ratelimit-reset') ?? headers.get('retry-after'))
        if (status === 503) return 0
        return text === 'Expired JWT Token' || text === 'Invalid credentials' ? 'renew' : 'stop'
      },
    }
  },
}

function post(url: string, body: string | URLSearchParams, type?: string, headers = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { ...(type ? { 'content-type': type } : {}), ...headers } })
}

async function ask<T>(url: string, body?: object): Promise<T> {
  const response = await (body ? post(url, JSON.stringify(body), 'application/json') : fetch(url))
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
