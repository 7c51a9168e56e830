/** `stuntdouble init`: what it writes plays, teaches every key, and overwrites nothing. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { init } from '../../src/cli/init.ts'
import { starter } from '../../src/cli/starter.ts'
import { conduct } from '../../src/conduct/index.ts'
import { startEmulator } from '../../src/index.ts'
import { providers } from '../../src/providers/index.ts'
import { jsonSchema } from '../../src/scenario/jsonschema.ts'
import { readScenario, validateFile } from '../../src/scenario/load.ts'
import { connect } from '../scenarios/clients/good.ts'
import { worldOf } from '../scenarios/clients/world.ts'

const root = mkdtempSync(join(tmpdir(), 'init-'))
afterAll(() => rmSync(root, { recursive: true }))
let n = 0
const folder = () => {
  const path = join(root, String(n++))
  mkdirSync(path)
  return path
}

/** The file that the first line of a scenario names as its schema. */
function schemaOf(file: string): string {
  const [, reference] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(file, 'utf8').split('\n')[0]!)!
  return resolve(dirname(file), reference!)
}

describe('the file', () => {
  const text = starter('x.json', 'a.yaml')
  const lines = text.split('\n')
  const left = lines.flatMap((line, i) => (/^\s*#[^\s#]/.test(line) ? [i] : []))
  const taken = (those: readonly number[]) =>
    lines.map((line, i) => (those.includes(i) ? line.replace('#', '') : line)).join('\n')

  test('is played as it stands: the third track finds the token expired', async () => {
    const file = join(folder(), 'a.yaml')
    await init(file)
    expect(await validateFile(file, providers, conduct)).toEqual([])
    await using emulator = await startEmulator({ scenario: file })
    const client = await connect(worldOf(emulator.url), 'hoopr')
    const { data } = (await client.read('/v1/tracks?pageSize=3')) as { data: { items: { slug: string }[] } }
    for (const { slug } of data.items) await client.read(`/v1/tracks/${slug}`)
    expect(client.line.log.join(', ')).toBe('token 200, read 200, read 200, read 200, read 401, token 200, read 200')
  })

  test.each(left.map((i) => [lines[i]!.trim(), i] as const))('may have the # taken away: %s', async (_line, i) => {
    const script = await readScenario(taken([i]), 'yaml', providers)
    expect(script.written).not.toEqual((await readScenario(text, 'yaml', providers)).written)
  })

  test('may have all of them taken away, and then shows every key and every effect that there is', async () => {
    const all = taken(left)
    await readScenario(all, 'yaml', providers)
    expect(left.length).toBeGreaterThan(20)
    const shown = keysOf(parse(all))
    const known = new Set(keysKnown((await jsonSchema(providers, conduct)) as unknown as Schema))
    expect(known.size).toBeGreaterThan(40)
    expect([...known].filter((key) => !shown.has(key))).toEqual([])
  })
})

describe('its schema', () => {
  test('is that of the package where it is installed beside or above', async () => {
    const top = folder()
    const installed = join(top, 'node_modules/stuntdouble')
    mkdirSync(installed, { recursive: true })
    writeFileSync(join(installed, 'scenario.schema.json'), '{}')
    for (const name of ['first.yaml', 'a/b/deep.yaml']) {
      const file = join(top, name)
      expect(await init(file)).not.toContain('schema.json')
      expect(schemaOf(file)).toBe(join(installed, 'scenario.schema.json'))
      expect(readFileSync(file, 'utf8').split('\n')[0]).not.toContain('\\')
    }
    expect(readdirSync(top).sort()).toEqual(['a', 'first.yaml', 'node_modules'])
  })

  test('is written beside it elsewhere, once, and takes what the file says', async () => {
    const top = folder()
    expect(await init(join(top, 'a.yaml'))).toContain('scenario.schema.json: written, for editors')
    expect(await init(join(top, 'b.yaml'))).toMatch(/scenario\.schema\.json: is there already$/)
    const file = schemaOf(join(top, 'b.yaml'))
    expect(file).toBe(join(top, 'scenario.schema.json'))
    const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')))
    expect(validate(parse(readFileSync(join(top, 'b.yaml'), 'utf8'))), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ rules: [{ tims: 1, do: 'expire' }] })).toBe(false)
  })

  test('is left as it is where it is another, and that is said', async () => {
    const top = folder()
    writeFileSync(join(top, 'scenario.schema.json'), '{"mine":true}')
    expect(await init(join(top, 'a.yaml'))).toContain('is another; `npx stuntdouble schema >')
    expect(readFileSync(join(top, 'scenario.schema.json'), 'utf8')).toBe('{"mine":true}')
  })
})

test('what is there already is left as it is, be it a file or a folder', async () => {
  const top = folder()
  writeFileSync(join(top, 'mine.yaml'), 'name: mine\n')
  mkdirSync(join(top, 'dir'))
  for (const name of ['mine.yaml', 'dir'])
    await expect(init(join(top, name))).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(`${name} is there already, and is left as it is`),
    })
  expect(readFileSync(join(top, 'mine.yaml'), 'utf8')).toBe('name: mine\n')
  expect(readdirSync(top).sort()).toEqual(['dir', 'mine.yaml'])
})

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly string[]
}

/** Every key of a scenario, and every effect that is a word; without what one provider or one rule of the judge knows. */
function keysKnown({ properties = {}, items, anyOf = [], enum: words = [] }: Schema, within = ''): string[] {
  const inner = [items, ...anyOf].flatMap((each) => (each ? keysKnown(each, within) : []))
  if (within === 'settings' || within === 'conduct') return inner
  const causes = within === 'do' ? providers.flatMap((provider) => Object.keys(provider.causes ?? {})) : []
  const own = [...Object.keys(properties), ...(within === 'do' ? words : [])].filter((key) => !causes.includes(key))
  return [...own, ...inner, ...Object.entries(properties).flatMap(([key, each]) => keysKnown(each, key))]
}

function keysOf(value: unknown): Set<string> {
  if (typeof value === 'string') return new Set([value])
  if (typeof value !== 'object' || value === null) return new Set()
  const own = Array.isArray(value) ? [] : Object.keys(value)
  return new Set([...own, ...Object.values(value).flatMap((each) => [...keysOf(each)])])
}
