/** A provider's switches: declared as data on its card, laid over by a session and by a scenario. */

import { parseDuration } from './clock.ts'
import { isObject, type Json } from './http.ts'

/** One switch; a number is a whole one. `source` is the tag of the fact sheet that its default follows. */
export type Setting = { readonly about: string; readonly source: string } & (
  | { readonly type: 'number'; readonly default: number; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: 'flag'; readonly default: boolean }
  /** `secret`: known to those who share it, so no message and no recording shows it. */
  | { readonly type: 'text'; readonly default: string; readonly secret?: true }
  /** Empty, or where HTTP goes. It may bear a password. */
  | { readonly type: 'url'; readonly default: string }
  | { readonly type: 'choice'; readonly default: string; readonly options: readonly string[] }
)
export type SettingTable = Readonly<Record<string, Setting>>

type Widen<T> = T extends number ? number : T extends boolean ? boolean : T extends string ? string : T
type ValueOf<S extends Setting> = S extends { readonly type: 'choice'; readonly options: readonly (infer O)[] }
  ? O
  : Widen<S['default']>
/** The values of a table's settings, by name. */
export type SettingsOf<T extends SettingTable> = { readonly [K in keyof T]: ValueOf<T[K]> }

/** What a session or scenario sets for one provider: its switches, and `limits`. */
export type SettingValues = { readonly [name: string]: Json | undefined }

/** Every switch with its value: the default, what the chosen profile has in its place, or what the later layers set. */
export function resolveSettings(
  table: SettingTable,
  profiles: Readonly<Record<string, SettingValues>> | undefined,
  ...layers: readonly (SettingValues | undefined)[]
): SettingValues {
  const values: { [name: string]: Json | undefined } = {}
  for (const [name, setting] of Object.entries(table)) values[name] = setting.default
  const set = layers.reduce(laid, undefined) ?? {}
  return Object.assign(values, profiles?.[String(set.profile ?? values.profile)], set)
}

/** One layer over another: setting by setting, and limit by limit. */
export function laid(under: SettingValues | undefined, upper: SettingValues | undefined): SettingValues | undefined {
  if (!under || !upper) return upper ?? under
  const [few, more] = [under.limits, upper.limits]
  return { ...under, ...upper, ...(isObject(few) && isObject(more) ? { limits: { ...few, ...more } } : {}) }
}

/** Whether a text is a URL that HTTP or HTTPS goes to. */
export function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s\\/]\S*$/.test(text) && URL.canParse(text)
}

/** A limit in place of a documented one. */
export interface Limit {
  readonly limit: number
  readonly perMs: number
}

/** `"5 per 1m"`; undefined when it is no limit. */
export function parseLimit(text: string): Limit | undefined {
  const [, amount, duration] = /^(\d+) per (\S+)$/.exec(text) ?? []
  const perMs = duration === undefined ? undefined : parseDuration(duration)
  return amount === undefined || !perMs ? undefined : { limit: Number(amount), perMs }
}

type Limits = 'off' | Readonly<Record<string, Limit>>
const read = new WeakMap<SettingValues, Limits>()

/** The limits set in place of the documented ones, by budget; `off` where nothing is refused. Each is read once. */
export function limitsOf(settings: SettingValues): Limits {
  let limits = read.get(settings)
  if (limits === undefined) read.set(settings, (limits = readLimits(settings.limits)))
  return limits
}

function readLimits(set: Json | undefined): Limits {
  if (!isObject(set)) return set === 'off' ? 'off' : {}
  return Object.fromEntries(
    Object.entries(set).map(([budget, text]) => {
      const limit = parseLimit(String(text))
      if (!limit) throw new RangeError(`limits.${budget}: expected "<number> per <duration>", got "${text}"`)
      return [budget, limit]
    }),
  )
}
