/** The recipes' blocks, run as a reader would run them: in a folder where `stuntdouble` is installed. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import manifest from '../package.json' with { type: 'json' }
import { FLAGS, type FlagName, variableOf } from '../src/cli/flags.ts'
import { startEmulator } from '../src/index.ts'
import { action } from './action/runner.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const recipes = readFileSync(join(root, 'docs/recipes.md'), 'utf8')
const blocks = [...recipes.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```/gms)].map(
  ([, name, code]) => [name!, code!] as const,
)
const byVitest = blocks.filter(([, code]) => code.includes("'stuntdouble/vitest'")).map(([name]) => name)
const byNode = blocks.map(([name]) => name).filter((name) => !byVitest.includes(name))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recipes-'))
  const packages = join(folder, 'node_modules')
  mkdirSync(packages)
  for (const name of ['vitest', 'msw', 'undici']) symlinkSync(join(root, 'node_modules', name), join(packages, name))
  const shim = (name: string, exports: string, source: string) => {
    mkdirSync(join(packages, name))
    writeFileSync(
      join(packages, name, 'package.json'),
      JSON.stringify({ name, type: 'module', exports: { '.': exports } }),
    )
    writeFileSync(join(packages, name, exports), source)
  }
  shim('stuntdouble', './index.ts', `export * from ${JSON.stringify(join(root, 'src/index.ts'))}`)
  shim('testcontainers', './index.ts', `export * from ${JSON.stringify(join(root, 'test/containers.ts'))}`)
  const alias = { 'stuntdouble/vitest': join(root, 'src/vitest.ts'), stuntdouble: join(root, 'src/index.ts') }
  const config = { resolve: { alias }, test: { include: byVitest, testTimeout: 30_000 } }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'vitest.config.js'), `export default ${JSON.stringify(config)}`)
  for (const [name, code] of blocks) writeFileSync(join(folder, name), code)
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env })
  return { status, said: stdout + stderr }
}

test('those for Vitest pass', () => {
  expect(byVitest).toEqual(['hoopr.test.ts', 'msw.test.ts', 'undici.test.ts'])
  const { status, said } = run(join(root, 'node_modules/vitest/vitest.mjs'), 'run')
  expect(said).toMatch(/Tests {2}3 passed/)
  expect(status).toBe(0)
}, 120_000)

test.each(byNode)(
  '%s passes under node:test',
  (name) => {
    // Which reporter is the default depends on Node.
    const tsx = join(root, 'node_modules/tsx/dist/esm/index.mjs')
    const { status, said } = run('--import', tsx, '--test', '--test-reporter=tap', name)
    expect(said).toMatch(/^# pass 1$/m)
    expect(status).toBe(0)
  },
  120_000,
)

describe('the services of Docker Compose', () => {
  interface Service {
    readonly command?: readonly string[]
    readonly environment: Readonly<Record<string, string>>
    readonly ports?: readonly string[]
  }
  const { stuntdouble, app } = (
    parse(/^```yaml\n(.*?)^```/ms.exec(recipes)![1]!) as { services: Record<'stuntdouble' | 'app', Service> }
  ).services

  test('give the program what it knows', () => {
    const flags = Object.keys(FLAGS) as FlagName[]
    expect(flags.map(variableOf)).toEqual(expect.arrayContaining(Object.keys(stuntdouble.environment)))
    const given = stuntdouble.command!.filter((word) => word.startsWith('--')).map((word) => word.slice(2))
    expect(flags).toEqual(expect.arrayContaining(given))
    expect(stuntdouble.ports).toEqual([`${FLAGS.port.default}:${FLAGS.port.default}`])
  })

  test('give the client base URLs as `env` does', async () => {
    await using emulator = await startEmulator()
    const { env } = emulator.default
    for (const [name, url] of Object.entries(app.environment))
      expect({ [name]: url.replace('http://stuntdouble:4600', emulator.url) }).toEqual({ [name]: env[name] })
  })
})

test("the workflows' steps give the action inputs, and ask it for outputs, that it has", () => {
  const workflows = [...recipes.matchAll(/^```yaml\n(steps:\n.*?)^```/gms)].map(([, text]) => text!)
  const steps = workflows.flatMap((text) => (parse(text) as { steps: { uses?: string; with?: object }[] }).steps)
  const ours = steps.filter(({ uses }) => uses?.startsWith('OWNER/stuntdouble@'))
  expect(ours).toHaveLength(2)
  for (const { uses, with: given = {} } of ours) {
    expect(uses).toBe(`OWNER/stuntdouble@v${manifest.version}`)
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given)))
  }
  const asked = [...workflows.join('').matchAll(/outputs\.(\w+)/g)].map(([, name]) => name)
  expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(asked))
})
