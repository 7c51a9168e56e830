/** compose.yaml, with the program itself in the container's place: what the image and the file say is put together as the engine does. */

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, inject, test } from 'vitest'
import { parse } from 'yaml'
import { FLAGS, type FlagName, variableOf } from '../../src/cli/flags.ts'
import { end, serve } from '../cli/process.ts'
import { all } from './dockerfile.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { stuntdouble } = parse(readFileSync(`${root}/compose.yaml`, 'utf8')).services as {
  stuntdouble: {
    readonly build: string
    readonly environment: Readonly<Record<string, string>>
    readonly ports: readonly string[]
    readonly volumes: readonly string[]
    readonly healthcheck: Readonly<Record<string, string>>
  }
}

/** `${NAME:-default}`, as Compose reads it. */
const filled = (text: string, env: Readonly<Record<string, string>>) =>
  text.replace(/\$\{(\w+):-(.*?)\}/g, (_, name: string, usual: string) => env[name] || usual)

/** The container's environment: the image's, then the service's. */
function environment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const image = all('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=') as [string, string]))
  const service = Object.entries(stuntdouble.environment).map(([name, text]) => [name, filled(text, env)] as const)
  return Object.fromEntries([...image, ...service])
}

test('what it sets are flags, and what it leaves empty is what a flag left out is', async () => {
  const known = (Object.keys(FLAGS) as FlagName[]).map(variableOf)
  expect(known).toEqual(expect.arrayContaining(Object.keys(stuntdouble.environment)))
  const env = environment()
  const program = await serve([], env)
  const { port } = new URL(program.url)
  const session = await fetch(`http://127.0.0.1:${port}/__admin/sessions/default`, {
    headers: { authorization: 'Bearer only-for-tests' },
  })
  expect(await session.json()).toMatchObject({ seed: 1, scenario: null })

  // The image's own check, as the engine runs it: in the container's environment.
  const [, command] = all('HEALTHCHECK').join().split('CMD ')
  const [, , ...args] = JSON.parse(command!) as string[]
  expect(await end(args, { ...env, STUNTDOUBLE_PORT: port })).toMatchObject({ code: 0 })
  program.child.kill('SIGTERM')
  expect(await program.exit).toBe(0)
  expect(await end(args, { ...env, STUNTDOUBLE_PORT: port })).toMatchObject({ code: 1 })
})

test("a scenario of one's own is named by its path in the folder that is mounted where the image works", () => {
  const [volume] = stuntdouble.volumes
  const [from, to, mode] = volume!.split(':')
  expect([to, mode]).toEqual([all('WORKDIR').at(-1), 'ro'])
  const { STUNTDOUBLE_SCENARIO: scenario } = environment({ STUNTDOUBLE_SCENARIO: 'plain-flow.yaml' })
  const { status } = spawnSync(process.execPath, [inject('program'), 'validate', scenario!], { cwd: `${root}/${from}` })
  expect(status).toBe(0)
})

test('is reached from this machine alone, at the port of the documentation unless another is named', () => {
  const published = (env: Readonly<Record<string, string>>) => stuntdouble.ports.map((port) => filled(port, env))
  const [exposed] = all('EXPOSE')
  expect(published({})).toEqual([`127.0.0.1:${FLAGS.port.default}:${exposed}`])
  expect(published({ STUNTDOUBLE_PORT: '4700' })).toEqual([`127.0.0.1:4700:${exposed}`])
})

test('is built here, and asked for its health by the image as often as a start wants', () => {
  expect(stuntdouble.build).toBe('.')
  expect(stuntdouble.healthcheck).toEqual({ interval: '5s', start_period: '10s', start_interval: '200ms' })
})
