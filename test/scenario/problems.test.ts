import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { readScenario, ScenarioError, validateFile } from '../../src/scenario/load.ts'
import { describePath } from '../../src/scenario/problems.ts'

const RULE_KEYS = 'id, provider, call, where, skip, times, every, between, chance, phase, do'
const EFFECTS =
  'expire, revoke, exhaust, deny, {error: ...}, {status: ...}, {headers: ...}, {delay: ...}, {exhaust: ...}, {wire: ...}, {drip: ...}, {patch: ...}'
const DURATION = 'a duration such as "250ms", "2s" or "1h30m"'
const WHOLE = 'a whole number from'

/** A rule by its lines, and what is said of it. The rule starts at line 2, column 5. */
const RULES: readonly (readonly [lines: string, ...messages: string[]])[] = [
  // The shape.
  ['tims: 3\ndo: expire', `2:5: expected a key of a rule, got "tims"; known: times, `],
  ['call: GET /v1/tracks', '2:5: expected do in a rule, got nothing'],
  ['provider: hooper\ndo: expire', '2:15: expected a provider, got "hooper"; known: hoopr, hoopai, soundcharts'],
  ['do: exprie', `2:9: expected an effect, got "exprie"; known: expire, `],
  ['do: { burn: it }', `2:9: expected an effect, got {"burn":"it"}; known: ${EFFECTS}`],
  ['do: [{ status: 503 }, { burn: it }]', `2:27: expected an effect, got {"burn":"it"}; known: ${EFFECTS}`],
  ['do: [[expire]]', `2:10: expected an effect, got ["expire"]; known: ${EFFECTS}`],
  ['do: []', '2:9: expected at least one effect, got []'],
  ['do: { error: rate_limited, status: 429 }', '2:32: expected a key of the effect, got "status"; known: error'],
  ['do: { status: 99 }', '2:19: expected a status from 200 to 599, got 99'],
  ['do: { status: "503" }', '2:19: expected a status from 200 to 599, got "503"'],
  [
    'do: { status: 503, headers: { Content-Length: 3 } }',
    '2:35: expected a header\'s name other than content-length, transfer-encoding, connection, date, got "Content-Length"',
  ],
  [
    'do: { status: 503, headers: { x-note: "a\\r\\nset-cookie: b" } }',
    '2:43: expected a text or number that fits on a header line, {date: ...} or {elsewhere: ...}, got "a\\r\\nset-cookie: b"',
  ],
  ['do: { headers: { retry-after: { date: soon } } }', '2:43: expected a duration such as "5m" or "-5m", got "soon"'],
  ['do: { headers: { location: { elsewhere: oauth } } }', '2:45: expected a path such as "/oauth/token", got "oauth"'],
  [
    'do: { status: 200, headers: { server: null } }',
    '2:43: expected a text or number that fits on a header line, {date: ...} or {elsewhere: ...}, got null',
  ],
  [
    'do: { headers: { retry-after: { date: 5s, zone: UTC } } }',
    '2:47: expected a key of a date, got "zone"; known: date',
  ],
  ['do: { delay: 2 }', `2:18: expected ${DURATION}, got 2`],
  ['do: { delay: -2s }', `2:18: expected ${DURATION}, got "-2s"`],
  ['do: { delay: [1s] }', `2:18: expected ${DURATION}, got nothing`],
  ['do: { delay: [2s, 1s] }', '2:18: expected two durations, the shorter one first, got ["2s","1s"]'],
  ['skip: -1\ndo: expire', `2:11: expected ${WHOLE} 0, got -1`],
  ['skip: 1.5\ndo: expire', `2:11: expected ${WHOLE} 0, got 1.5`],
  ['times: 0\ndo: expire', `2:12: expected ${WHOLE} 1, got 0`],
  ['times: -3\ndo: expire', `2:12: expected ${WHOLE} 1, got -3`],
  ['every: 0\ndo: expire', `2:12: expected ${WHOLE} 1, got 0`],
  ['chance: 1.1\ndo: expire', '2:13: expected a number from 0 to 1, got 1.1'],
  ['between: 10m\ndo: expire', '2:14: expected two durations, the shorter one first, got "10m"'],
  ['between: [12m, 10m]\ndo: expire', '2:14: expected two durations, the shorter one first, got ["12m","10m"]'],
  ['between: [-1m, 10m]\ndo: expire', `2:15: expected ${DURATION}, got "-1m"`],
  ['phase: later\ndo: { status: 503 }', '2:12: expected a phase, got "later"; known: after, before'],
  ['where: { modus: test }\ndo: expire', '2:14: expected a key of where, got "modus"; known: mode, '],
  ['where: [mode]\ndo: expire', '2:12: expected a map: where, got ["mode"]'],
  ['id: "a b"\ndo: expire', '2:9: expected 1 to 64 of A-Z a-z 0-9 . _ -, got "a b"'],
  // The calls.
  [
    'provider: hoopr\ncall: GET /v1/trakcs\ndo: expire',
    '3:11: expected a route of hoopr, got "GET /v1/trakcs"; known: GET /v1/tracks, ',
  ],
  ['call: GET /nowhere/at/all\ndo: expire', '2:11: expected a route of a provider, got "GET /nowhere/at/all"; known: '],
  [
    'provider: hoopr\ncall: tracks.gte\ndo: expire',
    '3:11: expected a route of hoopr, got "tracks.gte"; known: tracks.get, ',
  ],
  [
    'provider: hoopr\ncall: get /v1/tracks\ndo: expire',
    '3:11: expected a route of hoopr, as "METHOD /path" or by name, got "get /v1/tracks"; known: GET /v1/tracks, ',
  ],
  [
    'provider: hoopr\ncall: GET /v1/tr**\ndo: expire',
    '3:11: expected a route of hoopr, as "METHOD /path" or by name, got ',
  ],
  [
    'provider: hoopr\nwhere: { mode: prod }\ndo: expire',
    '3:20: expected a mode of hoopr, got "prod"; known: test, live',
  ],
  ['provider: hoopai\nwhere: { mode: test }\ndo: expire', '3:20: expected a mode of hoopai, got "test"'],
  [
    'provider: hoopr\nwhere: { scope: serch }\ndo: expire',
    '3:21: expected a scope of hoopr, got "serch"; known: search, catalog:read, analytics:read',
  ],
  [
    'provider: hoopai\nwhere: { grant: refresh }\ndo: expire',
    '3:21: expected a grant of hoopai, got "refresh"; known: refresh_token, authorization_code',
  ],
  [
    'where: { mode: test, grant: refresh_token }\ndo: expire',
    '2:12: expected values that one provider knows, got {"mode":"test","grant":"refresh_token"}',
  ],
  // What the effects need.
  [
    'provider: hoopr\ncall: POST /v1/auth/token\ndo: expire',
    '4:9: expected a rule that meets calls with a credential to expire, got only POST /v1/auth/token',
  ],
  [
    'call: version.get\ndo: [revoke, { delay: 1s }]',
    '3:10: expected a rule that meets calls with a credential to revoke, got only GET /version',
  ],
  [
    'call: GET /version\ndo: exhaust',
    '3:9: expected a rule that meets calls with a budget to exhaust, got only GET /version',
  ],
  [
    'provider: hoopr\ndo: { exhaust: daily }',
    '3:20: expected a budget that the calls spend, got "daily"; known: api, token',
  ],
  [
    'provider: hoopr\ncall: GET /v1/**\ndo: { exhaust: token }',
    '4:20: expected a budget that the calls spend, got "token"; known: api',
  ],
  [
    'provider: hoopr\ndo: { error: rate_limit }',
    '3:18: expected an error of hoopr, got "rate_limit"; known: rate_limited, ',
  ],
  [
    'do: { error: track_not_found }',
    '2:18: expected an error of hoopai, got "track_not_found"; known: ',
    '2:18: expected an error of soundcharts, got "track_not_found"; known: ',
  ],
  ['do: [{ status: 503 }, { error: unavailable }]', '2:27: expected one effect that answers in a rule, got another'],
  ['phase: after\ndo: expire', '2:12: expected before, since causes come before the answer, got after'],
]

