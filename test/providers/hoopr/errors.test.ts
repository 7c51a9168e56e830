/** The whole catalogue of errors. Source: docs/errors, sections 5 and 9 of the fact sheet. */

import { describe, expect, test } from 'vitest'
import type { SessionOptions } from '../../../src/core/session.ts'
import { demo, FIRST, headers, INACTIVE, PARTNER_EXCLUSIVES, refusal, SECOND } from './demo.ts'

const mode = { 'x-hoopr-mode': 'test' }
const badList =
  'Validation failed: page must be an integer of at least 1, pageSize must be an integer from 1 to 100, ' +
  'type must be one of music, sfx, hasVocals must be true or false'

/** [target, client of the token, status, type, message, body] */
const REFUSALS: [string, string | undefined, number, string, string, unknown?][] = [
  ['GET /v1/tracks', undefined, 401, 'missing_token', 'Authorization header missing or malformed'],
  ['GET /v1/tracks', INACTIVE, 403, 'client_inactive', 'Client is inactive'],
  ['GET /v1/tracks-top', FIRST, 403, 'insufficient_scope', 'Insufficient scope'],
  ['GET /v1/tracks?page=0&pageSize=101&type=song&hasVocals=yes', FIRST, 400, 'invalid_request', badList],
  [
    'GET /v1/tracks-top?page=x',
    SECOND,
    400,
    'invalid_request',
    'Validation failed: page must be an integer of at least 1',
  ],
  [
    'GET /v1/filters?type=tempo',
    FIRST,
    400,
    'invalid_request',
    'Validation failed: type must be one of genre, mood, usecase',
  ],
  ['POST /v1/search', FIRST, 400, 'invalid_request', 'Validation failed: body must be a JSON object'],
  [
    'POST /v1/search',
    FIRST,
    400,
    'invalid_request',
    badList,
    { page: '1', pageSize: 0, type: null, hasVocals: 'true' },
  ],
  ['GET /v1/tracks/none', FIRST, 404, 'track_not_found', 'Track not found'],
  ['GET /v1/playlists/none', FIRST, 404, 'playlist_not_found', 'Playlist not found'],
  ['GET /v1/playlists/none/tracks', FIRST, 404, 'playlist_not_found', 'Playlist not found'],
  [`GET /v1/playlists/${PARTNER_EXCLUSIVES.test}`, FIRST, 403, 'playlist_restricted', 'Playlist is restricted'],
  [`GET /v1/playlists/${PARTNER_EXCLUSIVES.test}/tracks`, FIRST, 403, 'playlist_restricted', 'Playlist is restricted'],
  ['GET /v1/none', undefined, 404, 'not_found', 'Not found'],
  ['PUT /v1/tracks', undefined, 404, 'not_found', 'Not found'],
  ['HEAD /v1/tracks', undefined, 404, 'not_found', 'Not found'],
  ['GET /v1/tracks/', undefined, 404, 'not_found', 'Not found'],
]

test.each(REFUSALS)('%s by %s is refused with %i %s', async (target, client, status, type, message, json) => {
  const { call, tokenOf } = demo()
  const token = client === undefined ? {} : { token: await tokenOf(client) }
  const answer = await call(target, { ...token, ...(json === undefined ? {} : { json }) })
  expect(answer.status).toBe(status)
  expect(answer.text).toBe(JSON.stringify(refusal(type, message)))
  // The mode is shown once the token is known to be good.
  expect(answer.headers).toEqual(headers(599, client === undefined ? {} : mode))
})

