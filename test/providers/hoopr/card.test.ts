/** The card says what the calls do: its schemas, headers, parameters and refusals are held against answers. */

import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { Parameter } from '../../../src/core/facts.ts'
import type { Route } from '../../../src/core/provider.ts'
import { hoopr } from '../../../src/providers/hoopr/index.ts'
import type { Request } from '../../support.ts'
import { demo, FIRST, grant, INACTIVE, PARTNER_EXCLUSIVES, SECOND, TOP_50 } from './demo.ts'

const ajv = addFormats.default(new Ajv.default({ strict: true, allErrors: true }))
const route = (name: string): Route => hoopr.routes.find((each) => each.name === name)!

/** A good call of every route. */
const GOOD: Record<string, [target: string, json?: object]> = {
  'auth.token': ['POST /v1/auth/token', grant()],
  'tracks.list': ['GET /v1/tracks'],
  'tracks.get': ['GET /v1/tracks/midnight-drive'],
  'tracks.search': ['POST /v1/search', { pageSize: 20 }],
  'tracks.top': ['GET /v1/tracks-top'],
  'playlists.list': ['GET /v1/playlists'],
  'playlists.get': [`GET /v1/playlists/${TOP_50}`],
  'playlists.tracks': [`GET /v1/playlists/${TOP_50}/tracks`],
  'filters.list': ['GET /v1/filters'],
  'version.get': ['GET /version'],
  'health.get': ['GET /health-check'],
}

async function caller(settings: object = {}) {
  const { call, tokenOf } = demo({ settings: { hoopr: { limits: 'off', ...settings } } })
  const token = await tokenOf(SECOND)
  return (target: string, request: Request = {}) => call(target, { token, ...request })
}

test('every route under a token or in the open has its good call here', () => {
  expect(Object.keys(GOOD).sort()).toEqual(
    hoopr.routes
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('media.'))
      .sort(),
  )
})

describe.each(Object.entries(GOOD))('%s', (name, [target, json]) => {
  test.each([
    ['usually', {}],
    ['with new fields', { unknownFields: true }],
    ['sparsely', { sparse: true }],
    ['in short', { shortTopTracks: true }],
    ['with a fourth group', { extraFilterGroup: true }],
  ])('answers %s as its schema says, under headers that the card knows', async (_how, settings) => {
    const call = await caller(settings)
    const answer = await call(target, json ? { json } : {})
    expect(answer.status).toBe(200)
    const valid = ajv.compile(route(name).success!.schema!)
    expect(valid(JSON.parse(answer.text)), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true)
    for (const header of Object.keys(answer.headers)) expect(hoopr.answerHeaders).toHaveProperty(header)
  })

  test('has a schema that a part of the answer does not fit', async () => {
    const call = await caller()
    const { data } = (await call(target, json ? { json } : {})).json
    const valid = ajv.compile(route(name).success!.schema!)
    expect([
      valid({ data }),
      valid({ data: null, error: { code: 1, message: 'x' } }),
      valid({ data: {}, error: {} }),
    ]).toEqual([false, false, false])
  })
})

describe('a parameter', () => {
  const checked = hoopr.routes.flatMap(({ name, parameters = [] }) =>
    parameters
      .filter((each) => ['query', 'body'].includes(each.in) && !name.startsWith('media.'))
      .map((each): [string, string, Parameter] => [name, each.name, each]),
  )

  test.each(checked)('of %s, %s, is refused just where its schema refuses it', async (name, field, parameter) => {
    const call = await caller()
    const [target, json] = GOOD[name]!
    const fits = ajv.compile(parameter.schema)
    const inQuery = parameter.in === 'query'
    const values = [
      '',
      'x',
      'music',
      'genre',
      'client_credentials',
      'a,b',
      FIRST,
      'true',
      '0',
      '1',
      '100',
      '101',
      '1.5',
    ]
    const typed = [0, 1, 1.5, 100, 101, true, [], ['a'], [1], {}]
    for (const value of inQuery ? values : [...values, ...typed]) {
      const request = inQuery ? {} : { json: { ...json, [field]: value } }
      const answer = await call(inQuery ? `${target}?${field}=${value}` : target, request)
      const asJson = inQuery ? read(parameter, String(value)) : value
      const good = fits(asJson) && !(parameter.required && value === '')
      const named = answer.status === 400 && answer.json.error.message.includes(`${field} `)
      expect([name, field, value, !named]).toEqual([name, field, value, good])
    }
  })

  /** A query's text as the JSON that it stands for. */
  function read({ schema: { type } }: Parameter, text: string) {
    if (type === 'integer') return text === '' ? text : Number(text)
    if (type === 'boolean') return text === 'true' || (text === 'false' ? false : text)
    return type === 'array' ? text.split(',') : text
  }
})

