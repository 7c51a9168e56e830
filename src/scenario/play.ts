/** A scenario's rules made ready to meet calls. Counts stand in the session's state; nothing here changes. */

import type { Context, Provider } from '../core/provider.ts'
import { type Draw, digest, draw } from '../core/random.ts'
import { FALLBACK } from '../core/routes.ts'
import type { Considered, Intervention, Reason } from '../core/script.ts'
import type { Session } from '../core/session.ts'
import { explainRule, OTHER_CALL, OTHER_CALLER } from './explain.ts'
import { intervene, type Strike } from './inject.ts'
import type { Place } from './match.ts'
import { isDue, type Rule, strikesBy } from './rule.ts'

export interface Play {
  meet(context: Context): undefined | Promise<Intervention | undefined>
  /** How often each rule, in the order of the file, matched and struck in this session since it began to play. */
  counts(session: Session): Promise<{ rule: Rule; matched: number; struck: number }[]>
  /** Says of each rule, in the order of the file, why it did or did not strike a call. */
  explain(provider: string, route: string, considered: Considered | undefined, struck: readonly string[]): Reason[]
}

/** Rules that mean the same calls. One counter serves them all. */
interface Group {
  readonly key: string
  readonly places: readonly Place[]
  readonly lanes: readonly Lane[]
}

/** Rules of a group that mean the same time, too. Where they name one, the calls within it have a counter of their own. */
interface Lane {
  readonly key: string
  readonly betweenMs?: readonly [number, number] | undefined
  /** By the ordinal that they strike: rules whose few strikes are known beforehand, so that thousands cost one look. */
  readonly planned: ReadonlyMap<number, readonly Rule[]>
  readonly open: readonly Rule[]
}

interface Candidate {
  readonly group: Group
  test(context: Context): boolean
}

const PLANNED = 16

/** Sorts the rules by the routes that they may meet, once. */
export function preparePlay(rules: readonly Rule[]): Play {
  const groups = groupBy(rules, ({ matcher }) => matcher.key).map(makeGroup)
  const candidates = new Map<Provider, Map<string, Candidate[]>>()
  for (const group of groups) {
    for (const { provider, routes, unrouted, test } of group.places) {
      let byRoute = candidates.get(provider)
      if (!byRoute) candidates.set(provider, (byRoute = new Map()))
      for (const name of [...routes.map((route) => route.name), ...(unrouted ? [FALLBACK] : [])])
        push(byRoute, name, { group, test })
    }
  }
  return {
    meet(context) {
      const met = candidates.get(context.provider)?.get(context.route.name)
      return met && meetAll(met, context)
    },
    async counts(session) {
      const counter = new Counter(session)
      const counts = []
      for (const group of groups) {
        const matched = await counter.count(group.key, 0)
        for (const lane of group.lanes) {
          const ordinal = lane.betweenMs ? await counter.count(lane.key, 0) : matched
          for (const rule of rulesOf(lane)) {
            const struck = rule.counted ? await counter.count(strikesOf(rule), 0) : strikesBy(rule, ordinal)
            counts.push({ rule, matched, struck: Math.min(struck, rule.times) })
          }
        }
      }
      return counts.sort((a, b) => a.rule.index - b.rule.index)
    },
    explain(provider, route, considered, struck) {
      const reasons = groups.flatMap((group) => {
        const meets = group.places.some((place) => place.provider.name === provider && reaches(place, route))
        const matched = considered?.counts[group.key]
        return group.lanes.flatMap((lane) =>
          rulesOf(lane).map((rule) => {
            const why = !meets
              ? OTHER_CALL
              : matched === undefined
                ? OTHER_CALLER
                : explainRule(rule, considered!, considered!.counts[lane.key] ?? matched, struck.includes(rule.id))
            return { index: rule.index, rule: rule.id, struck: struck.includes(rule.id), why }
          }),
        )
      })
      return reasons.sort((a, b) => a.index - b.index).map(({ index: _, ...reason }) => reason)
    },
  }
}

function rulesOf({ planned, open }: Lane): Rule[] {
  return [...new Set([...[...planned.values()].flat(), ...open])]
}

function reaches({ routes, unrouted }: Place, name: string): boolean {
  return name === FALLBACK ? unrouted : routes.some((route) => route.name === name)
}

