/** The program, started as the README says, and sessions in it: made, moved and asked through the documented admin API. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import manifest from '../../package.json' with { type: 'json' }

const READY = /^stuntdouble ready on (http:\/\/\S+)$/
/** The first screen names a provider's own port beside its path. */
const HOOPAI_ORIGIN = /HoopAI.*, also (http:\/\/\S+)$/

export interface Program {
  readonly url: string
  /** HoopAI's own origin, for clients that take no path. */
  readonly hoopaiOrigin: string
  /** A session with credentials of its own, on a clock that stands still at 2026-01-01T00:00:00Z. */
  session(options?: SessionOptions): Promise<Session>
  /** The session `default` with its demo credentials, on a running clock. */
  demo(): Promise<Session>
  stop(): Promise<void>
}

export interface SessionOptions {
  readonly settings?: Readonly<Record<string, object>>
}

export interface Session {
  readonly name: string
  readonly credentials: Credentials
  /** Moves its clock: `'59m'`. */
  advance(duration: string): Promise<void>
  /** An admin's choice for the authorization request `url`, without a browser. Answers where the person is sent back to. */
  consent(url: URL, choice?: Choice): Promise<URL>
  /** How many calls its journal holds, filtered by `route=oauth.token` and the like. */
  count(filter: string): Promise<number>
}

export interface Choice {
  readonly locationId?: string
  readonly companyId?: string
  readonly decision?: 'allow' | 'deny'
}

export interface Credentials {
  readonly hoopr: {
    readonly baseUrl: string
    readonly clients: readonly [Client<{ secrets: { test: string; live: string }; scopes: string[] }>]
  }
  readonly hoopai: {
    readonly baseUrl: string
    readonly marketplaceUrl: string
    readonly apps: readonly [Client<{ clientSecret: string; redirectUris: [string, ...string[]] }>]
    readonly locations: readonly [HoopaiLocation, HoopaiLocation]
    readonly privateIntegrations: readonly [{ readonly token: string; readonly locationId: string }]
  }
  readonly soundcharts: {
    readonly authUrl: string
    readonly baseUrl: string
    readonly clients: readonly [Client<{ clientSecret: string }>]
    readonly legacyKeys: readonly [{ readonly appId: string; readonly apiKey: string }]
  }
}
type Client<T> = { readonly clientId: string } & Readonly<T>
type HoopaiLocation = { readonly locationId: string; readonly companyId: string }

/**
 * What `npm start -- --port 0` runs, with a port for HoopAI alone beside it. Without the shell between, which would not
 * pass a signal on.
 */
export async function startProgram(): Promise<Program> {
  const [command, ...args] = manifest.scripts.start.split(' ')
  const child = spawn(`node_modules/.bin/${command}`, [...args, '--port', '0', '--provider-port', 'hoopai=0'])
  const exited = once(child, 'exit')
  const said: string[] = []
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`the program ended with ${code ?? signal}:\n${said.join('\n')}`)),
    )
  })
  failed.catch(() => {})
  const hear = (output: Readable, pattern: RegExp) =>
    new Promise<string>((resolve) => {
      createInterface(output).on('line', (line) => {
        said.push(line)
        const [, found] = pattern.exec(line) ?? []
        if (found !== undefined) resolve(found)
      })
    })
  const heard = Promise.all([hear(child.stdout, READY), hear(child.stderr, HOOPAI_ORIGIN)])
  const [url, hoopaiOrigin] = await Promise.race([heard, failed])
  return {
    url,
    hoopaiOrigin,
    session: (options) => makeSession(url, options),
    demo: async () => sessionAt(url, await ask(`${url}/__admin/sessions/default`)),
    async stop() {
      // One that ended by itself says why.
      if (child.exitCode !== null || child.signalCode !== null) await failed
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function makeSession(url: string, { settings = {} }: SessionOptions = {}): Promise<Session> {
  const options = { ownCredentials: true, clock: '2026-01-01T00:00:00Z', settings }
  return sessionAt(url, await ask(`${url}/__admin/sessions`, options))
}

function sessionAt(url: string, { name, credentials }: Pick<Session, 'name' | 'credentials'>): Session {
  const at = `${url}/__admin/sessions/${name}`
  return {
    name,
    credentials,
    advance: (advance) => ask(`${at}/clock`, { advance }),
    async consent({ searchParams }, choice = {}) {
      const state = searchParams.get('state')
      const { redirectTo } = await ask<{ redirectTo: string }>(`${at}/consent`, {
        clientId: searchParams.get('client_id'),
        redirectUri: searchParams.get('redirect_uri'),
        scope: searchParams.get('scope'),
        ...(state === null ? {} : { state }),
        ...choice,
      })
      return new URL(redirectTo)
    },
    count: async (filter) => (await ask<{ count: number }>(`${at}/requests/count?${filter}`)).count,
  }
}

async function ask<T>(url: string, body?: object): Promise<T> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(url, body && post)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
