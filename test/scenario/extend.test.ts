/** One scenario laid over others. */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { readScenario } from '../../src/scenario/load.ts'

/** Files of one folder, and the first of them read. */
async function read(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'extends-'))
  mkdirSync(join(folder, 'sub'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const script = await readScenario(join(folder, Object.keys(files)[0]!), 'name', providers)
  // biome-ignore lint/suspicious/noExplicitAny: a scenario as it was written
  return { script, written: script.written as any }
}

const BASE = `name: base
stages: { situation: [7, 8], duty: renewal, providers: [hoopr, hoopai] }
seed: 7
marker: false
settings: { hoopr: { accessTokenSeconds: 60, retryAfter: true, limits: { api: 5 per 1m, token: 3 per 1m } } }
conduct: { no-backoff: warn }
rules: [{ id: slow, do: { delay: 1s } }]
`

test('what the upper one says wins, setting by setting and limit by limit, and rules add up from below', async () => {
  const { script, written } = await read({
    'top.yaml': `extends: [base.yaml]
about: On top.
stages: { situation: 22, duty: outage, providers: [hoopr] }
settings: { hoopr: { accessTokenSeconds: 30, limits: { api: 9 per 1m } }, hoopai: { codeSeconds: 5 } }
conduct: { retry-storm: error }
rules: [{ id: down, do: { status: 503 } }]
`,
    'base.yaml': BASE,
  })
  expect(script).toMatchObject({ name: 'top', seed: 7, marker: false })
  expect(script.settings).toEqual({
    hoopr: { accessTokenSeconds: 30, retryAfter: true, limits: { api: '9 per 1m', token: '3 per 1m' } },
    hoopai: { codeSeconds: 5 },
  })
  expect(written.conduct).toEqual({ 'no-backoff': 'warn', 'retry-storm': 'error' })
  expect(written.rules.map(({ id }: { id: string }) => id)).toEqual(['slow', 'down'])
  expect(written.extends).toBeUndefined()
  expect(written.stages).toEqual({ situation: 22, duty: 'outage', providers: ['hoopr'] })
})

test('of several the later one is above the earlier', async () => {
  const { script } = await read({
    'top.yaml': 'extends: [a.yaml, b.yaml]\nname: top\n',
    'a.yaml': 'seed: 1\nmarker: false\n',
    'b.yaml': 'seed: 2\nextends: [c.yaml]\n',
    'c.yaml': 'seed: 3\nsettings: { hoopr: { retryAfter: true } }\n',
  })
  expect(script).toMatchObject({ name: 'top', seed: 2, marker: false, settings: { hoopr: { retryAfter: true } } })
})

test('a ready one is named, by an object too', async () => {
  const script = await readScenario({ extends: ['burst-limit'], name: 'mine' }, 'object', providers)
  const ready = await readScenario('burst-limit', 'ready', providers)
  // biome-ignore lint/suspicious/noExplicitAny: a scenario as it was written
  expect((script.written as any).rules).toEqual((ready.written as any).rules)
  await expect(readScenario({ extends: ['./burst-limit.yaml'] }, 'object', providers)).rejects.toThrow(
    'expected the name of a ready scenario, got "./burst-limit.yaml"',
  )
})

test('what two of them extend is laid once, where it comes first', async () => {
  const { written } = await read({
    'top.yaml': 'extends: [a.yaml, b.yaml, a.yaml]\nrules: [{ id: top, do: expire }]\n',
    'a.yaml': 'extends: [ground.yaml]\nrules: [{ id: a, do: expire }]\n',
    'b.yaml': 'extends: [ground.yaml]\nrules: [{ id: b, do: expire }]\n',
    'ground.yaml': 'rules: [{ id: ground, do: expire }]\n',
  })
  expect(written.rules.map(({ id }: { id: string }) => id)).toEqual(['ground', 'a', 'b', 'top'])
})

test('files are found beside the one that names them, and messages name them from where the first one lies', async () => {
  const { script } = await read({
    'top.yaml': 'extends: [sub/base.yaml]\n',
    'sub/base.yaml': 'extends: [../base.yaml]\nseed: 4\n',
    'base.yaml': 'seed: 3\nclock: 2026-01-01T00:00:00Z\n',
  })
  expect([script.seed, script.clock]).toEqual([4, Date.parse('2026-01-01T00:00:00Z')])
  const bad = read({
    'top.yaml': 'extends: [sub/a.yaml]\n',
    'sub/a.yaml': 'extends: [b.yaml]\n',
    'sub/b.yaml': 'sed: 1\n',
  })
  await expect(bad).rejects.toThrow(/^\S+extends-\w+\/sub\/b\.yaml:1:1: expected a key of a scenario/)
})

test('`limits: off` takes the place of numbers, and numbers of `off`', async () => {
  const limits = async (lower: string, upper: string) => {
    const { script } = await read({
      'top.yaml': `extends: [base.yaml]\nsettings: { hoopr: { limits: ${upper} } }\n`,
      'base.yaml': `settings: { hoopr: { limits: ${lower} } }\n`,
    })
    return script.settings.hoopr!.limits
  }
  expect(await limits('{ api: 5 per 1m }', '"off"')).toBe('off')
  expect(await limits('"off"', '{ api: 5 per 1m }')).toEqual({ api: '5 per 1m' })
})

test.each<[string, Record<string, string>, string]>([
  [
    'a circle',
    { 'a.yaml': 'extends: [b.yaml]\n', 'b.yaml': 'extends: [a.yaml]\n' },
    'b.yaml:1:11: expected a scenario that does not lead back here',
  ],
  [
    'itself',
    { 'a.yaml': 'name: x\nextends: [a.yaml]\n' },
    'a.yaml:2:11: expected a scenario that does not lead back here',
  ],
  [
    'nobody',
    { 'a.yaml': 'extends: [burst-limits]\n' },
    'a.yaml:1:11: expected the name of a ready scenario, or a file beside this one, got "burst-limits"; known: burst-limit',
  ],
  [
    'a bad one',
    { 'a.yaml': 'extends: [b.yaml]\n', 'b.yaml': 'rules:\n  - do: exprie\n' },
    'b.yaml:2:9: expected an effect, got "exprie"',
  ],
  [
    'one with a rule of the same id',
    { 'a.yaml': 'extends: [b.yaml]\nrules: [{ id: x, do: expire }]\n', 'b.yaml': 'rules: [{ id: x, do: revoke }]\n' },
    'a.yaml:1:10: expected an id that no other rule has, got "x"',
  ],
])('extending %s is refused, with the place', async (_what, files, message) => {
  await expect(read(files)).rejects.toThrow(message)
})
