/** From a scenario's name, text or object to the script that a session plays. */

import { basename, extname } from 'node:path'
import { parseDuration, parseInstant } from '../core/clock.ts'
import type { Json } from '../core/http.ts'
import type { Provider } from '../core/provider.ts'
import type { Later, Looked, ScenarioForm, Script } from '../core/script.ts'
import type { SettingValues } from '../core/settings.ts'
import { layered } from './extend.ts'
import { readMatcher } from './match.ts'
import { open, openBase, openFile } from './open.ts'
import { preparePlay } from './play.ts'
import { type Fault, type Problem, ScenarioError, show } from './problems.ts'
import { type Rule, readRules } from './rule.ts'
import type { Source } from './text.ts'
import type { ScenarioText } from './written.ts'

export { describeProblem, type Problem, ScenarioError } from './problems.ts'
export { readyNames } from './ready.ts'

/** Makes a script of a scenario. Rejects with ScenarioError on what cannot be right. */
export async function readScenario(
  source: string | Json,
  from: ScenarioForm,
  providers: readonly Provider[],
  looked?: Looked,
): Promise<Script> {
  const { text, rules, file } = await understand(await open(source, from, looked), providers, looked)
  const { name = basename(file, extname(file)), about = '', seed, clock, marker = true } = text
  const { meet, counts, explain } = preparePlay(rules)
  const warnings = warningsOf(text)
  return {
    name,
    written: { name, ...text } as unknown as Json,
    marker,
    settings: settingsOf(text, providers),
    schedule: scheduleOf(text, providers),
    ...(seed === undefined ? {} : { seed }),
    ...(clock === undefined ? {} : { clock: parseInstant(clock)! }),
    ...(warnings.length > 0 ? { warnings } : {}),
    meetsConsents: rules.some(
      ({ effects: { staged } }) => staged?.deny || staged?.tamper?.some((what) => what !== 'signature'),
    ),
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

/** Reads a scenario and all that it extends. */
async function understand(source: Source, providers: readonly Provider[], looked?: Looked): Promise<Understood> {
  const { file, place } = source
  const read = await gather(source, providers, looked)
  const text = layered(read.map((each) => each.text))
  if (read.length === 1) return { file, text, rules: read[0]!.rules }
  const { rules, faults } = readRules([...(text.rules ?? []).entries()], providers)
  // What is wrong with them only together: two rules of one id.
  if (faults.length > 0) throw new ScenarioError(faults.map((fault) => place({ ...fault, path: ['extends'] })))
  return { file, text, rules }
}

type Read = Pick<Understood, 'text' | 'rules'>

/**
 * A scenario under all that it extends, the lowest first. `above` are the files that lead to it; what two of them extend
 * lies where it came first.
 */
async function gather(
  source: Source,
  providers: readonly Provider[],
  looked?: Looked,
  above: readonly string[] = [],
  gathered = new Set<string>(),
): Promise<Read[]> {
  const own = await readOne(source, providers)
  const chain = [...above, source.path ?? source.file]
  const lower: Read[] = []
  for (const [i, name] of (own.text.extends ?? []).entries()) {
    const path = ['extends', i]
    const base = await openBase(source, name, path, looked)
    if (chain.includes(base.path))
      throw new ScenarioError([
        source.place({ path, expected: 'a scenario that does not lead back here', got: show(name) }),
      ])
    if (gathered.has(base.path)) continue
    gathered.add(base.path)
    lower.push(...(await gather(base, providers, looked, chain, gathered)))
  }
  return [...lower, own]
}

/** Reads what one file says by itself. */
async function readOne({ value, place }: Source, providers: readonly Provider[]): Promise<Read> {
  // Loading valibot takes longer than all the rest, so nobody who plays no scenario waits for it.
  const { findFaults } = await import('./schema.ts')
  const misshapen = findFaults(value, providers)
  const { rules, faults } = readRules(wellShaped('rules', value, misshapen), providers)
  const expected = wellShaped('expect', value, misshapen).map(([i, each]) =>
    readMatcher(each, ['expect', i], providers),
  )
  const problems = [...misshapen, ...faults, ...expected.filter(Array.isArray).flat()].map(place)
  if (problems.length > 0) throw new ScenarioError(problems.sort(byPlace))
  return { text: value as ScenarioText, rules }
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
