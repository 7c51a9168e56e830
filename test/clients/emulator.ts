/** The program, started as the README says, and sessions in it: made, moved and asked through the documented admin API. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

const READY = /^stuntdouble ready on (http:\/\/\S+)$/

export interface Program {
  readonly url: string
  /** HoopAI's own origin, for clients that take no path. */
  readonly hoopaiOrigin: string
  /** A session with credentials of its own, on a clock that stands still unless `clock` is null. */
  session(options?: SessionOptions): Promise<Session>
  stop(): Promise<void>
}

export interface SessionOptions {
  /** Default 2026-01-01T00:00:00Z; null: it runs. */
  readonly clock?: string | null
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

/** `npm start -- --port 0`, with a port for HoopAI alone beside it. */
export async function startProgram(): Promise<Program> {
  const hoopaiPort = await freePort()
  const flags = ['--port', '0', '--provider-port', `hoopai=${hoopaiPort}`]
  const child = spawn('npm', ['start', '--silent', '--', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  const exited = once(child, 'exit')
  const said: string[] = []
  createInterface(child.stderr).on('line', (line) => said.push(line))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      said.push(line)
      const [, ready] = READY.exec(line) ?? []
      if (ready !== undefined) resolve(ready)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${said.join('\n')}`)))
  })
  return {
    url,
    hoopaiOrigin: `http://127.0.0.1:${hoopaiPort}`,
    session: (options) => makeSession(url, options),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function makeSession(url: string, { clock = '2026-01-01T00:00:00Z', settings = {} }: SessionOptions = {}) {
  const body = { ownCredentials: true, settings, ...(clock === null ? {} : { clock }) }
  const { name, credentials } = await ask<{ name: string; credentials: Credentials }>(`${url}/__admin/sessions`, body)
  const at = `${url}/__admin/sessions/${name}`
  const session: Session = {
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
  return session
}

async function ask<T>(url: string, body?: object): Promise<T> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(url, body && post)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
