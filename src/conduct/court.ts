/** Which rules hold for which provider, how severe they are and what they tolerate there. */

import type { Happening, Numbers, Severity, Stance } from '../core/judge.ts'
import type { Provider } from '../core/provider.ts'
import type { Session } from '../core/session.ts'
import { heeded, MARKS } from './marks.ts'
import type { Rule } from './rule.ts'

/** A rule in a provider's court, with what the card says of it. */
export interface Seat {
  readonly rule: Rule
  readonly stance: Stance | undefined
  /** `provider/rule`: where its memory is kept. */
  readonly key: string
  /** The card's word over the rule's own. */
  readonly severity: Severity
  readonly numbers: Numbers
}

/** By provider, and then by what the rules listen to. */
export type Court = ReadonlyMap<string, Bench>
export type Bench = { readonly all: readonly Seat[] } & {
  readonly [K in Exclude<Happening['kind'], 'exchange'>]: readonly Seat[]
} & {
  /** By the marks of a call. */
  readonly exchange: readonly (readonly Seat[])[]
}

/** The rules that hold for each provider: those of an RFC, and those that its card names. */
export function convene(rules: readonly Rule[], providers: readonly Provider[]): Court {
  return new Map(providers.map((provider) => [provider.name, benchOf(rules, provider)]))
}

function benchOf(rules: readonly Rule[], { name, conduct = {} }: Provider): Bench {
  const all = rules.flatMap((rule): Seat[] => {
    const stance = conduct[rule.id]
    if (rule.source === undefined && !stance) return []
    const { severity = rule.severity, numbers = {} } = stance ?? {}
    return [{ rule, stance, key: `${name}/${rule.id}`, severity, numbers: { ...rule.numbers, ...numbers } }]
  })
  const listening = (kind: Happening['kind']) => all.filter(({ rule }) => rule.on[kind])
  const calls = listening('exchange')
  return {
    all,
    exchange: Array.from({ length: 1 << MARKS.length }, (_, marks) => calls.filter(({ rule }) => heeded(rule, marks))),
    sent: listening('sent'),
    advanced: listening('advanced'),
    consented: listening('consented'),
    delivered: listening('delivered'),
  }
}

/** The scenario's word counts most. */
export function severityOf({ rule, severity }: Seat, { script }: Session): Severity {
  return script?.conduct?.[rule.id]?.severity ?? severity
}

/** Number by number, likewise. */
export function numbersOf({ rule, numbers }: Seat, { script }: Session): Numbers {
  const own = script?.conduct?.[rule.id]?.numbers
  return own ? { ...numbers, ...own } : numbers
}

/** Whether nothing can be said now, since nobody can wait. The rule remembers all the same: it may be asked later. */
export function isBlind({ rule }: Seat, { clock }: Session): boolean {
  return rule.waits === true && clock.frozen
}
