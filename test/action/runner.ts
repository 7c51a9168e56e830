/** As much of GitHub's runner as a composite action needs: its steps in bash, one after the other, with files for what they say. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

interface Step {
  readonly id?: string
  readonly if?: string
  readonly shell: string
  readonly env?: Readonly<Record<string, string>>
  readonly run: string
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

const root = fileURLToPath(new URL('../..', import.meta.url))
export const action: Action = parse(readFileSync(join(root, 'action.yml'), 'utf8'))

/** What a job has after the action. */
export interface Done {
  /** Of the step that failed, else 0. */
  readonly code: number
  readonly said: string
  /** For the steps that follow. */
  readonly env: Readonly<Record<string, string>>
  readonly path: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  /** What npm was asked to install. */
  readonly installed: string
  readonly workspace: string
}

/** Runs the action in an empty workspace under `folder`, which is removed by the caller. `program` is what npm "installs". */
export function use(folder: string, program: string, given: Readonly<Record<string, string>>): Done {
  const temp = mkdtempSync(join(folder, 'job-'))
  const workspace = join(temp, 'workspace')
  mkdirSync(workspace)
  const files = { GITHUB_ENV: '', GITHUB_OUTPUT: '', GITHUB_PATH: '' }
  for (const name of Object.keys(files) as (keyof typeof files)[]) writeFileSync((files[name] = join(temp, name)), '')
  const linesOf = (name: keyof typeof files) => readFileSync(files[name], 'utf8').split('\n').slice(0, -1)
  const npm = standInForNpm(temp, program)
  const values: Record<string, string> = {}
  for (const [name, { default: usual }] of Object.entries(action.inputs))
    values[`inputs.${name}`] = given[name] ?? usual
  const done = { code: 0, said: '', outputs: {} as Record<string, string> }
  for (const step of action.runs.steps) {
    if (done.code !== 0 || !holds(step.if, values)) continue
    writeFileSync(files.GITHUB_OUTPUT, '')
    const own = Object.entries(step.env ?? {}).map(([name, text]) => [name, expand(text, values)] as const)
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: workspace,
      encoding: 'utf8',
      env: {
        ...clean(process.env),
        ...pairs(linesOf('GITHUB_ENV')),
        ...Object.fromEntries(own),
        ...files,
        GITHUB_ACTION_PATH: root,
        RUNNER_TEMP: temp,
        PATH: [...linesOf('GITHUB_PATH').reverse(), npm.bin, process.env.PATH].join(delimiter),
      },
    })
    done.code = status ?? 1
    done.said += stdout + stderr
    for (const [name, value] of Object.entries(pairs(linesOf('GITHUB_OUTPUT'))))
      values[`steps.${step.id}.outputs.${name}`] = value
  }
  for (const [name, { value }] of Object.entries(action.outputs)) done.outputs[name] = expand(value, values)
  return {
    ...done,
    workspace,
    env: pairs(linesOf('GITHUB_ENV')),
    path: linesOf('GITHUB_PATH'),
    installed: readFileSync(npm.asked, 'utf8').trim(),
  }
}

/** Puts a program where npm would, and keeps what it was asked for: its last argument. */
function standInForNpm(temp: string, program: string) {
  const bin = join(temp, 'bin')
  const asked = join(temp, 'asked')
  mkdirSync(bin)
  const script = `#!/usr/bin/env bash
set -eu
[ "$1 $2" = 'install --prefix' ]
echo "\${!#}" >'${asked}'
mkdir -p "$3/node_modules/.bin"
printf '#!/bin/sh\\nexec "%s" "%s" "$@"\\n' '${process.execPath}' '${program}' >"$3/node_modules/.bin/stuntdouble"
chmod +x "$3/node_modules/.bin/stuntdouble"
`
  writeFileSync(join(bin, 'npm'), script, { mode: 0o755 })
  return { bin, asked }
}

/** Of GitHub's expressions, the two that the action is written in: a value, and whether an input is empty. */
function expand(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, name: string) => {
    if (!(name in values) && !name.startsWith('steps.')) throw new Error(`action.yml names ${name}, which there is not`)
    return values[name] ?? ''
  })
}

function holds(condition: string | undefined, values: Readonly<Record<string, string>>): boolean {
  if (condition === undefined) return true
  const [, name, operator] = /^(inputs\.\w+) (==|!=) ''$/.exec(condition) ?? []
  if (name === undefined || !(name in values))
    throw new Error(`action.yml has a condition that is not known: ${condition}`)
  return (values[name] === '') === (operator === '==')
}

function pairs(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(STUNTDOUBLE_|NODE_OPTIONS|GITHUB_)/.test(name)))
}
