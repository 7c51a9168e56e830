/** One scenario laid over others: their rules come first, and what both say is said by the one on top. */

import type { SettingValues } from '../core/settings.ts'
import type { ScenarioText } from './written.ts'

/** All texts as one, the last of them on top. */
export function layered(texts: readonly ScenarioText[]): ScenarioText {
  const lists = (key: 'rules' | 'expect' | 'schedule') => {
    const all = texts.flatMap((text): readonly unknown[] => text[key] ?? [])
    return all.length > 0 ? { [key]: all } : {}
  }
  const { extends: _, ...whole } = Object.assign({}, ...texts) as ScenarioText
  const settings = texts.reduce<ScenarioText['settings']>((under, text) => over(under, text.settings), undefined)
  return {
    ...whole,
    ...(settings ? { settings } : {}),
    ...lists('rules'),
    ...lists('expect'),
    ...lists('schedule'),
    ...(texts.some(({ conduct }) => conduct)
      ? { conduct: Object.assign({}, ...texts.map(({ conduct }) => conduct)) }
      : {}),
  }
}

type Settings = Readonly<Record<string, SettingValues>>

/** Setting by setting, and limit by limit. */
export function over(under: Settings | undefined, upper: Settings | undefined): Settings | undefined {
  if (!under || !upper) return upper ?? under
  const merged: Record<string, SettingValues> = { ...under }
  for (const [provider, values] of Object.entries(upper)) {
    const { limits } = { ...under[provider] }
    const both = isMap(limits) && isMap(values.limits) ? { limits: { ...limits, ...values.limits } } : {}
    merged[provider] = { ...under[provider], ...values, ...both }
  }
  return merged
}

function isMap(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
