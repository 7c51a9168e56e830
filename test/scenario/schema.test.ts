import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { conduct } from '../../src/conduct/index.ts'
import { providers } from '../../src/providers/index.ts'
import { jsonSchema } from '../../src/scenario/jsonschema.ts'
import { readScenario, validateFile } from '../../src/scenario/load.ts'
import { readyFile, readyNames } from '../../src/scenario/ready.ts'
import type { ScenarioText } from '../../src/scenario/written.ts'

const SCHEMA = new URL('../../scenario.schema.json', import.meta.url)

test('scenario.schema.json is made of the schema: `npm run schema` brings it up to date', async () => {
  expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(await jsonSchema(providers, conduct))),
  )
})

describe('an editor', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')))

  test.each(readyNames())('takes %s', (name) => {
    expect(validate(parse(readFileSync(readyFile(name)!, 'utf8'))), JSON.stringify(validate.errors)).toBe(true)
  })

  test.each<object>([
    { rules: [{ do: 'exprie' }] },
    { rules: [{ do: { wire: 'cut' } }] },
    { rules: [{ do: { drip: { chunks: 1, over: '1s' } } }] },
    { rules: [{ do: { skew: 'five minutes' } }] },
    { rules: [{ do: [{ status: 503 }, { delay: 2 }] }] },
    { rules: [{ do: [] }] },
    { rules: [{ tims: 1, do: 'expire' }] },
    { rules: [{ call: 'GET /v1/tracks' }] },
    { rules: [{ times: 0, do: 'expire' }] },
    { rules: [{ provider: 'hooper', do: 'expire' }] },
    { rules: [{ call: 'tracks.gte', do: 'expire' }] },
    { rules: [{ do: { error: 'no_such_error' } }] },
    { rules: [{ do: { exhaust: 'weekly' } }] },
    { settings: { hoopr: { limits: { daily: '5 per 1m' } } } },
    { settings: { hoopai: { refreshGraceSeconds: '30' } } },
    { conduct: { 'some-rule': 'fatal' } },
    { schedule: {} },
    { stages: { duty: 'refresh' } },
    { stages: { duty: 'patience', providers: ['hoopai'] } },
    { stages: { duty: 'refresh', providers: ['hoopai'], situation: 31 } },
    { stages: { duty: 'refresh', providers: ['hoopai'], situation: [], extra: 1 } },
    { rules: [{ do: { headers: { 'retry-after': { date: 5 } } } }] },
    { schedule: [{ advance: '1h' }] },
  ])('refuses what the loader refuses: %j', async (scenario) => {
    expect(validate(scenario)).toBe(false)
    await expect(readScenario(scenario as never, 'object', providers)).rejects.toThrow('expected')
  })
})

describe('a ready scenario', () => {
  test.each(readyNames())('%s loads, bears its name, says what it stages and what a good client does', async (name) => {
    const file = readyFile(name)!
    expect(await validateFile(file, providers, conduct)).toEqual([])
    const script = await readScenario(name, 'name', providers, { conduct })
    expect(script.name).toBe(name)
    const text = readFileSync(file, 'utf8')
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../scenario.schema.json')
    const { about, stages, extends: lower = [], rules = [], expect: expected = [] } = parse(text) as ScenarioText
    expect(about).toMatch(/\.$/)
    expect(stages).toBeDefined()
    expect(expected.length + lower.length).toBeGreaterThan(0)
    for (const { id } of rules) expect(id).toBeDefined()
  })

  test('is there for every situation of the main job', () => {
    expect(readyNames()).toEqual(
      expect.arrayContaining([
        'expired-access-token',
        'revoked-token',
        'wrong-client',
        'insufficient-scope',
        'token-endpoint-limit',
        'burst-limit',
        'daily-limit',
        'quota-spent',
        'refresh-token-rejected',
        'refresh-token-reused',
        'test-token-on-live-data',
        'provider-outage',
        'slow-token-endpoint',
        'token-dies-mid-run',
      ]),
    )
  })
})

test('the example of the interface is played as it stands', async () => {
  const yaml = `
name: token-dies-mid-run
seed: 42
clock: 2026-01-01T00:00:00Z
settings:
  hoopai: { refreshGraceSeconds: 30 }
rules:
  - id: expiry
    provider: hoopr
    call: GET /v1/tracks/*
    where: { mode: test }
    skip: 2
    times: 1
    every: 1
    between: [10m, 12m]
    chance: 0.1
    phase: before
    do: expire
expect:
  - call: POST /oauth/token
    where: { grant: refresh_token }
    exactly: 1
conduct:
  refresh-stampede: error
`
  const script = await readScenario(yaml, 'yaml', providers)
  expect(script).toMatchObject({
    name: 'token-dies-mid-run',
    seed: 42,
    clock: Date.parse('2026-01-01T00:00:00Z'),
    marker: true,
  })
})