test('every refusal of a walk is one that its route or the card lists', async () => {
  const { session, call, tokenOf } = demo({ settings: { hoopr: { limits: { api: '12 per 1m', token: '4 per 1m' } } } })
  const [first, inactive, revoked] = await Promise.all([FIRST, INACTIVE, SECOND].map((each) => tokenOf(each)))
  const short = await hoopr.mint(session, session.clock.now(), { expiresInSeconds: 1 })
  await session.vault.revoke((await session.vault.find(revoked!))!.id, session.clock.now())
  session.clock.advance(1000)
  const calls: [string, string, Request][] = [
    ['tracks.list', 'GET /v1/tracks?page=0', { token: first! }],
    ['tracks.list', 'GET /v1/tracks', {}],
    ['tracks.list', 'GET /v1/tracks', { token: 'x' }],
    ['tracks.list', 'GET /v1/tracks', { token: short }],
    ['tracks.list', 'GET /v1/tracks', { token: revoked! }],
    ['tracks.list', 'GET /v1/tracks', { token: inactive! }],
    ['tracks.get', 'GET /v1/tracks/none', { token: first! }],
    ['tracks.search', 'POST /v1/search', { token: first! }],
    ['tracks.top', 'GET /v1/tracks-top', { token: first! }],
    ['playlists.list', 'GET /v1/playlists?page=0', { token: first! }],
    ['playlists.get', 'GET /v1/playlists/none', { token: first! }],
    ['playlists.tracks', `GET /v1/playlists/${PARTNER_EXCLUSIVES.test}/tracks`, { token: first! }],
    ['playlists.tracks', `GET /v1/playlists/${TOP_50}/tracks?page=0`, { token: first! }],
    ['filters.list', 'GET /v1/filters?type=x', { token: first! }],
    ...Array.from({ length: 9 }, (): [string, string, Request] => [
      'tracks.get',
      'GET /v1/tracks/x',
      { token: first! },
    ]),
    ['auth.token', 'POST /v1/auth/token', {}],
    ['auth.token', 'POST /v1/auth/token', { json: { ...grant(), client_secret: 'x' } }],
    ['auth.token', 'POST /v1/auth/token', { json: grant(INACTIVE) }],
    ...Array.from({ length: 5 }, (): [string, string, Request] => [
      'auth.token',
      'POST /v1/auth/token',
      { json: grant() },
    ]),
  ]
  const seen = new Set<string>()
  for (const [name, target, request] of calls) {
    const { status } = await call(target, request)
    const [{ code } = {}] = (await session.journal.list()) as { code?: string }[]
    if (status < 400) continue
    seen.add(code!)
    const { refuses = [], takes } = route(name)
    expect([name, code, [...refuses, ...(takes === 'none' ? [] : hoopr.refuses!)].includes(code!)]).toEqual([
      name,
      code,
      true,
    ])
  }
  // All that the card lists, but for the CDN's and what is no matter of a call: an outage, a socket's limits, a failure.
  expect([...seen].sort()).toEqual(
    [...new Set([...hoopr.refuses!, ...hoopr.routes.flatMap(({ refuses = [] }) => refuses)])]
      .filter((code) => !/^stream_|_too_large$|^unavailable$|^server_error$/.test(code))
      .sort(),
  )
})

test('a row that is assumed and has a switch names one that there is', () => {
  const rows = [
    ...hoopr.routes,
    ...hoopr.routes.flatMap(({ parameters = [] }) => parameters),
    ...Object.values(hoopr.errors),
    ...Object.values(hoopr.answerHeaders!),
  ]
  for (const row of rows) {
    expect(row.source).not.toBe('')
    if (row.switch !== undefined) expect(hoopr.settings).toHaveProperty(row.switch)
  }
})
