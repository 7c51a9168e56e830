/** Changes of a committed answer's JSON. */

import { expect, test } from 'vitest'
import type { Json } from '../../src/core/http.ts'
import { hoopr } from '../../src/providers/hoopr/index.ts'
import { providers } from '../../src/providers/index.ts'
import { merged } from '../../src/scenario/edits.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { stand } from '../support.ts'

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
