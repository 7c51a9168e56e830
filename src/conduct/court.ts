/** Which rules hold for which provider, how severe they are and what they tolerate there. */

import type { Severity, Stance } from '../core/judge.ts'
import type { Provider } from '../core/provider.ts'
import type { Session } from '../core/session.ts'
import type { Rule } from './rule.ts'

/** A rule in a provider's court, with what the card says of it. */
export interface Seat {
  readonly rule: Rule
  readonly stance: Stance | undefined
}

/** By provider. */
export type Court = ReadonlyMap<string, readonly Seat[]>

/** The rules that hold for each provider: those of an RFC, and those that its card names. */
export function convene(rules: readonly Rule[], providers: readonly Provider[]): Court {
  const seatsOf = ({ conduct = {} }: Provider) =>
    rules.flatMap((rule): Seat[] => {
      const stance = conduct[rule.id]
      return rule.source !== undefined || stance ? [{ rule, stance }] : []
    })
  return new Map(providers.map((provider) => [provider.name, seatsOf(provider)]))
}

/** The scenario's word counts most, then the card's, then the rule's own. */
export function severityOf({ rule, stance }: Seat, { script }: Session): Severity {
  return script?.conduct?.[rule.id]?.severity ?? stance?.severity ?? rule.severity
}

/** Number by number, likewise. */
export function numbersOf({ rule, stance }: Seat, { script }: Session): Rule['numbers'] {
  const own = script?.conduct?.[rule.id]?.numbers
  return stance?.numbers || own ? { ...rule.numbers, ...stance?.numbers, ...own } : rule.numbers
}

/** Whether it has nothing to say now. It remembers all the same: it may be asked later. */
export function isSilent(seat: Seat, session: Session): boolean {
  return severityOf(seat, session) === 'off' || (seat.rule.waits === true && session.clock.frozen)
}
