/** `--watch`: what people and editors do to scenario files while they play. */

import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchScenario } from '../../src/cli/watch.ts'
import type { Stage } from '../../src/server/stage.ts'
import { stand } from '../server/stand.ts'

const PATIENT = { timeout: 10_000, interval: 10 }

/** Files of a folder of their own, the first of them playing and watched. */
async function watched(
  files: Readonly<Record<string, string>>,
  change: (stage: Stage, put: (name: string, text: string) => void) => Stage = (stage) => stage,
) {
  const root = mkdtempSync(join(tmpdir(), 'watch-'))
  const folder = join(root, 'scenarios')
  mkdirSync(folder)
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
  for (const [name, text] of Object.entries(files)) put(name, text)
  const file = join(folder, Object.keys(files)[0]!)
  const { stage, logged, call } = stand()
  const session = stage.sessions.default
  session.play(await stage.readScenario(file, 'name'))
  const watch = await watchScenario(change(stage, put), file)
  onTestFinished(() => {
    watch.stop()
    rmSync(root, { recursive: true, force: true })
  })
  const told = () => logged.map(([level, , facts]) => `${level}: ${(facts as { message: string }).message}`)
  return {
    ...{ file, folder, put, stage, session, call, watch, told },
    plays: (name: string) => expect.poll(() => session.script?.name, PATIENT).toBe(name),
    says: (words: string) => expect.poll(() => told().join('\n'), PATIENT).toContain(words),
  }
}

test('an editor that renames a new file into its place is seen each time', async () => {
  const { put, folder, file, plays } = await watched({ 'a.yaml': 'name: v0\n' })
  for (const name of ['v1', 'v2', 'v3']) {
    put('a.yaml.tmp', `name: ${name}\n`)
    renameSync(join(folder, 'a.yaml.tmp'), file)
    await plays(name)
  }
})

test('a file that is deleted keeps playing, is said to, and plays again once it is there', async () => {
  const { put, file, session, says, plays } = await watched({ 'a.yaml': 'name: v0\n' })
  for (const name of ['v1', 'v2']) {
    const { script } = session
    unlinkSync(file)
    await says(`(ENOENT)`)
    await says('the last good scenario keeps playing')
    expect(session.script).toBe(script)
    put('a.yaml', `name: ${name}\n`)
    await plays(name)
  }
})

test('a folder that is replaced as a whole is seen each time, and so is a link that leads elsewhere', async () => {
  const { put, folder, plays } = await watched({ 'a.yaml': 'name: v0\n' })
  for (const name of ['v1', 'v2']) {
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    put('a.yaml', `name: ${name}\n`)
    await plays(name)
  }
  // As a config map is mounted: what the file's name leads to changes, and nothing in its own folder does.
  for (const name of ['v3', 'v4']) {
    const beside = join(dirname(folder), name)
    mkdirSync(beside)
    writeFileSync(join(beside, 'a.yaml'), `name: ${name}\n`)
    rmSync(folder, { recursive: true })
    symlinkSync(beside, folder)
    await plays(name)
  }
})

