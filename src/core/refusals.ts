/** How a route refuses, for documentation: each code worded by the provider itself, as a scenario's `{error: code}` is. */

import { sceneIn } from './causes.ts'
import { ApiError } from './errors.ts'
import type { Json, JsonObject, Reply } from './http.ts'
import { imagined } from './imagined.ts'
import type { Provider, Route } from './provider.ts'
import type { Session } from './session.ts'

interface Refusal {
  readonly code: string
  readonly when: string
  readonly source: string
  readonly switch?: string | undefined
  readonly reply: Omit<Reply, 'status'>
}

/** OpenAPI responses by status: what brings each, what it looks like, and the source of every code. */
export function refusalsOf(provider: Provider, route: Route, session: Session): Record<string, JsonObject> {
  const open = (route.takes ?? 'access') !== 'access'
  const codes = new Set([...(open ? [] : (provider.refuses ?? [])), ...(route.refuses ?? [])])
  const path = route.path.replace(/:(\w+)/g, '{$1}')
  const params = Object.fromEntries([...route.path.matchAll(/:(\w+)/g)].map(([, name]) => [name!, `{${name}}`]))
  const context = imagined(sceneIn(session, provider), route, { call: { path }, params })
  const byStatus: Record<string, Refusal[]> = {}
  for (const code of codes) {
    const { status, reply, ...told } = provider.errors[code]!
    byStatus[status] ??= []
    byStatus[status].push({ code, ...told, reply: reply(new ApiError(code), context) })
  }
  return Object.fromEntries(Object.entries(byStatus).map(([status, refusals]) => [status, responseOf(refusals)]))
}

function responseOf(refusals: readonly Refusal[]): JsonObject {
  const content: Record<string, { examples: Record<string, JsonObject>; shapes: Map<string, JsonObject> }> = {}
  for (const { code, when, reply } of refusals) {
    const value = reply.json === undefined ? reply.text : (JSON.parse(JSON.stringify(reply.json)) as Json)
    if (value === undefined) continue
    const type = mediaTypeOf(reply)
    content[type] ??= { examples: {}, shapes: new Map() }
    content[type].examples[code] = { summary: when, value }
    const shape = shapeOf(value)
    content[type].shapes.set(JSON.stringify(shape), shape)
  }
  const told = refusals.map(({ code, when, source, switch: turns }) => {
    return [code, { when, 'x-source': source, ...(turns === undefined ? {} : { 'x-switch': turns }) }] as const
  })
  return {
    description: refusals.map(({ when }) => when).join('; '),
    ...(Object.keys(content).length > 0
      ? {
          content: Object.fromEntries(
            Object.entries(content).map(([type, { examples, shapes }]) => [
              type,
              { schema: anyOf([...shapes.values()]), examples },
            ]),
          ),
        }
      : {}),
    'x-source': [...new Set(refusals.map(({ source }) => source))].join('; '),
    'x-errors': Object.fromEntries(told),
  }
}

function mediaTypeOf({ headers, json }: Omit<Reply, 'status'>): string {
  const [type = ''] = (headers?.['content-type'] ?? '').split(';')
  return type.trim() || (json === undefined ? 'text/plain' : 'application/json')
}

/** What every answer like this one has: its fields and their types. */
function shapeOf(value: Json | undefined): JsonObject {
  if (value === null || value === undefined) return { type: 'null' }
  if (Array.isArray(value)) return value.length > 0 ? { type: 'array', items: shapeOf(value[0]) } : { type: 'array' }
  if (typeof value !== 'object') return { type: typeof value }
  const names = Object.keys(value)
  if (names.length === 0) return { type: 'object' }
  const properties = Object.fromEntries(names.map((name) => [name, shapeOf(value[name])]))
  return { type: 'object', properties, required: names }
}

function anyOf(shapes: readonly JsonObject[]): JsonObject {
  return shapes.length === 1 ? shapes[0]! : { anyOf: [...shapes] }
}