/** Whole files and what is said of them. */
const FILES: readonly (readonly [yaml: string, ...messages: string[]])[] = [
  ['', '1:1: expected a map: a scenario, got null'],
  ['- a\n', '1:1: expected a map: a scenario, got ["a"]'],
  ['name: x\nextends: [other]\n', '2:11: expected the name of a ready scenario, got "other"; known: '],
  ['schedule: [{ at: 5m }]\n', '1:12: expected either settings or advance, got {"at":"5m"}'],
  ['schedule: [{ at: soon, advance: 1h }]\n', `1:18: expected ${DURATION}, got "soon"`],
  ['seed: one\n', '1:7: expected a whole number, got "one"'],
  ['clock: tomorrow\n', '1:8: expected an instant such as 2026-01-01T00:00:00Z, got "tomorrow"'],
  ['marker: 1\n', '1:9: expected true or false, got 1'],
  ['rules:\n  a: 1\n', '2:3: expected a list of rules, got {"a":1}'],
  ['rules:\n  - 3\n', '2:5: expected a map: a rule, got 3'],
  [
    'rules:\n  - { id: a, do: expire }\n  - { id: a, do: expire }\n',
    '3:11: expected an id that no other rule has, got "a"',
  ],
  [
    'rules:\n  - { id: rule-2, do: expire }\n  - do: expire\n',
    '3:5: expected an id that no other rule has, got "rule-2"',
  ],
  // Settings.
  ['settings: { hooper: {} }\n', '1:13: expected a key of settings, got "hooper"; known: hoopr, hoopai, soundcharts'],
  ['settings: { hoopr: { retry: true } }\n', '1:22: expected a key of the settings of hoopr, got "retry"; known: '],
  ['settings: { hoopr: { accessTokenSeconds: 0 } }\n', '1:42: expected a whole number from 1, got 0'],
  ['settings: { hoopai: { webhookRetries: 1001 } }\n', '1:39: expected a whole number from 0 to 1000, got 1001'],
  ['settings: { hoopr: { accessTokenSeconds: 1.5 } }\n', '1:42: expected a whole number from 1, got 1.5'],
  ['settings: { hoopr: { tokenStatus: 202 } }\n', '1:35: expected one of its values, got 202; known: 200, 201'],
  ['settings: { hoopr: { limits: of } }\n', '1:30: expected "off", or a map of budgets, got "of"; known: api, token'],
  [
    'settings: { hoopr: { limits: { api: 5 } } }\n',
    '1:37: expected "<number> per <duration>", such as "5 per 1m", got 5',
  ],
  [
    'settings: { hoopr: { limits: { api: 5 per 0s } } }\n',
    '1:37: expected "<number> per <duration>", such as "5 per 1m", got ',
  ],
  [
    'settings: { hoopr: { limits: { daily: 5 per 1m } } }\n',
    '1:32: expected a key of limits, got "daily"; known: api, token',
  ],
  // What comes alive later is held to its shape.
  [
    'expect:\n  - call: GET /v1/tracks\n',
    '2:5: expected exactly, atLeast, atMost or after, got {"call":"GET /v1/tracks"}',
  ],
  ['expect:\n  - { exactly: -1 }\n', '2:16: expected a whole number from 0, got -1'],
  [
    'expect:\n  - { call: GET /nowhere/at/all, exactly: 1 }\n',
    '2:13: expected a route of a provider, got "GET /nowhere/at/all"',
  ],
  ['conduct: { refresh-stampede: fatal }\n', '1:30: expected a severity, got "fatal"; known: '],
  ['conduct: [refresh-stampede]\n', '1:10: expected a map of rules of the judge, got ["refresh-stampede"]'],
  // YAML.
  ['rules: [\n', '2:1: expected valid YAML, got Flow sequence'],
  ['name: a\nname: b\n', '2:1: expected valid YAML, got Map keys must be unique'],
  ['a: *b\n', '1:4: expected valid YAML, got an alias of nothing: b'],
  ['name: !odd x\n', '1:7: expected valid YAML, got Unresolved tag: !odd'],
  ['name: a\n---\nname: b\n', '2:1: expected valid YAML, got Source contains multiple documents'],
  ['name: a\n<<: { seed: 1 }\n', '2:1: expected a key of a scenario, got "<<"; known: '],
]

