/** One rule, ready to be counted: which of the calls that it meets it strikes. */

import { parseDuration } from '../core/clock.ts'
import type { Provider } from '../core/provider.ts'
import { type Effects, readEffects } from './inject.ts'
import { type Matcher, readMatcher } from './match.ts'
import type { Fault, Path } from './problems.ts'
import type { RuleText } from './written.ts'

export interface Rule {
  readonly id: string
  /** Its place in the file, from 0. */
  readonly index: number
  /** What its chance is drawn by: its id or, unnamed, its content, so that a rule above it changes nothing. */
  readonly drawnBy: string
  readonly text: RuleText
  readonly matcher: Matcher
  readonly effects: Effects
  readonly phase: 'before' | 'after'
  /** Since the scenario began to play: from (included) to (not). */
  readonly betweenMs?: readonly [number, number]
  readonly skip: number
  readonly every: number
  /** Infinity where it strikes from then on. */
  readonly times: number
  readonly chance: number
  /** Whether a call without an object for its causes is not struck at all. */
  readonly causesOnly: boolean
  /** Whether its strikes are counted one by one, since they do not follow from the ordinals of the calls. */
  readonly counted: boolean
}

/** Reads rules that have the right shape, each with its place in the file; answers the faults of the others. */
export function readRules(
  texts: readonly (readonly [number, RuleText])[],
  providers: readonly Provider[],
): { rules: Rule[]; faults: Fault[] } {
  const rules: Rule[] = []
  const faults: Fault[] = []
  const taken = new Set<string>()
  const alike = new Map<string, number>()
  for (const [index, text] of texts) {
    const at: Path = ['rules', index]
    const id = text.id ?? `rule-${index + 1}`
    if (taken.has(id)) faults.push({ path: [...at, 'id'], expected: 'an id that no other rule has', got: `"${id}"` })
    taken.add(id)
    const matcher = readMatcher(text, at, providers)
    const effects = Array.isArray(matcher) ? matcher : readEffects(text, at, matcher.places)
    if (Array.isArray(matcher) || Array.isArray(effects)) {
      faults.push(...(effects as Fault[]))
      continue
    }
    const content = JSON.stringify(text)
    const n = (alike.get(content) ?? 0) + 1
    alike.set(content, n)
    rules.push(makeRule(text, { id, index, drawnBy: text.id ?? `${content} ${n}`, matcher, effects }))
  }
  return { rules, faults }
}

/** How often a rule whose strikes follow from the ordinals has struck after so many calls. */
export function strikesBy({ skip, every, times }: Rule, ordinal: number): number {
  return Math.min(times, Math.max(0, Math.floor((ordinal - skip) / every)))
}

function makeRule(text: RuleText, known: Pick<Rule, 'id' | 'index' | 'drawnBy' | 'matcher' | 'effects'>): Rule {
  const { skip = 0, every = 1, times = Number.POSITIVE_INFINITY, chance = 1, phase = 'before', between } = text
  const { causes, answer, edits, staged, delaysMs } = known.effects
  const causesOnly = causes.length > 0 && !answer && edits.length === 0 && !staged && delaysMs.length === 0
  const betweenMs = between && ([parseDuration(between[0])!, parseDuration(between[1])!] as const)
  const triggers = { skip, every, times, chance, phase, causesOnly, counted: chance < 1 || causesOnly }
  return { ...known, text, ...triggers, ...(betweenMs ? { betweenMs } : {}) }
}
