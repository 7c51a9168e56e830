/** Scenarios laid over one another: the rules of the lowest come first, and what several say is said by the topmost. */

import { laid, type SettingValues } from '../core/settings.ts'
import type { ScenarioText } from './written.ts'

/** All texts as one, the last of them on top. What it is called and for is its own, never that of what lies under it. */
export function layered(texts: readonly ScenarioText[]): ScenarioText {
  const { extends: _, name: _n, about: _a, stages: _s, ...whole }: ScenarioText = Object.assign({}, ...texts)
  const { name, about, stages } = texts.at(-1)!
  const conduct = texts.flatMap(({ conduct }) => (conduct ? [conduct] : []))
  const settings = texts.flatMap(({ settings }) => (settings ? [settings] : []))
  return {
    ...(name === undefined ? {} : { name }),
    ...(about === undefined ? {} : { about }),
    ...(stages === undefined ? {} : { stages }),
    ...whole,
    ...(settings.length > 0 ? { settings: settings.reduce(over) } : {}),
    ...(conduct.length > 0 ? { conduct: Object.assign({}, ...conduct) } : {}),
    ...Object.fromEntries(
      (['rules', 'expect', 'schedule'] as const).flatMap((key) => {
        const all = texts.flatMap((text): readonly unknown[] => text[key] ?? [])
        return all.length > 0 ? [[key, all]] : []
      }),
    ),
  }
}

type Settings = Readonly<Record<string, SettingValues>>

function over(under: Settings, upper: Settings): Settings {
  const both = Object.entries(upper).map(([provider, values]) => [provider, laid(under[provider], values)])
  return { ...under, ...Object.fromEntries(both) }
}