describe('a rule that cannot be right is refused', () => {
  test.each(RULES)('%s', async (lines, ...messages) => {
    const yaml = `rules:\n  - ${lines.replaceAll('\n', '\n    ')}\n`
    await expectProblems(yaml, messages)
  })
})

describe('a file that cannot be right is refused', () => {
  test.each(FILES)('%s', async (yaml, ...messages) => expectProblems(yaml, messages))
})

test('all that is wrong is said at once, in the order of the file', async () => {
  const yaml = `
name: many
rules:
  - skip: -1
    do: expire
  - provider: hoopr
    call: GET /v1/nothing
    do: expire
  - tims: 2
    do: { error: unavailable }
clock: never
`
  const problems = await problemsOf(yaml)
  expect(problems.map(({ line }) => line)).toEqual([4, 7, 9, 11])
})

test('a known list is whole in the problem and starts with what was probably meant', async () => {
  const [problem] = await problemsOf('rules:\n  - tims: 3\n    do: expire\n')
  expect(problem?.known?.[0]).toBe('times')
  expect([...(problem?.known ?? [])].sort()).toEqual(RULE_KEYS.split(', ').sort())
})

test('a few lines that unfold to gigabytes are refused, and so is endless nesting', async () => {
  const bomb = [...'bcdefghi'].reduce(
    (text, name, i) => `${text}${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]\n`,
    'a: &a [x, x, x, x, x, x, x, x, x]\n',
  )
  await expectProblems(`a: &a x\nb: [${Array(101).fill('*a').join(', ')}]\n`, [
    '2:405: expected valid YAML, got more than 100',
  ])
  await expectProblems(bomb, ['1:1: expected valid YAML, got Excessive alias count'])
  expect((await problemsOf('['.repeat(100_000)))[0]).toMatchObject({ expected: 'valid YAML' })
})

