/** The workflow that publishes a release: its steps of its own run here, what it hands to others is held to what they ask for. */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import manifest from '../../package.json' with { type: 'json' }
import { all, dockerfile } from '../image/dockerfile.ts'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
}
type Job = {
  readonly needs?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const text = readFileSync(`${root}/.github/workflows/release.yml`, 'utf8')
const { jobs, permissions } = parse(text) as { jobs: Record<'package' | 'image', Job>; permissions: object }
const commands = jobs.package.steps.flatMap(({ run }) => run ?? [])

function bash(script: string, env: Readonly<Record<string, string>>) {
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script]
  return spawnSync('bash', args, { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } })
}

test('the tag has to be the version', () => {
  const check = commands.find((run) => run.includes('GITHUB_REF_NAME'))!
  expect(bash(check, { GITHUB_REF_NAME: `v${manifest.version}` }).status).toBe(0)
  const { status, stdout } = bash(check, { GITHUB_REF_NAME: 'v9.9.9' })
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: `::error::expected the tag v${manifest.version}, which package.json says, got v9.9.9\n`,
  })
})

test('what was tested and looked at is what is published, with its provenance', () => {
  expect(commands.map((run) => run.split(' ').slice(0, 2).join(' ')).slice(1)).toEqual([
    'npm cit',
    'npm run',
    'npm pkg',
    'npm pack',
    'bash .ci/published',
    'bash .ci/packed',
    'npm publish',
  ])
  expect(commands.at(-1)).toBe('npm publish --provenance --access public ./stuntdouble-*.tgz')
  for (const [, script] of commands.join('\n').matchAll(/npm run (\S+)/g))
    expect(manifest.scripts).toHaveProperty([script!])
  for (const [, file] of commands.join('\n').matchAll(/bash (\S+)/g)) expect(existsSync(`${root}/${file}`)).toBe(true)
})

test('a job may do no more than it must', () => {
  expect(permissions).toEqual({ contents: 'read' })
  expect(jobs.package.permissions).toEqual({ contents: 'read', 'id-token': 'write' })
  expect(jobs.image.permissions).toEqual({ contents: 'read' })
})

test('the image comes after the package, for two architectures, and is told what its labels say', () => {
  expect(jobs.image.needs).toBe('package')
  const build = jobs.image.steps.find(({ uses }) => uses?.startsWith('docker/build-push-action@'))!.with!
  expect(build).toMatchObject({ platforms: 'linux/amd64,linux/arm64', push: true, provenance: 'mode=max' })
  const told = String(build['build-args'])
    .trim()
    .split('\n')
    .map((line) => line.split('=')[0])
  expect(told.sort()).toEqual(
    all('ARG')
      .map((line) => line.split('=')[0]!)
      .sort(),
  )
  for (const name of told) expect(dockerfile).toContain(`"$${name}"`)
})
