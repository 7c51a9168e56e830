/** The OpenAPI documents: valid, whole, with a source at every part, and true of what is really answered. */

import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../src/core/http.ts'
import { openApi } from '../src/core/openapi.ts'
import { json, type Provider, type Route } from '../src/core/provider.ts'
import { providers } from '../src/providers/index.ts'
import { acme } from './acme.ts'
import { type Answered, visit } from './openapi.visits.ts'

// biome-ignore lint/suspicious/noExplicitAny: documents of every shape
type Document = any

const documentOf = (provider: Provider): Document =>
  JSON.parse(JSON.stringify(openApi(provider, { base: `http://127.0.0.1:4600/${provider.name}`, version: '0.0.0' })))
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)

describe.each([...providers, acme].map((provider) => [provider.name, provider] as const))('%s', (_name, provider) => {
  const document = documentOf(provider)

  test('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    for (const [at, schema] of schemasIn(document)) expect(ajv.validateSchema(schema), at).toBe(true)
  })

  test('has every route once, or says that it was left out', () => {
    const listed = operationsIn(document).map(([, { operationId }]) => operationId)
    const leftOut = document['x-left-out'].map(({ name }: Route) => name)
    expect([...listed, ...leftOut].sort()).toEqual(provider.routes.map(({ name }) => name).sort())
    const shapes = Object.keys(document.paths).map((path) => path.replace(/\{\w+\}/g, '{}'))
    expect(new Set(shapes).size).toBe(shapes.length)
  })

  test('declares each part of a path, and no parameter twice', () => {
    for (const [at, operation] of operationsIn(document)) {
      const own = (operation.parameters ?? []).map((each: Document) => resolve(document, each))
      const keys = own.map((each: Document) => `${each.in} ${each.name}`)
      expect(new Set(keys).size, at).toBe(keys.length)
      const inPath = keys.filter((key: string) => key.startsWith('path ')).map((key: string) => key.slice(5))
      expect(inPath.sort(), at).toEqual([...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort())
    }
  })

  test('names a source at every operation, parameter, field, header and response', () => {
    expect(partsIn(document).length).toBeGreaterThan(0)
    const bare = partsIn(document).filter(([, part]) => !(part['x-source']?.length > 0))
    expect(bare.map(([at]) => at)).toEqual([])
  })
})

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (name, provider) => {
  const document = documentOf(provider)

  test('says what each of its routes answers', () => {
    const silent = operationsIn(document).filter(([, { responses }]) => '2XX' in responses)
    expect(silent.map(([, { operationId }]) => operationId)).toEqual([])
  })

  test('is true of what is really answered, refusals too', async () => {
    const statuses = new Set<number>()
    for await (const answered of visit(name)) {
      expect(problemsOf(document, answered), answered.what).toEqual([])
      expect(Object.keys(provider.answerHeaders!)).toEqual(expect.arrayContaining([...answered.headers]))
      statuses.add(answered.status)
    }
    expect(statuses.size).toBeGreaterThan(3)
  })

  test('shows each refusal as the provider words it', () => {
    for (const [at, { responses }] of operationsIn(document))
      for (const [status, response] of Object.entries<Document>(responses)) {
        const { content = {}, 'x-errors': errors = {} } = resolve(document, response)
        for (const code of Object.keys(errors))
          expect(provider.errors[code]!.status, `${at} ${code}`).toBe(Number(status))
        for (const { schema, examples = {} } of Object.values<Document>(content))
          for (const [code, { value }] of Object.entries<Document>(examples))
            expect(ajv.validate(schema, value), `${at} ${code}`).toBe(true)
      }
  })
})

describe('the checks see', () => {
  test('a document that is none', async () => {
    const { paths: _, ...rest } = documentOf(acme)
    expect((await new Validator().validate({ ...rest, paths: { ping: { get: { responses: 7 } } } })).valid).toBe(false)
  })

  test('a schema that is none', () => {
    const success = { about: 'x', schema: { type: 'nonsense' } }
    const [[, schema]] = schemasIn(documentOf(made([{ ...PROBE, success }])).paths).slice(-1) as [[string, Document]]
    expect(ajv.validateSchema(schema)).toBe(false)
  })

  test('an answer that is not as it was said', () => {
    const document = documentOf(
      made([{ ...PROBE, success: { about: 'x', schema: { type: 'object', required: ['id'] } } }]),
    )
    const answered = {
      what: 'x',
      method: 'GET',
      path: '/probe/:id',
      status: 200,
      type: 'application/json',
      body: {},
      headers: [],
    }
    expect(problemsOf(document, { ...answered, body: { id: 1 } })).toEqual([])
    expect(problemsOf(document, answered)).toEqual([" must have required property 'id'"])
    expect(problemsOf(document, { ...answered, status: 201 })).toEqual(['201 is not declared'])
    expect(problemsOf(document, { ...answered, type: 'text/html' })).toEqual(['text/html is not declared'])
  })
})

