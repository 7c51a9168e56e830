import { expect, test } from 'vitest'
import type { Provider, Route } from '../../src/core/provider.ts'
import { findEndpoint } from '../../src/core/routes.ts'

const route = (method: string, path: string): Route => ({
  name: `${method} ${path}`,
  method,
  path,
  source: 'assumed',
  handle: () => ({ status: 200 }),
})

const card = (paths: string[], more: Partial<Provider> = {}) =>
  ({
    routes: paths.map((each) => route(each.split(' ')[0]!, each.split(' ')[1]!)),
    fallback: { source: 'assumed' },
    ...more,
  }) as Provider

const provider = card([
  'GET /v1/tracks',
  'GET /v1/tracks/:slug',
  'GET /v1/tracks/top',
  'POST /v1/tracks',
  'GET /v1/:kind/:id/parts/:part',
  'GET /files/*',
  'GET /',
])

test.each([
  ['GET', '/v1/tracks', 'GET /v1/tracks', {}],
  ['POST', '/v1/tracks', 'POST /v1/tracks', {}],
  ['GET', '/v1/tracks/top', 'GET /v1/tracks/top', {}],
  ['GET', '/v1/tracks/a%20b', 'GET /v1/tracks/:slug', { slug: 'a b' }],
  ['GET', '/v1/tracks/%E0%A4%A', 'GET /v1/tracks/:slug', { slug: '%E0%A4%A' }],
  ['GET', '/v1/tracks/7/parts/2', 'GET /v1/:kind/:id/parts/:part', { kind: 'tracks', id: '7', part: '2' }],
  ['GET', '/files/a/b.mp3', 'GET /files/*', {}],
  ['GET', '/', 'GET /', {}],
  ['GET', '/v1/tracks/', 'fallback', {}],
  ['GET', '/v1', 'fallback', {}],
  ['GET', '/V1/tracks', 'fallback', {}],
])('%s %s is %s', (method, path, name, params) => {
  expect(findEndpoint(provider, method, path)).toMatchObject({ route: { name }, params })
})

test('a known path under another method falls back and tells the methods', () => {
  expect(findEndpoint(provider, 'DELETE', '/v1/tracks')).toMatchObject({
    route: { name: 'fallback' },
    allow: ['GET', 'POST'],
  })
})

test('where a final slash means nothing, both forms are one route', () => {
  const either = card(['GET /contacts/', 'GET /contacts/:id'], { trailingSlash: 'either' })
  expect(findEndpoint(either, 'GET', '/contacts').route.name).toBe('GET /contacts/')
  expect(findEndpoint(either, 'GET', '/contacts/').route.name).toBe('GET /contacts/')
  expect(findEndpoint(either, 'GET', '/contacts/7/').params).toEqual({ id: '7' })
})

test('two routes of one method and path are a mistake on the card', () => {
  expect(() => findEndpoint(card(['GET /a/:x', 'GET /a/:y']), 'GET', '/a/1')).toThrow('two routes')
})
