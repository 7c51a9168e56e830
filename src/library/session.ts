/** Opens sessions. What a handle does beyond telling what it is, the admin API's own routes do, less HTTP. */

import { iso } from '../core/clock.ts'
import type { JsonObject } from '../core/http.ts'
import type { JournalEntry } from '../core/journal.ts'
import type { Provider } from '../core/provider.ts'
import type { Session } from '../core/session.ts'
import { AdminError } from '../server/admin/errors.ts'
import { providerOf, unknownSession } from '../server/admin/route.ts'
import { credentials, environment } from '../server/environment.ts'
import { fetchHandler } from '../server/fetch.ts'
import type { Stage } from '../server/stage.ts'
import { ask, type Question } from './ask.ts'
import type { Moved, SentWebhook, SessionHandle, SessionOptions } from './handle.ts'
import type { CredentialsOf } from './named.ts'

/** The emulator that a handle belongs to. */
export interface Home {
  readonly stage: Stage
  readonly url: string
  origin(provider: string): string | undefined
}

/** Makes a session. Rejects with AdminError, or ScenarioError on a scenario or setting that cannot be. */
export async function makeSession<P extends Provider>(home: Home, options: SessionOptions<P> = {}) {
  const { stage, url } = home
  const body = { ownCredentials: true, ...options }
  const session = stage.sessions.default
  const asked = { stage, session, origin: url, method: 'POST', path: '/sessions', body } as const
  const { name, ...accounts } = await ask<Accounts & { name: string }>(asked)
  return holdSession<P>(home, name, accounts)
}

/** Holds a session that there is. */
export async function holdSession<P extends Provider>(
  home: Home,
  name: string,
  accounts?: Accounts,
): Promise<SessionHandle<P>> {
  const { stage, url } = home
  let open = true
  const own = () => {
    const session = open ? stage.sessions.get(name) : undefined
    if (session) return session
    throw unknownSession(stage, name)
  }
  let known = accounts ?? (await accountsOf(home, own()))
  const act = async <T>(method: Question['method'], path: string, given: Partial<Question> = {}) => {
    const answer = await ask<T>({
      stage,
      session: own(),
      origin: url,
      method,
      path: `/sessions/:session${path}`,
      ...given,
    })
    known = await accountsOf(home, own())
    return answer
  }
  const move = (body: object) => act<Moved>('POST', '/clock', { body })
  const urlOf = (provider: string) => `${url}/s/${name}/${providerOf(stage, provider).name}`
  const handler = fetchHandler(stage, name)
  const close = async () => {
    if (!open || !stage.sessions.get(name)) return
    open = name === 'default'
    await ask({ stage, session: stage.sessions.get(name)!, origin: url, method: 'DELETE', path: '/sessions/:session' })
  }
  return {
    name,
    get seed() {
      return own().seed
    },
    url: urlOf,
    origin: (provider) => home.origin(providerOf(stage, provider).name) ?? refusePort(provider),
    get env() {
      own()
      return { ...known.env }
    },
    get credentials() {
      own()
      return structuredClone(known.credentials) as CredentialsOf<P>
    },
    clock: {
      get now() {
        return iso(own().clock.now())
      },
      get frozen() {
        return own().clock.frozen
      },
      advance: (advance) => move({ advance }),
      set: (to) => move({ set: to }),
      freeze: () => move({ freeze: true }),
      thaw: () => move({ freeze: false }),
    },
    tokens: {
      mint: async (body) => (await act<{ token: string }>('POST', '/tokens', { body })).token,
      expire: async (body) => (await act<{ expired: number }>('POST', '/tokens/expire', { body })).expired,
      revoke: async (body) => (await act<{ revoked: number }>('POST', '/tokens/revoke', { body })).revoked,
    },
    webhooks: {
      send: (body) => act('POST', '/webhooks', { body }),
      list: async (query = {}) => (await act<{ webhooks: SentWebhook[] }>('GET', '/webhooks', { query })).webhooks,
    },
    play: (body) => (body === null ? act('DELETE', '/scenario') : act('PUT', '/scenario', { body })),
    scenario: () => act('GET', '/scenario'),
    reset: async () => void (await act('POST', '/reset')),
    requests: async ({ unmatched, ...query } = {}) => {
      const path = unmatched ? '/requests/unmatched' : '/requests'
      return (await act<{ requests: JournalEntry[] }>('GET', path, { query })).requests
    },
    cause: (provider, cause, object) => act('POST', '/causes', { body: { provider, cause, object } }),
    report: () => act('GET', '/report'),
    explain: (id) => act('GET', '/requests/:id/explain', { params: { id } }),
    consent: (body) => act('POST', '/consent', { body }),
    snapshot: () => act('POST', '/snapshot'),
    restore: async (body) => void (await act('POST', '/restore', { body })),
    fetch: async (provider, path, init) => handler(new Request(urlOf(provider) + path.replace(/^\/?/, '/'), init)),
    handler,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What a client of a session needs to know. */
interface Accounts {
  readonly env: Record<string, string>
  readonly credentials: JsonObject
}

/** As they stand now. */
async function accountsOf({ stage, url }: Home, session: Session): Promise<Accounts> {
  return { env: await environment(stage, session, url), credentials: await credentials(stage, session, url) }
}

function refusePort(provider: string): never {
  throw new AdminError('invalid_input', `${provider} has no port of its own here.`, {
    expected: "startEmulator({ ports: 'each' })",
  })
}