test('many quick writes play once, and the last of them', async () => {
  const { put, session, plays } = await watched({ 'a.yaml': 'name: v0\n' })
  const { ordinal } = session.playing
  // Over several looks: the timers of both sides are of one process, so no slow machine parts them.
  for (let n = 1; n <= 25; n++) {
    put('a.yaml', `name: v${n}\n`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await plays('v25')
  expect(session.playing.ordinal).toBe(ordinal + 1)
})

test('a half-written file changes nothing until its rest is there', async () => {
  const { put, session, says, plays, told, file } = await watched({ 'a.yaml': 'name: v0\n' })
  const { playing } = session
  put('a.yaml', '')
  await says('expected a map: a scenario, got null\nthe last good scenario keeps playing')
  put('a.yaml', 'name: v1\nrules:\n  - call: GET /v1/fil')
  await says(`${file}:3:5: expected`)
  expect(session.playing).toBe(playing)
  put('a.yaml', 'name: v1\nrules:\n  - { call: GET /v1/filters, do: { status: 503 } }\n')
  await plays('v1')
  expect(told().at(-1)).toBe(`info: ${file} changed and plays from here on`)
})

test('a file that is written while it is read is read again before anything plays', async () => {
  let once: (() => void) | undefined
  const { put, session, plays } = await watched({ 'a.yaml': 'name: v0\n' }, (stage) => ({
    ...stage,
    readScenario: async (...given) => {
      const script = await stage.readScenario(...given)
      if (script.name !== 'v0') once?.()
      once = undefined
      return script
    },
  }))
  const { ordinal } = session.playing
  once = () => put('a.yaml', 'name: version-2\n')
  put('a.yaml', 'name: v1\n')
  await plays('version-2')
  expect([session.playing.ordinal, once]).toEqual([ordinal + 1, undefined])
})

test('what changed after it was first read plays too, and else nothing is said', async () => {
  const { told: nothing } = await watched({ 'a.yaml': 'name: v0\n' })
  const { session, told, file } = await watched({ 'a.yaml': 'name: v0\n' }, (stage, put) => {
    put('a.yaml', 'name: v1\n')
    return stage
  })
  expect([session.script?.name, told()]).toEqual(['v1', [`info: ${file} changed and plays from here on`]])
  expect(nothing()).toEqual([])
})

test('a save that changes nothing of what plays starts nothing anew', async () => {
  const rules = 'rules: [{ id: down, call: GET /v1/filters, do: { status: 503 } }]\n'
  const { put, session, call, says } = await watched({ 'a.yaml': `name: v0\n${rules}` })
  await call('/hoopr/v1/filters')
  put('a.yaml', `# A comment.\nname: v0\n${rules}`)
  await says('changed and says what plays already')
  expect(await session.script!.describe(session)).toMatchObject({ rules: [{ id: 'down', matched: 1, struck: 1 }] })
})

test('files that it extends are watched, those that it came to extend later and those that they extend too', async () => {
  const { put, session, says, plays, told, stage } = await watched({
    'a.yaml': 'name: v0\nextends: [base.yaml]\n',
    'base.yaml': 'seed: 1\n',
    'lower.yaml': 'marker: false\n',
  })
  const written = (key: string) => expect.poll(() => (session.script!.written as Record<string, unknown>)[key], PATIENT)
  put('base.yaml', 'seed: 2\n')
  await written('seed').toBe(2)
  expect(told().at(-1)).toMatch(/^info: \S*base\.yaml changed and \S*a\.yaml plays from here on$/)
  put('base.yaml', 'seed: 3\nextends: [lower.yaml]\n')
  await written('marker').toBe(false)
  put('lower.yaml', 'marker: true\n')
  await written('marker').toBe(true)
  put('base.yaml', 'sead: 4\n')
  await says('base.yaml:1:1: expected a key of a scenario, got "sead"')
  expect(session.script?.written).toMatchObject({ name: 'v0', seed: 3 })
  // A base that is not there yet is waited for.
  put('a.yaml', 'name: v1\nextends: [late.yaml]\n')
  await says('or a file beside this one, got "late.yaml"')
  put('late.yaml', 'seed: 5\n')
  await plays('v1')
  expect(session.script?.written).toMatchObject({ seed: 5 })
  expect(stage.sessions.default).toBe(session)
})

test('a clock in it is said to wait for a reset', async () => {
  const { put, says } = await watched({ 'a.yaml': 'name: v0\n' })
  put('a.yaml', 'name: v1\nclock: 2026-01-01T00:00:00Z\n')
  await says('warn: its clock takes effect only at a reset of the session')
})

test('one that was stopped sees nothing any more', async () => {
  const { put, file, session, watch } = await watched({ 'a.yaml': 'name: v0\n' })
  const other = stand().stage
  const second = await watchScenario(other, file)
  onTestFinished(() => second.stop())
  watch.stop()
  put('a.yaml', 'name: v1\n')
  await expect.poll(() => other.sessions.default.script?.name, PATIENT).toBe('v1')
  expect(session.script?.name).toBe('v0')
})
