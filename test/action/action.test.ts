/** The GitHub Action, run as a job would run it. */

import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, onTestFinished, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { FLAGS } from '../../src/cli/flags.ts'
import { action, use } from './runner.ts'

const folder = mkdtempSync(join(tmpdir(), 'action-'))
afterAll(() => rmSync(folder, { recursive: true }))
const job = (given: Readonly<Record<string, string>>) => use(folder, inject('program'), given)

const SECRETS = [
  'HOOPR_CLIENT_SECRET',
  'HOOPR_LIVE_CLIENT_SECRET',
  'HOOPAI_CLIENT_SECRET',
  'HOOPAI_PRIVATE_TOKEN',
  'SOUNDCHARTS_CLIENT_SECRET',
  'SOUNDCHARTS_API_KEY',
]

test('without a command, an emulator serves the steps that follow', async () => {
  const { code, said, env, path, outputs, installed } = job({ port: '0', seed: '7', scenario: 'token-dies-mid-run' })
  expect({ code, said }).toMatchObject({ code: 0 })
  onTestFinished(() => void process.kill(Number(outputs.pid)))
  expect(installed).toBe(`stuntdouble@${manifest.version}`)
  expect(path).toEqual([expect.stringMatching(/\/node_modules\/\.bin$/)])

  const session = await fetch(`${outputs.url}/__admin/sessions/default`)
  const told = (await session.json()) as { env: Record<string, string> }
  expect(told).toMatchObject({ seed: 7, scenario: 'token-dies-mid-run' })
  expect(env).toEqual(told.env)
  expect(env.STUNTDOUBLE_URL).toBe(outputs.url)
  const masked = [...said.matchAll(/^::add-mask::(.+)$/gm)].map(([, value]) => value)
  expect(masked.sort()).toEqual(SECRETS.map((name) => env[name]).sort())
  expect(said.replaceAll(/^::add-mask::.+\n/gm, '')).toBe('')
  expect(readFileSync(outputs.log!, 'utf8')).toContain(`stuntdouble ready on ${outputs.url}\n`)
})

test('an emulator that cannot start fails the step with its reason and its log', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const { code, said, env } = job({ port: String(port) })
  const reason = `stuntdouble: port ${port} on 127.0.0.1 is in use; choose another with --port, or --port 0 for a free one`
  expect({ code, env }).toEqual({ code: 1, env: {} })
  expect(said).toBe(`::error title=stuntdouble::${reason}\n::group::log of stuntdouble\n${reason}\n::endgroup::\n`)
})

test('a tarball is installed by its path; what only a judged command may have is refused without one', () => {
  const tarball = join(folder, 'mine.tgz')
  writeFileSync(tarball, '')
  const { code, said, installed } = job({ version: tarball, report: 'junit' })
  expect({ code, said, installed }).toMatchObject({ code: 1, installed: realpathSync(tarball) })
  expect(said).toContain('report and baseline belong to run')
})

test('a command runs against an emulator of its own, and its verdict is written', () => {
  const client = `
    const { HOOPR_BASE_URL: base, HOOPR_CLIENT_ID: client_id, HOOPR_CLIENT_SECRET: client_secret } = process.env
    const grant = { grant_type: 'client_credentials', client_id, client_secret }
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(grant) }
    fetch(base + '/v1/auth/token', init).then((answer) => answer.json()).then(({ data }) =>
      fetch(base + '/v1/filters', { headers: { authorization: 'Bearer ' + data.access_token } }))`
  const run = `echo "$HOOPR_BASE_URL"\nnode -e "${client}"`
  const { code, said, env, workspace } = job({ run, report: 'markdown,json=report.json' })
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('passed') })
  expect(JSON.parse(readFileSync(join(workspace, 'report.json'), 'utf8'))).toMatchObject({ verdict: 'passed' })
  expect(said).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hoopr$/m)
  expect(env).toEqual({})
})

test('a command that fails fails the step', () => {
  // At its first line that does, as in any step.
  expect(job({ run: '(exit 3)\necho on' })).toMatchObject({ code: 3, said: expect.not.stringContaining('on\n') })
})

test('each input is the flag of its name, and reaches the program', () => {
  const flags = Object.keys(action.inputs).filter((name) => name !== 'run' && name !== 'version')
  expect(Object.keys(FLAGS)).toEqual(expect.arrayContaining(flags))
  const given = action.runs.steps.flatMap(({ env = {} }) => Object.entries(env))
  for (const name of flags)
    expect(given).toContainEqual([`STUNTDOUBLE_${name.toUpperCase()}`, `\${{ inputs.${name} }}`])
})