test('an anchor used twice is fine, and a fault in it is placed', async () => {
  const yaml = 'rules:\n  - &one { id: a, call: GET /v1/tracks, do: { status: 503 } }\n  - *one\n'
  await expectProblems(yaml, ['2:16: expected an id that no other rule has, got "a"'])
})

test('an object has paths in place of lines', async () => {
  const error = await readScenario({ rules: [{ do: [{ delay: '-1s' }] }] }, 'object', providers).catch(
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(ScenarioError)
  expect(error.message).toBe(`scenario at rules[0].do[0].delay: expected ${DURATION}, got "-1s"`)
  expect(error.problems[0]).toMatchObject({ file: 'scenario', path: 'rules[0].do[0].delay', got: '"-1s"' })
  expect(describePath([])).toBe('')
})

test('a file is named in its problems as it was given, and read with all of them', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'scenario-')), 'bad.yaml')
  writeFileSync(file, 'seed: x\nmarker: y\n')
  const problems = await validateFile(file, providers)
  expect(problems.map(({ file, line, column }) => ({ file, line, column }))).toEqual([
    { file, line: 1, column: 7 },
    { file, line: 2, column: 9 },
  ])
  await expect(readScenario(file, 'name', providers)).rejects.toThrow(`${file}:1:7: expected a whole number, got "x"`)
})

test('a name that nothing has is answered with the ready scenarios, the nearest first', async () => {
  await expect(readScenario('revoked-tokn', 'name', providers)).rejects.toThrow(
    'revoked-tokn: expected a file\'s path or the name of a ready scenario, got "revoked-tokn" (ENOENT); known: revoked-token, ',
  )
})

async function problemsOf(yaml: string) {
  const error = await readScenario(yaml, 'yaml', providers).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(ScenarioError)
  return (error as ScenarioError).problems
}

/** Each message in full, or its start where that ends with a list. */
async function expectProblems(yaml: string, messages: readonly string[]) {
  const error: Error = await readScenario(yaml, 'yaml', providers).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(ScenarioError)
  const lines = error.message.split('\n')
  expect(lines.map((line, i) => line.slice(0, `scenario:${messages[i]}`.length))).toEqual(
    messages.map((message) => `scenario:${message}`),
  )
}
