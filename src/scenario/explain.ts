/** Says in words why a rule did or did not strike a call. */

import { durationText } from '../core/clock.ts'
import type { Considered } from '../core/script.ts'
import type { Rule } from './rule.ts'

export const OTHER_CALL = 'it meets other calls'
export const OTHER_CALLER = 'it meets such calls, but not with this path or from this caller'

/** Of a rule whose calls this is one of; `ordinal` counts them, or those within its `between`. */
export function explainRule(rule: Rule, considered: Considered, ordinal: number, struck: boolean): string {
  const { index, betweenMs, skip, every, times, chance } = rule
  if (betweenMs) {
    const [from, to] = betweenMs
    const { elapsedMs } = considered
    if (elapsedMs < from || elapsedMs >= to)
      return `it strikes from ${durationText(from)} to ${durationText(to)} of the play; this was at ${durationText(elapsedMs)}`
  }
  const which = `this was call ${ordinal} of those it meets${betweenMs ? ' in its time' : ''}`
  if (struck) return which
  if (ordinal <= skip) return `${which}, and it lets ${skip} pass`
  const left = ordinal - skip
  if (left % every !== 0) return `${which}; ${skip > 0 ? `after ${skip} ` : ''}it strikes one in ${every}`
  const missed = considered.missed[index]
  if (missed === 'object') return `${which}; the call had nothing that its cause could strike`
  if (typeof missed === 'number') return `${which}; it drew ${missed.toFixed(4)}, and strikes below ${chance}`
  if (missed === 'shadow') return `${which}; an earlier effect answered`
  return `${which}; it had struck its ${times} ${times === 1 ? 'time' : 'times'}`
}