describe('a card', () => {
  test('whose paths differ in the names of their parts alone has one path of them', () => {
    const parameters = [
      { in: 'path', name: 'key', schema: { type: 'string', maxLength: 3 }, source: 'docs/k' },
    ] as const
    const other = { ...PROBE, name: 'probe.put', method: 'PUT', path: '/probe/:key', parameters }
    const { paths } = documentOf(made([PROBE, other]))
    expect(Object.keys(paths)).toEqual(['/probe/{id}'])
    expect(paths['/probe/{id}'].put.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 3 }, 'x-source': 'docs/k' },
    ])
  })

  test('whose setting turns a status declares both, and names the setting', () => {
    const settings: Provider['settings'] = {
      ...acme.settings,
      made: { type: 'choice', default: '200', options: ['200', '201'], about: 'of a probe', source: 'docs/x' },
    }
    const success = { about: 'a probe', status: (values: JsonObject) => Number(values.made) }
    const { responses } = documentOf({ ...made([{ ...PROBE, success }]), settings }).paths['/probe/{id}'].get
    expect(responses['200']).toEqual({
      description: 'a probe',
      content: { 'application/json': {} },
      'x-source': 'docs/p',
    })
    expect(responses['201']).toMatchObject({ description: 'a probe', 'x-switch': 'made' })
  })

  test('may answer several ways without refusing', () => {
    const success = { about: 'there', status: 302, also: [{ about: 'a page', mediaType: 'text/html' }] }
    const { responses } = documentOf(made([{ ...PROBE, success }])).paths['/probe/{id}'].get
    expect(responses['302']).toEqual({ description: 'there', 'x-source': 'docs/p' })
    expect(responses['200']).toEqual({ description: 'a page', content: { 'text/html': {} }, 'x-source': 'docs/p' })
  })

  test('may have routes that OpenAPI has no place for', () => {
    const rest = { ...PROBE, name: 'probe.rest', path: '/probe/*' }
    const any = { ...PROBE, name: 'probe.any', method: '*' }
    const document = documentOf(made([rest, any]))
    expect(document.paths).toEqual({})
    expect(document['x-left-out']).toEqual([
      { name: 'probe.rest', method: 'GET', path: '/probe/*', 'x-source': 'docs/p' },
      { name: 'probe.any', method: '*', path: '/probe/:id', 'x-source': 'docs/p' },
    ])
  })

  test('has what every call carries in each operation with a token, unless the route says it differently', () => {
    const header = { in: 'header', name: 'X-Version', schema: { type: 'string' }, source: 'docs/v' } as const
    const own = { ...PROBE, name: 'probe.own', method: 'PUT', parameters: [{ ...header, name: 'x-version' }] }
    const open = { ...PROBE, name: 'probe.open', method: 'POST', takes: 'none' } as const
    const security = [{ key: { scheme: { type: 'http', scheme: 'bearer' }, source: 'docs/auth' } }]
    const provider = { ...made([PROBE, own, open]), parameters: [header], refuses: ['rate_limited'], security }
    const document = documentOf(provider)
    const { get, put, post } = document.paths['/probe/{id}']
    const read = ({ parameters }: Document) => parameters.map((each: Document) => resolve(document, each).name)
    expect([get, put, post].map(read)).toEqual([['X-Version', 'id'], ['id', 'x-version'], ['id']])
    expect([get, put, post].map((each) => each.security)).toEqual([[{ key: [] }], [{ key: [] }], []])
    expect([get, put, post].map(({ responses }) => '429' in responses)).toEqual([true, true, false])
  })

  test('tells fields of bodies, headers, refusals and ways to carry a token', () => {
    const provider: Provider = {
      ...made([
        {
          ...PROBE,
          method: 'POST',
          scope: 'read',
          reads: 'application/x-www-form-urlencoded',
          parameters: [
            { in: 'body', name: 'a', required: true, schema: { type: 'string' }, source: 'docs/a', switch: 's' },
          ],
          refuses: ['invalid_request'],
        },
      ]),
      parameters: [{ in: 'header', name: 'X-Version', required: true, schema: { type: 'string' }, source: 'docs/v' }],
      answerHeaders: { 'x-acme-left': { about: 'calls left', example: '3', source: 'docs/limits' } },
      security: [{ key: { scheme: { type: 'apiKey', in: 'header', name: 'x-acme-key' }, source: 'docs/auth' } }],
    }
    const document = documentOf(provider)
    const { post } = document.paths['/probe/{id}']
    expect(post.requestBody.content['application/x-www-form-urlencoded'].schema).toEqual({
      type: 'object',
      properties: { a: { type: 'string', 'x-source': 'docs/a', 'x-switch': 's' } },
      required: ['a'],
    })
    expect(post.parameters[0]).toEqual({ $ref: '#/components/parameters/X-Version' })
    expect(post.security).toEqual([{ key: ['read'] }])
    expect(document.components.securitySchemes.key['x-source']).toBe('docs/auth')
    const refusal = resolve(document, post.responses['400'])
    expect(refusal).toMatchObject({
      description: 'bad request',
      headers: { 'x-acme-left': { $ref: '#/components/headers/x-acme-left' } },
      'x-source': 'docs/errors',
      'x-errors': { invalid_request: { when: 'bad request', 'x-source': 'docs/errors' } },
    })
    expect(refusal.content['application/json'].examples.invalid_request.value).toEqual({
      error: { code: 'bad_request', message: 'bad request' },
    })
    expect(document['x-limits'].api).toMatchObject({
      limit: 60,
      per: '1m',
      'x-source': 'docs/limits',
      'x-switch': 'limits',
    })
  })
})

