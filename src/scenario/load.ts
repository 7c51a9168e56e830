/** From a scenario's name, text or object to the script that a session plays. */

import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { parseDuration, parseInstant } from '../core/clock.ts'
import type { Json } from '../core/http.ts'
import { nearestFirst } from '../core/nearest.ts'
import type { Provider } from '../core/provider.ts'
import type { Later, ScenarioForm, Script } from '../core/script.ts'
import type { SettingValues } from '../core/settings.ts'
import { layered } from './extend.ts'
import { readMatcher } from './match.ts'
import { preparePlay } from './play.ts'
import { type Fault, type Path, type Problem, ScenarioError, show } from './problems.ts'
import { readyFile, readyNames } from './ready.ts'
import { type Rule, readRules } from './rule.ts'
import { fromObject, fromYaml, type Source } from './text.ts'
import type { ScenarioText } from './written.ts'

export { describeProblem, type Problem, ScenarioError } from './problems.ts'
export { readyNames } from './ready.ts'

/** Makes a script of a scenario. Rejects with ScenarioError on what cannot be right. */
export async function readScenario(
  source: string | Json,
  from: ScenarioForm,
  providers: readonly Provider[],
): Promise<Script> {
  const { text, rules, file } = await understand(await open(source, from), providers)
  const { name = basename(file, extname(file)), about = '', seed, clock, marker = true } = text
  const { meet, counts, explain } = preparePlay(rules)
  const warnings = warningsOf(text)
  return {
    name,
    written: { ...text, name } as unknown as Json,
    marker,
    settings: settingsOf(text, providers),
    schedule: scheduleOf(text, providers),
    ...(seed === undefined ? {} : { seed }),
    ...(clock === undefined ? {} : { clock: parseInstant(clock)! }),
    ...(warnings.length > 0 ? { warnings } : {}),
    tampers: rules.some(({ effects }) => effects.staged?.tamper?.some((what) => what !== 'signature')),
    meet,
    explain,
    async describe(session) {
      const counted = await counts(session)
      const rules = counted.map(({ rule, matched, struck }) => ({ ...rule.text, id: rule.id, matched, struck }))
      return { name, about, source: file, warnings, rules } as unknown as Json
    },
  }
}

/** All that is wrong with a scenario's file, and what is odd about it, in sentences. */
export async function validateFile(
  file: string,
  providers: readonly Provider[],
): Promise<{ problems: readonly Problem[]; warnings: readonly string[] }> {
  try {
    const { text } = await understand(await openFile(file), providers)
    return { problems: [], warnings: warningsOf(text) }
  } catch (error) {
    if (error instanceof ScenarioError) return { problems: error.problems, warnings: [] }
    throw error
  }
}

interface Understood {
  readonly file: string
  readonly text: ScenarioText
  readonly rules: readonly Rule[]
}

/** Reads a scenario and all that it extends. `under` are the files that lead to it. */
async function understand(
  source: Source,
  providers: readonly Provider[],
  under: readonly string[] = [],
): Promise<Understood> {
  // Loading valibot takes longer than all the rest, so nobody who plays no scenario waits for it.
  const { findFaults } = await import('./schema.ts')
  const { file, value, place } = source
  const misshapen = findFaults(value, providers)
  const { rules, faults } = readRules(wellShaped('rules', value, misshapen), providers)
  const expected = wellShaped('expect', value, misshapen).map(([i, each]) =>
    readMatcher(each, ['expect', i], providers),
  )
  const problems = [...misshapen, ...faults, ...expected.filter(Array.isArray).flat()].map(place)
  if (problems.length > 0) throw new ScenarioError(problems.sort(byPlace))
  const own = value as ScenarioText
  if (!own.extends?.length) return { file, text: own, rules }
  const above = [...under, source.path ?? file]
  const bases: ScenarioText[] = []
  for (const [i, name] of own.extends.entries()) {
    const base = await openBase(source, name, ['extends', i])
    if (above.includes(base.path!))
      throw new ScenarioError([
        place({ path: ['extends', i], expected: 'a scenario that does not lead back here', got: show(name) }),
      ])
    bases.push((await understand(base, providers, above)).text)
  }
  const text = layered([...bases, own])
  const whole = readRules([...(text.rules ?? []).entries()], providers)
  // What is wrong with them only together: two rules of one id.
  if (whole.faults.length > 0)
    throw new ScenarioError(whole.faults.map(({ path: _, ...fault }) => place({ ...fault, path: ['extends'] })))
  return { file, text, rules: whole.rules }
}

