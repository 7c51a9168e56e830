/** From a scenario's name, text or object to the script that a session plays. */

import { basename, extname } from 'node:path'
import { parseDuration, parseInstant } from '../core/clock.ts'
import type { Json } from '../core/http.ts'
import type { ConductTable, Numbers, Stance } from '../core/judge.ts'
import type { Provider } from '../core/provider.ts'
import type { Later, Looked, ScenarioForm, Script } from '../core/script.ts'
import type { SettingValues } from '../core/settings.ts'
import { prepareExpectations, readExpectations } from './expect.ts'
import { layered } from './extend.ts'
import { open, openBase, openFile } from './open.ts'
import { preparePlay } from './play.ts'
import { type Fault, type Problem, ScenarioError, show } from './problems.ts'
import { type Rule, readRules } from './rule.ts'
import type { Source } from './text.ts'
import type { ScenarioText } from './written.ts'

export { describeProblem, type Problem, ScenarioError } from './problems.ts'
export { readyNames } from './ready.ts'

/** Makes a script of a scenario. Rejects with ScenarioError on what cannot be right. `conduct` are the judge's rules. */
export async function readScenario(
  source: string | Json,
  from: ScenarioForm,
  providers: readonly Provider[],
  more: Pick<Known, 'conduct' | 'looked'> = {},
): Promise<Script> {
  const { text, rules, file } = await understand(await open(source, from, more.looked), { providers, ...more })
  const { name = basename(file, extname(file)), about = '', seed, clock, marker = true } = text
  const { meet, counts, explain } = preparePlay(rules)
  const expected = text.expect && prepareExpectations(text.expect, providers)
  return {
    name,
    written: { name, ...text } as unknown as Json,
    source: file,
    marker,
    settings: settingsOf(text, providers),
    schedule: scheduleOf(text, providers),
    ...(seed === undefined ? {} : { seed }),
    ...(clock === undefined ? {} : { clock: parseInstant(clock)! }),
    meetsConsents: rules.some(
      ({ effects: { staged } }) => staged?.deny || staged?.tamper?.some((what) => what !== 'signature'),
    ),
    ...(text.conduct ? { conduct: stancesOf(text.conduct) } : {}),
    meet: expected
      ? async (context) => {
          await expected.count(context)
          return meet(context)
        }
      : meet,
    explain,
    ...(expected ? { expectations: expected.results } : {}),
    async met(session, called) {
      const counted = await counts(session)
      const met = ({ matcher: { places } }: Rule) => places.some(({ provider }) => called.includes(provider.name))
      const reached = counted.filter(({ rule }) => called.length === 0 || met(rule))
      const ids = (list: typeof counted) => list.map(({ rule }) => rule.id)
      return { reached: ids(reached), struck: ids(reached.filter(({ struck }) => struck > 0)) }
    },
    async describe(session) {
      const counted = await counts(session)
      const rules = counted.map(({ rule, matched, struck }) => ({ ...rule.text, id: rule.id, matched, struck }))
      return { name, about, source: file, rules } as unknown as Json
    },
  }
}

/** All that is wrong with a scenario's file. */
export async function validateFile(
  file: string,
  providers: readonly Provider[],
  conduct?: ConductTable,
): Promise<readonly Problem[]> {
  try {
    await understand(await openFile(file), { providers, conduct })
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems
    throw error
  }
}

/** What scenarios may speak of. */
interface Known {
  readonly providers: readonly Provider[]
  readonly conduct?: ConductTable | undefined
  readonly looked?: Looked | undefined
}

interface Understood {
  readonly file: string
  readonly text: ScenarioText
  readonly rules: readonly Rule[]
}

/** Reads a scenario and all that it extends. */
async function understand(source: Source, known: Known): Promise<Understood> {
  const { file, place } = source
  const read = await gather(source, known)
  const text = layered(read.map((each) => each.text))
  if (read.length === 1) return { file, text, rules: read[0]!.rules }
  const { rules, faults: doubled } = readRules([...(text.rules ?? []).entries()], known.providers)
  // What is wrong with them only together: two of one id.
  const faults = [...doubled, ...readExpectations([...(text.expect ?? []).entries()], known.providers)]
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
  known: Known,
  above: readonly string[] = [],
  gathered = new Set<string>(),
): Promise<Read[]> {
  const own = await readOne(source, known)
  const chain = [...above, source.path ?? source.file]
  const lower: Read[] = []
  for (const [i, name] of (own.text.extends ?? []).entries()) {
    const path = ['extends', i]
    const base = await openBase(source, name, path, known.looked)
    if (chain.includes(base.path))
      throw new ScenarioError([
        source.place({ path, expected: 'a scenario that does not lead back here', got: show(name) }),
      ])
    if (gathered.has(base.path)) continue
    gathered.add(base.path)
    lower.push(...(await gather(base, known, chain, gathered)))
  }
  return [...lower, own]
}

/** Reads what one file says by itself. */
async function readOne({ value, place }: Source, { providers, conduct }: Known): Promise<Read> {
  // Loading valibot takes longer than all the rest, so nobody who plays no scenario waits for it.
  const { findFaults } = await import('./schema.ts')
  const misshapen = findFaults(value, providers, conduct)
  const { rules, faults } = readRules(wellShaped('rules', value, misshapen), providers)
  const expected = readExpectations(wellShaped('expect', value, misshapen), providers)
  const problems = [...misshapen, ...faults, ...expected].map(place)
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

/** What it says of rules of the judge, in one form. */
function stancesOf(conduct: NonNullable<ScenarioText['conduct']>): NonNullable<Script['conduct']> {
  const stances = Object.entries(conduct).map(([id, text]): [string, Stance] => {
    if (typeof text === 'string') return [id, { severity: text }]
    const { severity, ...numbers } = text
    return [id, { ...(severity === undefined ? {} : { severity }), numbers: numbers as Numbers }]
  })
  return Object.fromEntries(stances)
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
