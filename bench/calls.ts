// Prints, as JSON, a call of each route that can be made again and again: `tsx calls.ts URL`. It asks a running emulator of
// every route what its card declares, with what earlier answers have shown, and keeps what is served twice.

import type { Json, JsonObject } from '../src/core/http.ts'
import type { Provider, Route } from '../src/core/provider.ts'
import { providers } from '../src/providers/index.ts'
import { Known, kindOf, textOf } from '../test/known.ts'
import { Chance, fitting } from '../test/providers/hoopai/chance.ts'

interface Asked {
  readonly method: string
  /** With the provider's prefix, and the query. */
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string
}

/** So often each route is tried. */
const TRIES = 400
const [url = ''] = process.argv.slice(2)
const chance = new Chance(1)
const calls: (Asked & { name: string })[] = []
const left: string[] = []

for (const provider of providers) {
  const accounts = await read(await fetch(`${url}/__admin/sessions/default/credentials`))
  const own = (accounts as JsonObject)[provider.name] as JsonObject
  const known = new Known(own)
  const tokens = await Promise.all(mintedFor(provider, own).map((request) => mint(provider, request)))
  // What deletes, or asks for tokens, cannot be repeated alike; the signing routes are measured by themselves.
  const routes = provider.routes.filter(({ method, redirects, issues }) => method !== 'DELETE' && !redirects && !issues)
  const found = new Map<Route, Asked>()
  for (let n = 0; n < TRIES; n++)
    for (const route of routes) {
      if (found.has(route)) continue
      const asked = callOf(provider, route, known, tokens[n % tokens.length]!)
      const answer = await ask(asked)
      if (!answer.ok) continue
      known.learn(answer.json, kindOf(route.name.split('.', 1)[0]!))
      if ((await ask(asked)).ok) found.set(route, asked)
    }
  for (const route of routes) {
    const asked = found.get(route)
    // A later call may have taken away what this one names.
    if (asked && (await ask(asked)).ok) calls.push({ name: `${provider.name} ${route.method} ${route.path}`, ...asked })
    else left.push(`${provider.name} ${route.method} ${route.path}`)
  }
}
console.log(JSON.stringify({ calls, left }))

function mintedFor({ name }: Provider, accounts: JsonObject): JsonObject[] {
  if (name === 'hoopr') return [{ client: (accounts.clients as JsonObject[])[1]!.clientId }]
  if (name !== 'hoopai') return [{}]
  const { locationId, companyId } = (accounts.locations as JsonObject[])[0]!
  return [{ locationId }, { locationId }, { companyId }]
}

async function mint({ name }: Provider, request: JsonObject): Promise<string> {
  const body = JSON.stringify({ provider: name, expiresIn: 86_400, ...request })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/__admin/sessions/default/tokens`, { method: 'POST', headers, body })
  return String(((await read(answer)) as JsonObject).token)
}

function callOf(provider: Provider, route: Route, known: Known, token: string): Asked {
  const parts = route.path.split('/')
  const path = parts.map((part, i) => {
    if (!part.startsWith(':')) return part === '*' ? 'x' : part
    return encodeURIComponent(textOf(known.pick(chance, part.slice(1), kindOf(parts[i - 1]!)) ?? 'nobody'))
  })
  const query = new URLSearchParams()
  const body: JsonObject = {}
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, version: '2021-07-28' }
  for (const { in: place, name, required, schema } of route.parameters ?? []) {
    if (place === 'path' || place === 'header' || (!required && chance.is(0.8))) continue
    const value = (chance.is(0.8) ? known.pick(chance, name) : undefined) ?? fitting(schema, chance)
    if (place === 'query') query.append(name, textOf(value))
    else body[name] = value
  }
  const target = `/${provider.name}${path.join('/')}${query.size > 0 ? `?${query}` : ''}`
  const method = route.method === '*' ? 'GET' : route.method
  if (method === 'GET') return { method, path: target, headers }
  const isForm = route.reads?.endsWith('urlencoded')
  headers['content-type'] = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  const fields = Object.entries(body).map(([name, value]): [string, string] => [name, textOf(value)])
  return { method, path: target, headers, body: isForm ? `${new URLSearchParams(fields)}` : JSON.stringify(body) }
}

async function ask({ path, ...request }: Asked): Promise<{ ok: boolean; json: Json | undefined }> {
  const answer = await fetch(url + path, { redirect: 'manual', ...request })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json')
  return { ok: answer.ok, json: isJson && text !== '' ? (JSON.parse(text) as Json) : undefined }
}

async function read(answer: Response): Promise<Json> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Json
}