/** A ready scenario, or a file beside the one that names it. What came over a wire may name ready ones only. */
async function openBase({ path, place }: Source, name: string, at: Path): Promise<Source> {
  const ready = readyFile(name)
  if (ready) return openFile(ready, `scenarios/${name}.yaml`)
  const expected =
    path === undefined ? 'the name of a ready scenario' : 'the name of a ready scenario, or a file beside this one'
  if (path !== undefined) {
    const file = resolve(dirname(path), name)
    const found = await openFile(file, name).catch((error: unknown) => {
      if (error instanceof ScenarioError && error.problems[0]?.line !== undefined) throw error
    })
    if (found) return found
  }
  throw new ScenarioError([place({ path: at, expected, got: show(name), known: nearestFirst(name, readyNames()) })])
}

/** The entries of a list that have no fault of shape, with their places in it. */
function wellShaped<K extends 'rules' | 'expect'>(key: K, value: Json, faults: readonly Fault[]) {
  const list = (value as Partial<Record<K, unknown>> | null)?.[key]
  const broken = new Set(faults.flatMap(({ path }) => (path[0] === key ? [path[1]] : [])))
  const entries = Array.isArray(list) ? [...(list as NonNullable<ScenarioText[K]>).entries()] : []
  return entries.filter(([i]) => !broken.has(i)) as [number, NonNullable<ScenarioText[K]>[number]][]
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
}

function warningsOf({ expect, conduct }: ScenarioText): string[] {
  return Object.entries({ expect, conduct }).flatMap(([key, value]) => (value ? [`${key} is not judged yet`] : []))
}

/** Its entries in the order of their times. */
function scheduleOf({ schedule = [] }: ScenarioText, providers: readonly Provider[]): Later[] {
  const entries = schedule.map(({ at, settings, advance }) => ({
    atMs: parseDuration(at)!,
    ...(advance === undefined
      ? { settings: settingsOf({ settings: settings! }, providers) }
      : { advanceMs: parseDuration(advance)! }),
  }))
  return entries.sort((a, b) => a.atMs - b.atMs)
}

/** The settings with what YAML took for a number turned into the text that the card knows. */
function settingsOf({ settings = {} }: ScenarioText, providers: readonly Provider[]): Script['settings'] {
  const entries = Object.entries(settings).map(([name, values]): [string, SettingValues] => {
    const table = providers.find((provider) => provider.name === name)!.settings
    const own = Object.entries(values).map(([key, value]) => [
      key,
      table[key]?.type === 'choice' ? String(value) : value,
    ])
    return [name, Object.fromEntries(own)]
  })
  return Object.fromEntries(entries)
}

async function open(source: string | Json, from: ScenarioForm): Promise<Source> {
  if (from === 'object' || typeof source !== 'string') return fromObject(source)
  if (from === 'yaml' || (from === 'name' && source.includes('\n'))) return fromYaml(source)
  const ready = readyFile(source)
  if (ready) return openFile(ready, `scenarios/${source}.yaml`)
  if (from === 'name') return openFile(source)
  throw missing(source, 'the name of a ready scenario', show(source))
}

/** @param label what messages call it */
async function openFile(file: string, label = file): Promise<Source> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw missing(file, "a file's path or the name of a ready scenario", `${show(file)} (${code})`)
  }
  return { ...(await fromYaml(text, label)), path: file }
}

function missing(file: string, expected: string, got: string): ScenarioError {
  return new ScenarioError([{ file, path: '', expected, got, known: nearestFirst(file, readyNames()) }])
}
