/** Why a call was answered as it was, in words. All of it follows from what the journal keeps. */

import { iso } from '../../core/clock.ts'
import type { Json } from '../../core/http.ts'
import type { Kept } from '../../core/journal.ts'
import { nearestFirst } from '../../core/nearest.ts'
import { FALLBACK, fallbackOf } from '../../core/routes.ts'
import type { Session } from '../../core/session.ts'
import type { Stage } from '../stage.ts'

const NEAREST = 5

export function explain({ providers }: Stage, session: Session, entry: Kept): Json {
  const {
    id,
    at,
    provider: name,
    route: routeName,
    method,
    path,
    status,
    code,
    client,
    location,
    budgets,
    rules,
  } = entry
  const provider = providers.find((each) => each.name === name)!
  const route = provider.routes.find((each) => each.name === routeName) ?? fallbackOf(provider)
  const wording = code === null ? undefined : provider.errors[code]
  const { script, playing } = session
  // Its rules may be others by now.
  const same = entry.playing === playing.ordinal
  const reasons = (same && script?.explain?.(name, route.name, entry.considered, rules)) || []
  const nearest =
    routeName === null
      ? nearestFirst(
          `${method} ${path}`,
          provider.routes.map((each) => `${each.method} ${each.path}`),
        ).slice(0, NEAREST)
      : []
  const by = rules.length > 0 ? ` by rule ${rules.join(', ')}` : ''
  const words = [
    `${method} ${path} came to ${provider.title} in session ${session.name} at ${iso(at)}, by ${entry.foundBy}.`,
    routeName === null
      ? `It met no route. The nearest are ${nearest.join(', ')}.`
      : `It met route ${route.name} (${route.method} ${route.path}, ${route.source}).`,
    client === null
      ? 'It named no client that is known here.'
      : `Its client is ${client}${location === null ? '' : `, at location ${location}`}.`,
    ...budgets.map(
      ({ budget, limit, remaining, refused }) =>
        `Budget ${budget}: ${remaining} of ${limit} left${refused ? ', so it was refused' : ''}.`,
    ),
    status === 0
      ? `It was cut off without an answer${by}.`
      : wording
        ? `It was refused with ${status} ${code}${by}: ${wording.when} (${wording.source}).`
        : `It was answered ${status}${by}.`,
    ...(entry.crash === undefined ? [] : [`The emulator failed: ${entry.crash}.`]),
    ...(same
      ? reasons.map(({ rule, struck, why }) => `Rule ${rule} ${struck ? 'struck' : 'did not strike'}: ${why}.`)
      : ['What plays now is not what played then, so its rules are not known any more.']),
    ...(same && !script ? ['No scenario plays.'] : []),
  ]
  return {
    id,
    session: { name: session.name, foundBy: entry.foundBy },
    provider: name,
    route:
      route.name === FALLBACK
        ? null
        : { name: route.name, method: route.method, path: route.path, source: route.source },
    nearest,
    refused: code === null ? null : { code, status, when: wording?.when ?? '', source: wording?.source ?? '' },
    budgets: [...budgets],
    rules: reasons.map((reason) => ({ ...reason })),
    words,
  }
}