describe('a token', () => {
  const tracks = 'GET /v1/tracks'
  const missing = ['missing_token', 'Authorization header missing or malformed'] as const
  const invalid = ['invalid_token', 'Token invalid or expired'] as const

  test.each([
    ['of another scheme', 'Basic abc', missing],
    ['that is empty', 'Bearer ', missing],
    ['without a scheme', 'abc', missing],
    ['that was never issued', 'Bearer abc', invalid],
    ['of two words', 'Bearer abc def', invalid],
  ])('%s is refused', async (_what, authorization, [type, message]) => {
    const { call } = demo()
    const answer = await call(tracks, { headers: { authorization } })
    expect([answer.status, answer.json]).toEqual([401, refusal(type, message)])
  })

  test('in a query string is not seen', async () => {
    const { call, tokenOf } = demo()
    expect((await call(`${tracks}?access_token=${await tokenOf()}`)).json.error.type).toBe('missing_token')
  })

  test('is taken in any letter case of its scheme', async () => {
    const { call, tokenOf } = demo()
    expect((await call(tracks, { headers: { authorization: `bEARER ${await tokenOf()}` } })).status).toBe(200)
  })

  test('that was revoked or changed by a letter is invalid', async () => {
    const { session, call, tokenOf } = demo()
    const token = await tokenOf()
    const changed = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`
    expect((await call(tracks, { token: changed })).json).toEqual(refusal(...invalid))
    await session.vault.revoke((await session.vault.find(token))!.id, session.clock.now())
    const answer = await call(tracks, { token })
    expect(answer.json).toEqual(refusal(...invalid))
    expect(answer.headers).not.toHaveProperty('x-hoopr-mode')
  })
})

test.each([
  ['GET /v1/tracks', 'catalog:read'],
  ['GET /v1/tracks/midnight-drive', 'catalog:read'],
  ['GET /v1/playlists', 'catalog:read'],
  ['GET /v1/playlists/none', 'catalog:read'],
  [`GET /v1/playlists/${PARTNER_EXCLUSIVES.test}/tracks`, 'catalog:read'],
  ['GET /v1/filters?type=wrong', 'catalog:read'],
  ['POST /v1/search', 'search'],
  ['GET /v1/tracks-top', 'analytics:read'],
])('%s needs %s, and says so before it looks at anything else', async (target, scope) => {
  const { call, tokenOf } = demo()
  const all = ['catalog:read', 'search', 'analytics:read']
  const type = async (scopes: string[]) => {
    const { json } = await call(target, { token: await tokenOf(FIRST, { scopes }) })
    return json.error.type
  }
  expect(await type(all.filter((each) => each !== scope))).toBe('insufficient_scope')
  expect(await type([scope])).not.toBe('insufficient_scope')
})

describe('an injected error', () => {
  const inject = (error: string, settings: SessionOptions['settings'] = {}) => {
    const effect = { rule: 'r', error, phase: 'before' as const }
    const script = { name: 's', settings: {}, marker: false, describe: () => null }
    return demo({
      settings,
      script: { ...script, meet: () => ({ strikes: [], causes: [], effect, edits: [], delayMs: 0 }) },
    })
  }

  test('has the bytes of a genuine one', async () => {
    const genuine = demo()
    const cases = [
      ['insufficient_scope', 'GET /v1/tracks-top', FIRST],
      ['client_inactive', 'GET /v1/tracks', INACTIVE],
      ['playlist_restricted', `GET /v1/playlists/${PARTNER_EXCLUSIVES.test}`, FIRST],
      ['track_not_found', 'GET /v1/tracks/none', FIRST],
    ] as const
    for (const [code, target, client] of cases) {
      const real = await genuine.call(target, { token: await genuine.tokenOf(client) })
      const { call, tokenOf } = inject(code)
      const made = await call(target, { token: await tokenOf(client) })
      expect(made.text).toBe(real.text)
      expect(Object.keys(made.headers)).toEqual(Object.keys(real.headers))
      expect(made.headers['x-hoopr-mode']).toBe('test')
    }
  })

  test('of the token itself shows no mode', async () => {
    const { call, tokenOf } = inject('invalid_token')
    const answer = await call('GET /v1/tracks', { token: await tokenOf() })
    expect(answer.json).toEqual(refusal('invalid_token', 'Token invalid or expired'))
    expect(answer.headers).not.toHaveProperty('x-hoopr-mode')
  })

  test('that is an outage has no type, or no JSON under outageBody', async () => {
    const { call } = inject('unavailable')
    const answer = await call('GET /health-check')
    expect([answer.status, answer.json]).toEqual([503, refusal(undefined, 'Service temporarily unavailable')])
    const html = await inject('unavailable', { hoopr: { outageBody: 'html' } }).call('GET /v1/tracks')
    expect(html.status).toBe(503)
    expect(html.headers['content-type']).toBe('text/html')
    expect(html.text).toMatch(/^<html>/)
  })
})

test('messages vary under their switch, and types do not', async () => {
  const { session, call } = demo({ settings: { hoopr: { messages: 'varied' } } })
  const seen = new Set<string>()
  for (let i = 0; i < 40; i++) {
    session.clock.advance(1)
    const { error } = (await call('GET /v1/tracks')).json
    expect(error).toEqual({ code: 1, type: 'missing_token', message: expect.any(String) })
    seen.add(error.message)
  }
  expect(seen.size).toBeGreaterThan(2)
})
