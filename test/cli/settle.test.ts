/** Which source of a flag counts, and how each is refused. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/cli/config.ts'
import { FLAGS, type Flag, variableOf } from '../../src/cli/flags.ts'
import { settle } from '../../src/cli/settle.ts'

const file = (entries: Record<string, unknown>) =>
  new Map(Object.entries(entries).map(([name, value]) => [name, { place: 'my.yaml:1:1', value }]))

describe('precedence', () => {
  const flags = { port: '1' }
  const env = { STUNTDOUBLE_PORT: '2' }
  const config = file({ port: 3 })

  test.each([
    ['the flag counts first', { flags, env, file: config }, 1],
    ['then the environment', { flags: {}, env, file: config }, 2],
    ['then the file', { flags: {}, env: {}, file: config }, 3],
    ['then the default', { flags: {}, env: {} }, 4600],
    ['an empty variable is an unset one', { flags: {}, env: { STUNTDOUBLE_PORT: '' }, file: config }, 3],
  ])('%s', (_what, sources, port) => {
    expect(settle(sources).port).toBe(port)
  })

  test.each([
    ['flag', { flags: { 'no-color': true }, env: { STUNTDOUBLE_NO_COLOR: '0' } }, true],
    ['variable', { flags: {}, env: { STUNTDOUBLE_NO_COLOR: 'false' }, file: file({ 'no-color': true }) }, false],
    ['file', { flags: {}, env: {}, file: file({ 'no-color': true }) }, true],
  ])('holds for a flag without a value too, in a %s', (_where, sources, value) => {
    expect(settle(sources)['no-color']).toBe(value)
  })

  test('a list is given by repeating, with commas, or as a list', () => {
    const ports = [
      ['hoopai', 1],
      ['hoopr', 2],
    ]
    const list = ['hoopai=1', 'hoopr=2']
    expect(settle({ flags: { 'provider-port': list }, env: {} })['provider-port']).toEqual(ports)
    const env = { STUNTDOUBLE_PROVIDER_PORT: 'hoopai=1, hoopr=2' }
    expect(settle({ flags: {}, env })['provider-port']).toEqual(ports)
    expect(settle({ flags: {}, env: {}, file: file({ 'provider-port': list }) })['provider-port']).toEqual(ports)
  })

  test('a verb may have a default, or a list, of its own', () => {
    const changes = { port: { default: 0 }, timeout: { default: undefined }, scenario: { list: true } }
    const values = settle({ flags: { scenario: ['a', 'b'] }, env: {}, changes })
    expect(values).toMatchObject({ port: 0, scenario: ['a', 'b'] })
    expect(values).not.toHaveProperty('timeout')
  })

  test('a report is a format, and perhaps a file', () => {
    const env = { STUNTDOUBLE_REPORT: 'junit=out/a=b.xml,json' }
    expect(settle({ flags: {}, env }).report).toEqual([{ format: 'junit', file: 'out/a=b.xml' }, { format: 'json' }])
  })

  test('what nobody gives is left out', () => {
    expect(settle({ flags: {}, env: {} })).toEqual({
      port: 4600,
      host: '127.0.0.1',
      'log-format': 'pretty',
      'log-level': 'info',
      session: 'default',
      timeout: 10_000,
    })
  })
})

describe('a value that cannot be is refused where it stands', () => {
  test.each([
    [{ flags: { port: '70000' }, env: {} }, '--port: expected a port from 0 to 65535, got "70000"'],
    [{ flags: {}, env: { STUNTDOUBLE_SEED: 'x' } }, 'STUNTDOUBLE_SEED: expected a whole number, got "x"'],
    [
      { flags: {}, env: {}, file: file({ 'log-level': 'loud' }) },
      'my.yaml:1:1: log-level: expected one of debug, info',
    ],
    [{ flags: {}, env: {}, file: file({ host: { a: 1 } }) }, 'my.yaml:1:1: host: expected a text, got {"a":1}'],
    [{ flags: {}, env: { STUNTDOUBLE_WATCH: 'maybe' } }, 'STUNTDOUBLE_WATCH: expected true or false, got "maybe"'],
    [{ flags: { 'provider-port': ['hoopai'] }, env: {} }, '--provider-port: expected a provider and a port'],
    [
      { flags: { report: ['html=a.html'] }, env: {} },
      '--report: expected json, junit, tap, markdown, github, or one of them and a file, such as junit=report.xml, got "html=a.html"',
    ],
    [{ flags: { report: ['junit='] }, env: {} }, '--report: expected json, junit'],
    [{ flags: { 'public-url': 'mock.example.com' }, env: {} }, '--public-url: expected an http or https URL'],
  ])('%j', (sources, message) => {
    expect(() => settle(sources)).toThrow(message)
  })

  test('a secret is not repeated', () => {
    const wrong = () => settle({ flags: {}, env: {}, file: file({ 'admin-token': { pass: 'geheim' } }) })
    expect(wrong).toThrow('admin-token: expected a text')
    expect(wrong).not.toThrow('geheim')
  })
})

describe('a configuration file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stuntdouble-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }

  test.each([
    ['a.yaml', 'port: 4700\nprovider-port:\n  - hoopai=4701\n'],
    ['a.json', '{"port": 4700, "provider-port": ["hoopai=4701"]}'],
  ])('is read from %s', async (name, text) => {
    const values = settle({ flags: {}, env: {}, file: await readConfig(write(name, text)) })
    expect(values).toMatchObject({ port: 4700, 'provider-port': [['hoopai', 4701]] })
  })

  test('may be empty', async () => {
    expect((await readConfig(write('empty.yaml', '# nothing\n'))).size).toBe(0)
  })

  test.each([
    ['port: 1\nprot: 2\n', /b\.yaml:2:1: expected the name of a flag, got "prot"; known: port, host/],
    ['config: a.yaml\n', /:1:1: expected the name of a flag, got "config"/],
    ['- port\n', /:1:1: expected a map of flags/],
    ['port: [\n', /:\d+:\d+: expected YAML or JSON/],
  ])('is refused with the place of what is wrong: %j', async (text, message) => {
    await expect(readConfig(write('b.yaml', text))).rejects.toThrow(message)
  })

  test('that is not there is refused', async () => {
    await expect(readConfig(join(folder, 'none.yaml'))).rejects.toThrow('--config: ENOENT')
  })
})

test('every flag says what it is for, and has a variable of its own', () => {
  const names = Object.keys(FLAGS)
  expect(Object.values<Flag>(FLAGS).filter(({ about }) => about === '')).toEqual([])
  expect(new Set(names.map(variableOf)).size).toBe(names.length)
  expect(variableOf('provider-port')).toBe('STUNTDOUBLE_PROVIDER_PORT')
})