async function meetAll(met: readonly Candidate[], context: Context): Promise<Intervention | undefined> {
  const counter = new Counter(context.session, context.playing)
  const elapsedMs = context.call.at - counter.playing.startedAt
  const considered: Considered = { elapsedMs, counts: {}, missed: {} }
  const struck: Strike[] = []
  for (const { group, test } of met) {
    if (!test(context)) continue
    const matched = await counter.count(group.key)
    considered.counts[group.key] = matched
    for (const { betweenMs, key, planned, open } of group.lanes) {
      if (betweenMs && !(betweenMs[0] <= elapsedMs && elapsedMs < betweenMs[1])) continue
      const ordinal = betweenMs ? await counter.count(key) : matched
      if (betweenMs) considered.counts[key] = ordinal
      for (const rule of [...(planned.get(ordinal) ?? []), ...open.filter((each) => isDue(each, ordinal))]) {
        const strike = await strikeOf(rule, context, counter, considered)
        if (strike) struck.push(strike)
      }
    }
  }
  return intervene(
    struck.sort((a, b) => a.rule.index - b.rule.index),
    considered,
    context.call,
  )
}

/** What a rule that is due does to this call, if it strikes it. */
async function strikeOf(
  rule: Rule,
  context: Context,
  counter: Counter,
  { missed }: Considered,
): Promise<Strike | undefined> {
  let equal: Promise<[string, number]> | undefined
  const drawFor = async (purpose: string): Promise<Draw> => {
    const [content, n] = await (equal ??= counter.equal(rule, context))
    return draw(counter.playing.seed, purpose, rule.drawnBy, content, n)
  }
  if (rule.chance < 1) {
    const drawn = (await drawFor('chance')).fraction()
    if (drawn >= rule.chance) {
      missed[rule.index] = drawn
      return undefined
    }
  }
  const causes = []
  for (const cause of rule.effects.causes) if (await cause.hasObject(context)) causes.push(cause)
  if (rule.causesOnly && causes.length === 0) {
    missed[rule.index] = 'object'
    return undefined
  }
  // Counted after all else, and in one atomic step: of any number of parallel calls exactly `times` are struck.
  if (rule.counted && (await counter.count(strikesOf(rule))) > rule.times) {
    missed[rule.index] = 'times'
    return undefined
  }
  let delayMs = 0
  for (const [i, [low, high]] of rule.effects.delaysMs.entries())
    delayMs += low === high ? low : (await drawFor(`delay ${i}`)).integer(low, high)
  return { rule, causes, delayMs }
}

/** The counts of one playing of the scenario in one session. */
class Counter {
  readonly #session: Session
  readonly playing: Session['playing']

  constructor(session: Session, playing = session.playing) {
    this.#session = session
    this.playing = playing
  }

  count(key: string, by = 1) {
    return this.#session.state.count(`play/${this.playing.ordinal}/${key}`, by)
  }

  /** A short name for the call's own content, and which of the equal calls this rule has come to. */
  async equal({ index }: Rule, { call, provider, who }: Context): Promise<[string, number]> {
    const credential = who.credential?.id ?? (who.presented === undefined ? '' : digest(who.presented))
    const body = digest(call.body.toString('latin1'))
    const content = [provider.name, call.method, call.path, call.query.toString(), body, credential]
    const name = digest(JSON.stringify(content))
    return [name, await this.count(`equal/${index}/${name}`)]
  }
}

function strikesOf({ index }: Rule): string {
  return `strikes/${index}`
}

function makeGroup(rules: readonly Rule[], index: number): Group {
  const lanes = groupBy(rules, ({ betweenMs }) => String(betweenMs)).map((lane, i) =>
    makeLane(lane, `calls/${index}/${i}`),
  )
  return { key: `calls/${index}`, places: rules[0]!.matcher.places, lanes }
}

function makeLane(rules: readonly Rule[], key: string): Lane {
  const planned = new Map<number, Rule[]>()
  const open: Rule[] = []
  for (const rule of rules) {
    if (rule.counted || rule.times > PLANNED) open.push(rule)
    else for (let strike = 1; strike <= rule.times; strike++) push(planned, rule.skip + strike * rule.every, rule)
  }
  return { key, betweenMs: rules[0]!.betweenMs, planned, open }
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of list) push(groups, keyOf(item), item)
  return [...groups.values()]
}

function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}
