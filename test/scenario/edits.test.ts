/** Changes of a committed answer's headers and JSON. */

import { expect, test } from 'vitest'
import { answer } from '../../src/core/answer.ts'
import type { Call, Json } from '../../src/core/http.ts'
import type { Provider } from '../../src/core/provider.ts'
import { findEndpoint } from '../../src/core/routes.ts'
import { Session } from '../../src/core/session.ts'
import { hoopr } from '../../src/providers/hoopr/index.ts'
import { providers } from '../../src/providers/index.ts'
import { headerText, merged } from '../../src/scenario/edits.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { START, stand } from '../support.ts'

/** RFC 7396, appendix A: original, patch, result. */
const EXAMPLES: readonly (readonly [original: string, patch: string, result: string])[] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
]

test.each(EXAMPLES)('%s patched by %s is %s', (original, patch, result) => {
  const { json } = merged(JSON.parse(patch) as Json)({ status: 200, json: JSON.parse(original) as Json })
  expect(json).toEqual(JSON.parse(result))
})

async function patched(effect: object, more: object = {}) {
  const rules = [{ id: 'patched', call: 'version.get', do: effect, ...more }]
  const script = await readScenario({ rules } as unknown as Json, 'object', providers)
  return stand(hoopr, { script })
}

test('a patch changes the answer that the provider gave, and nothing else of it', async () => {
  const { call, session } = await patched({ patch: { data: { apiVersion: null, extra: 1 } } })
  const struck = await call('GET /version')
  expect(struck.json.data).toEqual({ serviceVersion: '1.0.0', extra: 1 })
  const usual = await stand(hoopr).call('GET /version')
  expect(struck.headers).toEqual(usual.headers)
  expect((await session.journal.list())[0]).toMatchObject({ status: 200, rules: ['patched'] })
})

test('an answer without JSON stays as it is', () => {
  const reply = { status: 200, text: 'plain' }
  expect(merged({ a: 1 })(reply)).toBe(reply)
})

test('headers are laid over those that the provider gave, and taken away', async () => {
  const date = (await patched({ headers: { 'Retry-After': { date: '90s' }, 'x-api-version': null, 'x-mine': 7 } })).call
  const { headers, json } = await date('GET /version')
  const usual = await stand(hoopr).call('GET /version')
  const { 'x-api-version': _, ...kept } = usual.headers
  expect(headers).toEqual({ ...kept, 'retry-after': 'Thu, 01 Jan 2026 00:01:30 GMT', 'x-mine': '7' })
  expect(json).toEqual(usual.json)
})

test('a date is so far from the call, by the clock of the session, and may be past', async () => {
  const { call, session } = await patched({ status: 503, headers: { 'retry-after': { date: '-1m' } } })
  session.clock.advance(60 * 60 * 1000)
  expect((await call('GET /version')).headers['retry-after']).toBe('Thu, 01 Jan 2026 00:59:00 GMT')
})

test.each([
  ['http://127.0.0.1:4600/s/one/hoopai', 'http://localhost:4600/s/one/hoopai/oauth/token'],
  ['https://localhost:4600/hoopai', 'https://127.0.0.1:4600/hoopai/oauth/token'],
  ['http://stuntdouble:4600/hoopai', 'http://localhost:4600/hoopai/oauth/token'],
])('from %s elsewhere is %s', (base, url) => {
  expect(headerText({ elsewhere: '/oauth/token' }, { ...CALL, base })).toBe(url)
})

test('a rule that is shadowed changes no header', async () => {
  const rules = [
    { call: 'version.get', do: { status: 503 } },
    { call: 'version.get', do: { status: 429, headers: { 'retry-after': { date: '5s' } } } },
  ]
  const { call } = stand(hoopr, { script: await readScenario({ rules } as unknown as Json, 'object', providers) })
  const { status, headers } = await call('GET /version')
  expect([status, headers['retry-after']]).toEqual([503, undefined])
})

test('one rule answers, another patches what it answered', async () => {
  const rules = [
    { id: 'down', call: 'version.get', do: { status: 503, body: { a: 1, b: 2 } } },
    { id: 'patched', call: 'version.get', do: [{ patch: { a: null } }, { wire: 'truncate' }] },
  ]
  const script = await readScenario({ rules } as unknown as Json, 'object', providers)
  const { call, session } = stand(hoopr, { script })
  const answer = await call('GET /version')
  expect([answer.status, answer.json]).toEqual([503, { b: 2 }])
  expect((await session.journal.list())[0]!.rules).toEqual(['down', 'patched'])
})

test('the marker names the first rule that changed anything', async () => {
  const rules = [
    { id: 'answers', call: 'version.get', do: { status: 503, body: 'down' } },
    { id: 'patches', call: 'version.get', do: { patch: { a: 1 } } },
    { id: 'breaks', do: { wire: 'malformed' } },
  ]
  const faultOf = async (which: readonly string[]) => {
    const chosen = rules.filter(({ id }) => which.includes(id))
    const script = await readScenario({ rules: chosen } as unknown as Json, 'object', providers)
    const session = new Session({ frozenAt: START, script })
    return (await answer(findEndpoint(hoopr, 'GET', '/version'), { ...CALL, path: '/version' }, session)).fault
  }
  expect(await faultOf(['patches', 'breaks'])).toBe('patches')
  expect(await faultOf(['answers', 'patches', 'breaks'])).toBe('answers')
  expect(await faultOf(['breaks'])).toBe('breaks')
})

test('a patch that meets no JSON leaves no mark', async () => {
  const rules = [{ id: 'patches', call: 'plain', do: { patch: { a: 1 } } }]
  const plain: Provider = {
    ...hoopr,
    routes: [
      ...hoopr.routes,
      {
        ...hoopr.routes.find(({ name }) => name === 'version.get')!,
        name: 'plain',
        path: '/plain',
        handle: () => TEXT,
      },
    ],
  }
  const script = await readScenario({ rules } as unknown as Json, 'object', [plain])
  const session = new Session({ frozenAt: START, script })
  const reply = await answer(findEndpoint(plain, 'GET', '/plain'), { ...CALL, path: '/plain' }, session)
  expect(reply).toMatchObject({ status: 200, text: 'pong' })
  expect(reply.fault).toBeUndefined()
  expect((await session.journal.list())[0]!.rules).toEqual(['patches'])
})

const TEXT = { status: 200, text: 'pong' }
const CALL: Call = {
  method: 'GET',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  at: START,
  base: '',
  address: '127.0.0.1',
}
