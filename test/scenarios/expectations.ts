/** What a scenario's file says, and whether it came to pass. */

import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Emulator } from '../../src/index.ts'
import { providers } from '../../src/providers/index.ts'
import { callTest, parsePattern } from '../../src/scenario/pattern.ts'
import { readyFile } from '../../src/scenario/ready.ts'
import type { RuleText, ScenarioText } from '../../src/scenario/written.ts'

/** A ready scenario as it was written, with all that it extends under it. */
export function textOf(name: string): ScenarioText {
  const text = parse(readFileSync(readyFile(name)!, 'utf8')) as ScenarioText
  const lower = (text.extends ?? []).map(textOf)
  const all = (key: 'rules' | 'expect') => [...lower, text].flatMap((each): readonly unknown[] => each[key] ?? [])
  return { ...text, rules: all('rules'), expect: all('expect') } as ScenarioText
}

/** What the scenario expects and the session's journal does not hold. A provider that nobody called owes nothing. */
export async function unmet(emulator: Emulator, scenario: string): Promise<string[]> {
  const entries = await emulator.stage.sessions.default.journal.list()
  return textOf(scenario).expect!.flatMap((expected) => {
    const { provider, call, where, exactly, atLeast = exactly ?? 0, atMost = exactly ?? Infinity } = expected
    const card = providers.find(({ name }) => name === provider)!
    const pattern = parsePattern(call!)
    const fits = pattern && callTest(pattern, card)
    const calls = entries.filter((entry) => {
      const grant = (entry.body as { grant_type?: string } | null)?.grant_type
      const called = fits ? fits(entry.method, entry.path) : entry.route === call
      return entry.provider === provider && called && (where?.grant === undefined || where.grant === grant)
    })
    const met = calls.length >= atLeast && calls.length <= atMost
    const owed = entries.some((entry) => entry.provider === provider)
    return met || !owed ? [] : [`${JSON.stringify(expected)}: ${calls.length}`]
  })
}

/** The rules that could meet this provider's calls and struck none. */
export async function neverStruck(emulator: Emulator, provider: string): Promise<string[]> {
  const session = emulator.stage.sessions.default
  const { rules } = (await session.script!.describe(session)) as unknown as {
    rules: (RuleText & { id: string; struck: number })[]
  }
  return rules
    .filter((rule) => rule.struck === 0 && (rule.provider === undefined || rule.provider === provider))
    .map(({ id }) => id)
}
