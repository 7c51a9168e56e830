/** Which of the rules that count the same calls are due at a call, by its ordinal. It looks at no other. */

import { alike } from './alike.ts'
import type { Rule } from './rule.ts'
import { Spans } from './spans.ts'
import { type Rhythm, Wheel } from './wheel.ts'

export interface Turns {
  due(ordinal: number, kept: { readonly spent: Spent }): Rule[]
}

/** Rules that strike, if any, the calls of the same remainder. */
interface Turn extends Rhythm {
  /** By the ordinals that they strike, which are known beforehand. */
  readonly known: Spans<Rule>
  /** Which calls these strike is seen as they come. Sorted by the first that they may. */
  readonly counted: readonly Rule[]
}

/** So many different `every` are sooner asked one by one than kept in order. */
const FEW = 8

export function makeTurns(rules: readonly Rule[]): Turns {
  const rhythms = [...alike(rules, ({ every }) => every)].map(([every, own]) => {
    const byRest = [...alike(own, ({ skip }) => skip % every)].map(([rest, each]) => [rest, makeTurn(each)] as const)
    return { every, byRest: new Map(byRest) }
  })
  const all = rhythms.flatMap(({ byRest }) => [...byRest.values()])
  const asked = (ordinal: number) => {
    const turns: Turn[] = []
    for (const { every, byRest } of rhythms) {
      const turn = byRest.get(ordinal % every)
      if (turn) turns.push(turn)
    }
    return turns
  }
  return {
    due: (ordinal, kept) => {
      const due: Rule[] = []
      const turns = (rhythms.length > FEW ? kept.spent.wheel(all).at(ordinal) : undefined) ?? asked(ordinal)
      for (const { known, counted } of turns) {
        due.push(...known.at(ordinal))
        if (counted.length > 0) due.push(...kept.spent.left(counted, ordinal))
      }
      return due
    },
  }
}

function makeTurn(rules: readonly Rule[]): Turn {
  const ends = rules.map((rule) => (rule.counted ? Number.POSITIVE_INFINITY : last(rule)))
  return {
    every: rules[0]!.every,
    first: rules.reduce((least, rule) => Math.min(least, first(rule)), Number.POSITIVE_INFINITY),
    last: ends.reduce((most, end) => Math.max(most, end)),
    known: new Spans(
      rules.filter(({ counted }) => !counted),
      (rule) => [first(rule), last(rule) + 1],
    ),
    counted: rules.filter(({ counted }) => counted).sort((a, b) => first(a) - first(b)),
  }
}

/** The ordinal of the first call that a rule may strike. */
function first({ skip, every }: Rule): number {
  return skip + every
}

/** And of the last one, where its strikes follow from the ordinals. */
function last({ skip, every, times }: Rule): number {
  return skip + every * times
}

/**
 * What follows from the state of one playing of a session, and never ceases to be so: which counted rules have struck as
 * often as they may, and are looked at no more; and which rhythms wait for which ordinal.
 */
export class Spent {
  readonly #wheels = new Map<readonly Turn[], Wheel<Turn>>()
  readonly #spent = new Set<Rule>()
  readonly #left = new Map<readonly Rule[], Rule[]>()

  wheel(turns: readonly Turn[]): Wheel<Turn> {
    let wheel = this.#wheels.get(turns)
    if (!wheel) this.#wheels.set(turns, (wheel = new Wheel(turns)))
    return wheel
  }

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
