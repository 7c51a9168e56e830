/** Says in words why a rule did or did not strike a call. */

import { durationText } from '../core/clock.ts'
import type { Kept } from '../core/journal.ts'
import type { Considered } from '../core/script.ts'
import type { Place } from './match.ts'
import { Paths } from './paths.ts'
import { show } from './problems.ts'
import type { Rule } from './rule.ts'

/** Of a rule that meets calls of this route, yet not this one. */
export function explainMiss({ text: { call, where = {} }, matcher: { places } }: Rule, asked: Kept): string {
  const { client, location, caller } = asked
  const place = places.find(({ provider: { name } }) => name === asked.provider)
  if (place && !fits(place, asked)) return `it meets ${call}, which this path is not`
  const known: Readonly<Record<string, string | null | undefined>> = { client, location, ...caller, scopes: undefined }
  const missed = Object.entries(where).flatMap(([key, wanted]) => {
    if (key === 'scope') {
      const has = caller?.scopes ?? []
      return has.includes(wanted) ? [] : [`scope ${wanted}, and its scopes are ${has.join(', ') || 'none'}`]
    }
    return known[key] === wanted ? [] : [`${key} ${wanted}, and its ${key} is ${known[key] ?? 'not known'}`]
  })
  return missed.length > 0 ? `the caller would need ${missed.join('; ')}` : 'it meets such calls, but not this one'
}

function fits({ provider, pattern }: Place, asked: Kept): boolean {
  if (!pattern) return true
  const paths = new Paths<true>(provider)
  paths.at(pattern, () => true)
  return paths.find(asked).length > 0
}

/** Of a rule whose calls this is one of; `ordinal` counts them, or those within its `between`. */
export function explainRule(rule: Rule, considered: Considered, ordinal: number, struck: boolean): string {
  const { index, text, betweenMs, skip, every, times, chance } = rule
  if (betweenMs) {
    const [from, to] = betweenMs
    const { elapsedMs } = considered
    if (elapsedMs < from || elapsedMs >= to)
      return `it strikes from ${durationText(from)} to ${durationText(to)} of the play; this was at ${durationText(elapsedMs)}`
  }
  const which = `this was call ${ordinal} of those it meets${betweenMs ? ' in its time' : ''}`
  if (struck)
    return `${which}, and it does ${text.phase === 'after' ? 'after all else ' : ''}${typeof text.do === 'string' ? text.do : show(text.do)}`
  if (ordinal <= skip) return `${which}, and it lets ${skip} pass`
  const left = ordinal - skip
  if (left % every !== 0) return `${which}; ${skip > 0 ? `after ${skip} ` : ''}it strikes one in ${every}`
  const missed = considered.missed[index]
  if (missed === 'object') return `${which}; the call had nothing that its cause could strike`
  if (typeof missed === 'number') return `${which}; it drew ${missed.toFixed(4)}, and strikes below ${chance}`
  if (missed === 'shadow') return `${which}; an earlier effect answered`
  return `${which}; it had struck its ${times} ${times === 1 ? 'time' : 'times'}`
}
