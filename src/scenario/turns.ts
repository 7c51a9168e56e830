/** Which of the rules that count the same calls are due at a call, by its ordinal. It looks at no other. */

import { alike } from './alike.ts'
import type { Rule } from './rule.ts'
import { Spans } from './spans.ts'

export interface Turns {
  due(ordinal: number, kept: { readonly spent: Spent }): Rule[]
}

/** Rules that strike, if any, the calls of the same remainder. */
interface Turn {
  /** By the ordinals that they strike, which are known beforehand. */
  readonly known: Spans<Rule>
  /** Which calls these strike is seen as they come. Sorted by the first that they may. */
  readonly counted: readonly Rule[]
}

export function makeTurns(rules: readonly Rule[]): Turns {
  const turns = [...alike(rules, ({ every }) => every)].map(([every, own]) => {
    const byRest = [...alike(own, ({ skip }) => skip % every)].map(([rest, each]) => [rest, makeTurn(each)] as const)
    return { every, byRest: new Map(byRest) }
  })
  return {
    due: (ordinal, kept) =>
      turns.flatMap(({ every, byRest }) => {
        const turn = byRest.get(ordinal % every)
        if (!turn) return []
        const { known, counted } = turn
        return counted.length > 0 ? [...known.at(ordinal), ...kept.spent.left(counted, ordinal)] : known.at(ordinal)
      }),
  }
}

function makeTurn(rules: readonly Rule[]): Turn {
  return {
    known: new Spans(
      rules.filter(({ counted }) => !counted),
      (rule) => [first(rule), rule.skip + rule.every * rule.times + 1],
    ),
    counted: rules.filter(({ counted }) => counted).sort((a, b) => first(a) - first(b)),
  }
}

/** The ordinal of the first call that a rule may strike. */
function first({ skip, every }: Rule): number {
  return skip + every
}

/**
 * Counted rules that are known to have struck as often as they may, in one playing of a session. They are looked at no
 * more: it follows from the session's state, and never ceases to be so.
 */
export class Spent {
  readonly #spent = new Set<Rule>()
  readonly #left = new Map<readonly Rule[], Rule[]>()

  add(rule: Rule): void {
    this.#spent.add(rule)
  }

  /** Those of a sorted list that may strike the call of this ordinal. */
  left(list: readonly Rule[], ordinal: number): Rule[] {
    const found: Rule[] = []
    let left = this.#left.get(list) ?? list
    for (let i = 0; i < left.length && first(left[i]!) <= ordinal; i++) {
      const rule = left[i]!
      if (!this.#spent.has(rule)) {
        found.push(rule)
        continue
      }
      const own = this.#left.get(list) ?? [...list]
      own.splice(i--, 1)
      this.#left.set(list, own)
      this.#spent.delete(rule)
      left = own
    }
    return found
  }
}
