/** A card as an OpenAPI 3.1 document: what of its provider is emulated, each part with its source as `x-source`. */

import type { AnswerHeader, Parameter, Sourced, Success } from './facts.ts'
import { lengthOf, parametersOf } from './fidelity.ts'
import type { Json, JsonObject } from './http.ts'
import type { Provider, Route } from './provider.ts'
import { refusalsOf } from './refusals.ts'
import { Session } from './session.ts'
import type { Setting, SettingValues } from './settings.ts'

/** What OpenAPI has a place for. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']
/** What it says elsewhere: parameters and headers of these names are ignored. */
const SAID_ELSEWHERE = ['accept', 'authorization', 'content-type']

/** `base` is where the provider is reached, without a final slash; `version` is the emulator's. */
export function openApi(provider: Provider, { base, version }: { base: string; version: string }): JsonObject {
  const session = new Session({ frozenAt: 0 })
  const components = new Components()
  const headers = headersOf(provider, components)
  const paths: Record<string, JsonObject> = {}
  const templates = new Map<string, string>()
  const leftOut: JsonObject[] = []
  for (const route of provider.routes) {
    if (!METHODS.includes(route.method) || route.path.includes('*')) {
      const { name, method, path } = route
      leftOut.push({ name, method, path, ...provenance(route) })
      continue
    }
    // Paths that differ in the names of their parameters alone are one path.
    const shape = route.path.replace(/:\w+/g, ':')
    if (!templates.has(shape)) templates.set(shape, route.path)
    const template = templates.get(shape)!
    const item = (paths[template.replace(/:(\w+)/g, '{$1}')] ??= {})
    item[route.method.toLowerCase()] = operationOf(provider, renamed(route, template), session, components, headers)
  }
  const tags = new Set(provider.routes.map(({ name }) => resourceOf(name)))
  for (const [name, { scheme, ...told }] of provider.security?.flatMap((each) => Object.entries(each)) ?? [])
    components.add('securitySchemes', name, { ...withScopes(scheme, provider, base), ...provenance(told) })
  return {
    openapi: '3.1.1',
    info: {
      title: `${provider.title}, as stuntdouble emulates it`,
      version,
      description:
        'Generated from the tables that the emulator answers by. `x-source` says where each part is known from ' +
        '(seed, docs, openapi, sdk, observed, client, assumed), `x-switch` names the setting that turns it.',
    },
    externalDocs: { url: provider.docs },
    servers: [{ url: base, description: 'the emulator' }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: components.sections,
    'x-limits': limitsOf(provider),
    // What OpenAPI cannot say: any method, or any path below one.
    'x-left-out': leftOut,
  }
}

/** Parts that several operations share, each kept once. */
class Components {
  readonly sections: Record<string, Record<string, JsonObject>> = {}
  readonly #known = new Map<string, JsonObject>()

  /** Adds a part and answers the reference to it. Another part of that name gets a number. */
  add(section: string, name: string, part: JsonObject): JsonObject {
    const key = `${section} ${JSON.stringify(part)}`
    const known = this.#known.get(key)
    if (known) return known
    const parts = (this.sections[section] ??= {})
    let free = name
    for (let n = 2; Object.hasOwn(parts, free); n++) free = `${name}-${n}`
    parts[free] = part
    const reference = { $ref: `#/components/${section}/${free}` }
    this.#known.set(key, reference)
    return reference
  }
}

function operationOf(
  provider: Provider,
  route: Route,
  session: Session,
  components: Components,
  headers: JsonObject,
): JsonObject {
  const { name, about, scope } = route
  const takesToken = (route.takes ?? 'access') === 'access'
  const own = parametersOf(route)
  const shared = (takesToken ? (provider.parameters ?? []) : []).filter(
    (each) => !own.some((other) => same(each, other)),
  )
  const body = own.filter((each) => each.in === 'body')
  const parameters = [
    ...shared.filter(isSaid).map((each) => components.add('parameters', each.name, parameterOf(each))),
    ...own.filter(isSaid).map(parameterOf),
  ]
  const refusals = Object.entries(refusalsOf(provider, route, session)).map(([status, response]) => [
    status,
    components.add('responses', status, { ...response, ...headers }),
  ])
  const security = takesToken
    ? provider.security?.map((each) => Object.fromEntries(Object.keys(each).map((key) => [key, scope ? [scope] : []])))
    : []
  return {
    operationId: name,
    summary: about ?? name,
    tags: [resourceOf(name)],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body.length > 0 || route.reads ? { requestBody: bodyOf(route, body) } : {}),
    responses: { ...successes(provider, route, session.settings(provider), headers), ...Object.fromEntries(refusals) },
    ...(security ? { security } : {}),
    'x-limits': [...(route.spends ?? provider.spends)],
    ...provenance(route),
  }
}