const PROBE: Route = { name: 'probe.get', method: 'GET', path: '/probe/:id', source: 'docs/p', handle: () => json({}) }

function made(routes: Route[]): Provider {
  return { ...acme, routes }
}

/** How an answer differs from what the document says of it. */
function problemsOf(document: Document, { method, path, status, type, body }: Answered): string[] {
  const { responses } = document.paths[path.replace(/:(\w+)/g, '{$1}')][method.toLowerCase()]
  if (!responses[status]) return [`${status} is not declared`]
  const { content } = resolve(document, responses[status])
  if (type === undefined) return content ? ['it has no body'] : []
  if (!content?.[type]) return [`${type} is not declared`]
  const validate = ajv.compile(content[type].schema ?? {})
  validate(body)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

function operationsIn(document: Document): [at: string, operation: Document][] {
  return Object.entries<Document>(document.paths).flatMap(([path, item]) =>
    Object.entries<Document>(item).map(([method, operation]): [string, Document] => [`${method} ${path}`, operation]),
  )
}

function resolve(document: Document, part: Document): Document {
  if (!part.$ref) return part
  return part.$ref
    .slice(2)
    .split('/')
    .reduce((whole: Document, name: string) => whole[name], document)
}

/** Every part that must say where it is known from. */
function partsIn(document: Document): [at: string, part: Document][] {
  const { securitySchemes = {}, headers = {}, parameters = {}, responses = {} } = document.components
  return [
    ...[securitySchemes, headers, parameters, responses, document['x-limits']].flatMap((part) =>
      Object.entries<Document>(part),
    ),
    ...operationsIn(document).flatMap(([at, operation]): [string, Document][] => [
      [at, operation],
      ...(operation.parameters ?? []).map((each: Document) => [`${at} ${each.name}`, resolve(document, each)]),
      ...Object.entries<Document>(operation.responses).map(([status, each]): [string, Document] => [
        `${at} ${status}`,
        resolve(document, each),
      ]),
      ...Object.values<Document>(operation.requestBody?.content ?? {}).flatMap(({ schema }) =>
        Object.entries<Document>(schema.properties).map(([name, each]): [string, Document] => [`${at} ${name}`, each]),
      ),
    ]),
  ]
}

/** Every JSON Schema of a document, wherever it stands. */
function schemasIn(part: Document, at = ''): [at: string, schema: Document][] {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries<Document>(part).flatMap(([name, each]): [string, Document][] => {
    const here = `${at}/${name}`
    return name === 'schema' && typeof each === 'object' ? [[here, each]] : schemasIn(each, here)
  })
}
