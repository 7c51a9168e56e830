/** The settings in a scenario's text in YAML, with their places. It loads yaml, so load it late. */

import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments, type Scalar } from 'yaml'
import type { Json } from '../core/http.ts'
import { YAML } from '../core/yaml.ts'

export interface PlacedSetting {
  readonly provider: string
  readonly name: string
  /** A list of its text where that is no scalar. */
  readonly value: Json
  /** Its text is there, quotes and all. */
  readonly from: number
  readonly to: number
}

/**
 * Those of the text itself, not of what it extends, in the order of their places; none of a text that is no YAML. One of
 * several documents is refused, whatever stands in them.
 */
export function settingsIn(text: string): PlacedSetting[] {
  return [...parseAllDocuments(text, YAML)].flatMap((document) => settingsOf(document, text))
}

function settingsOf(document: Document, text: string): PlacedSetting[] {
  const meant = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node)
  const entries = (node: unknown): [name: string, node: unknown][] => {
    const map = meant(node)
    // Where a map should be, a list is refused, whatever stands in it.
    if (isSeq(map)) return map.items.flatMap((each) => (isMap(each) ? entries(each) : []))
    return isMap(map) ? map.items.map(({ key, value }) => [String((key as Scalar | null)?.value), meant(value)]) : []
  }
  const top = entries(document.contents)
  const of = (key: string) => top.filter(([name]) => name === key).map(([, node]) => node)
  const later = of('schedule').flatMap(entries)
  const settings = [...of('settings'), ...later.filter(([name]) => name === 'settings').map(([, node]) => node)]
  // An alias has what it stands for found twice.
  const found = new Map<number, PlacedSetting>()
  for (const [provider, values] of settings.flatMap(entries))
    for (const [name, node] of entries(values)) {
      const [from, to] = (node as Node | null)?.range ?? []
      if (from === undefined || to === undefined) continue
      const value = isScalar(node) ? (node.value as Json) : [text.slice(from, to)]
      found.set(from, { provider, name, value, from, to })
    }
  return [...found.values()].sort((a, b) => a.from - b.from)
}

/** The text with other values. All else stays in its place where they are as long, and stand in one line without escapes. */
export function rewritten(
  text: string,
  settings: readonly PlacedSetting[],
  valueFor: (setting: PlacedSetting) => Json,
): string {
  const others = settings.map((setting) => ({ ...setting, other: valueFor(setting) }))
  let end = -1
  // An alias may have one found within another.
  const outermost = others.filter(({ value, other, to }) => other !== value && to > end && (end = to))
  return outermost.reduceRight((all, { value, other, from, to }) => {
    const source = all.slice(from, to)
    const plain = String(value)
    const isPlain = typeof value !== 'object' && source.includes(plain) && !plain.includes('\n')
    const instead = isPlain ? source.replace(plain, () => String(other)) : JSON.stringify(other)
    // As many lines, the last as long.
    const lines = isPlain ? '' : source.replace(/^.*/, '').replace(/./g, ' ')
    return all.slice(0, from) + instead + lines + all.slice(to)
  }, text)
}
