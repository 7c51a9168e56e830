/**
 * Finds, among any number of `where`s, those that are true of a caller: by one look for each key that any of them names
 * (for `scope`, one for each scope that the caller has).
 */

import type { Who } from '../core/provider.ts'
import type { WhereText } from './written.ts'

type Key = keyof WhereText

/** The keys of every `where` are asked for in one order, so what several name first is asked for once. */
class Node {
  readonly asked = new Map<Key, Map<string, Node>>()
  readonly numbers: number[] = []
}

export class Callers {
  readonly #root = new Node()

  /** Keeps a number under a `where`. */
  add(where: WhereText, n: number): void {
    let node = this.#root
    for (const [key, wanted] of (Object.entries(where) as [Key, string][]).sort()) {
      const byValue = node.asked.get(key) ?? new Map<string, Node>()
      node.asked.set(key, byValue)
      node = byValue.get(wanted) ?? new Node()
      byValue.set(wanted, node)
    }
    node.numbers.push(n)
  }

  /** Adds the numbers under the `where`s that are true of the caller. */
  find(who: Who, found: Set<number>): void {
    visit(this.#root, who, found)
  }
}

function visit({ asked, numbers }: Node, who: Who, found: Set<number>): void {
  for (const n of numbers) found.add(n)
  for (const [key, byValue] of asked)
    for (const value of valuesOf(who, key)) {
      const next = value === undefined ? undefined : byValue.get(value)
      if (next) visit(next, who, found)
    }
}

function valuesOf(who: Who, key: Key): readonly (string | undefined)[] {
  return key === 'scope' ? (who.scopes ?? []) : [who[key]]
}