function parameterOf({ in: place, name, required, schema, about, ...told }: Parameter): JsonObject {
  return {
    name,
    in: place,
    ...(about ? { description: about } : {}),
    ...(required || place === 'path' ? { required: true } : {}),
    schema,
    // Lists are written with commas.
    ...(place === 'query' && schema.type === 'array' ? { style: 'form', explode: false } : {}),
    ...provenance(told),
  }
}

function bodyOf({ reads = 'application/json', source }: Route, fields: readonly Parameter[]): JsonObject {
  const required = fields.filter((each) => each.required).map(({ name }) => name)
  const properties = fields.map(({ name, schema, about, ...told }) => {
    return [name, { ...schema, ...(about ? { description: about } : {}), ...provenance(told) }]
  })
  return {
    ...(required.length > 0 ? { required: true } : {}),
    content: {
      [reads]: {
        schema: {
          type: 'object',
          properties: Object.fromEntries(properties),
          ...(required.length > 0 ? { required } : {}),
        },
      },
    },
    'x-source': source,
  }
}

/** The responses of a success: one, or several where a setting turns the status. None where a route only refuses. */
function successes(provider: Provider, route: Route, settings: SettingValues, headers: JsonObject): JsonObject {
  const { success, refuses = [], source } = route
  if (!success)
    return refuses.length > 0 ? {} : { '2XX': { description: 'not described', ...headers, 'x-source': source } }
  const responses: Record<string, JsonObject> = {}
  for (const each of [success, ...(success.also ?? [])]) {
    const responseOf = (code: number) => ({ ...answerOf(each, code), ...headers, 'x-source': source })
    const { status = 200 } = each
    const read = (values: SettingValues) => (typeof status === 'number' ? status : status(values))
    const usual = read(settings)
    responses[usual] ??= responseOf(usual)
    for (const [name, setting] of Object.entries(provider.settings))
      for (const value of optionsOf(setting)) {
        const other = read({ ...settings, [name]: value })
        responses[other] ??= { ...responseOf(other), 'x-switch': name }
      }
  }
  return responses
}

/** A redirection, and what says that there is nothing, have no body. */
function answerOf({ about, schema, mediaType = 'application/json' }: Success, code: number): JsonObject {
  const content = { [mediaType]: schema ? { schema } : {} }
  return { description: about, ...(code === 204 || (code >= 300 && code < 400) ? {} : { content }) }
}

function optionsOf(setting: Setting): readonly Json[] {
  return setting.type === 'choice' ? setting.options : setting.type === 'flag' ? [true, false] : []
}

function headersOf({ answerHeaders = {} }: Provider, components: Components): JsonObject {
  const said = Object.entries(answerHeaders).filter(([name]) => !SAID_ELSEWHERE.includes(name))
  if (said.length === 0) return {}
  const part = ({ about, example, ...told }: AnswerHeader): JsonObject => {
    return { description: about, schema: { type: 'string' }, example, ...provenance(told) }
  }
  return { headers: Object.fromEntries(said.map(([name, row]) => [name, components.add('headers', name, part(row))])) }
}

function limitsOf({ budgets }: Provider): JsonObject {
  return Object.fromEntries(
    budgets.map(({ name, limit, per, about, ...told }) => [
      name,
      { limit, per: lengthOf(per), about, ...provenance({ switch: 'limits', ...told }) },
    ]),
  )
}

/** OAuth flows know all scopes, and their URLs are the emulator's. */
function withScopes(scheme: JsonObject, { scopes }: Provider, base: string): JsonObject {
  const { flows } = scheme as { flows?: Record<string, Record<string, string>> }
  if (!flows) return scheme
  const whole = Object.entries(flows).map(([name, flow]) => {
    const urls = Object.entries(flow).map(([key, url]) => [key, url.startsWith('/') ? base + url : url])
    return [name, { ...Object.fromEntries(urls), scopes: { ...scopes } }]
  })
  return { ...scheme, flows: Object.fromEntries(whole) }
}

/** The same route, its path's parameters named as in `template`. */
function renamed(route: Route, template: string): Route {
  if (route.path === template) return route
  const names = (path: string) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const [own, wanted] = [names(route.path), names(template)]
  const parameters = route.parameters?.map((each) =>
    each.in === 'path' ? { ...each, name: wanted[own.indexOf(each.name)]! } : each,
  )
  return { ...route, path: template, ...(parameters ? { parameters } : {}) }
}

function isSaid({ in: place, name }: Parameter): boolean {
  return place !== 'body' && !(place === 'header' && SAID_ELSEWHERE.includes(name.toLowerCase()))
}

function same(one: Parameter, other: Parameter): boolean {
  return one.in === other.in && one.name.toLowerCase() === other.name.toLowerCase()
}

function provenance({ source, switch: turns }: Sourced): JsonObject {
  return { 'x-source': source, ...(turns === undefined ? {} : { 'x-switch': turns }) }
}

function resourceOf(name: string): string {
  return name.split('.', 1)[0]!
}
