/** A scenario's rules made ready to meet calls. Counts stand in the session's state; nothing here changes. */

import type { Kept } from '../core/journal.ts'
import type { Context } from '../core/provider.ts'
import { type Draw, digest, draw } from '../core/random.ts'
import type { Considered, Intervention, Reason } from '../core/script.ts'
import type { Session } from '../core/session.ts'
import { alike } from './alike.ts'
import { explainMiss, explainRule } from './explain.ts'
import { makeFinder } from './finder.ts'
import { intervene, type Strike } from './inject.ts'
import { callsOf, type Matcher, type Place } from './match.ts'
import { type Rule, strikesBy } from './rule.ts'
import { Spans } from './spans.ts'
import { makeTurns, Spent, type Turns } from './turns.ts'

export interface Play {
  meet(context: Context): undefined | Promise<Intervention | undefined>
  /** How often each rule, in the order of the file, matched and struck in this session since it began to play. */
  counts(session: Session): Promise<{ rule: Rule; matched: number; struck: number }[]>
  /** Says of each rule, in the order of the file, why it did or did not strike a call. */
  explain(call: Kept): Reason[]
}

/** Rules that mean the same calls. One counter serves them all. */
interface Group {
  readonly key: string
  readonly matcher: Matcher
  readonly lanes: readonly Lane[]
  readonly byTime: Spans<Lane>
}

/** Rules of a group that mean the same time, too. Where they name one, the calls within it have a counter of their own. */
interface Lane {
  readonly key: string
  readonly betweenMs: readonly [number, number] | undefined
  readonly rules: readonly Rule[]
  readonly turns: Turns
}

const ALWAYS = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const

/** Sorts the rules by the calls that they may meet, once. */
export function preparePlay(rules: readonly Rule[]): Play {
  const groups = [...alike(rules, ({ matcher }) => matcher.key).values()].map(makeGroup)
  const find = makeFinder(groups)
  return {
    meet(context) {
      const met = find(context)
      return met.length > 0 ? meetAll(met, context) : undefined
    },
    async counts(session) {
      const counter = new Counter(session)
      const counts = []
      for (const group of groups) {
        const matched = await counter.count(group.key, 0)
        for (const lane of group.lanes) {
          const ordinal = lane.betweenMs ? await counter.count(lane.key, 0) : matched
          for (const rule of lane.rules) {
            const struck = rule.counted ? await counter.count(strikesOf(rule), 0) : strikesBy(rule, ordinal)
            counts.push({ rule, matched, struck: Math.min(struck, rule.times) })
          }
        }
      }
      return counts.sort((a, b) => a.rule.index - b.rule.index)
    },
    explain(call) {
      const { route, considered, rules: struck } = call
      const reasons = groups.flatMap((group) => {
        const meets = group.matcher.places.some(
          (place) => place.provider.name === call.provider && reaches(place, route),
        )
        const matched = considered?.counts[group.key]
        return group.lanes.flatMap((lane) =>
          lane.rules.map((rule) => {
            const why = !meets
              ? `it meets other calls: ${callsOf(rule.text)}`
              : matched === undefined
                ? explainMiss(rule, call)
                : explainRule(rule, considered!, considered!.counts[lane.key] ?? matched, struck.includes(rule.id))
            return { index: rule.index, rule: rule.id, considered: meets, struck: struck.includes(rule.id), why }
          }),
        )
      })
      return reasons.sort((a, b) => a.index - b.index).map(({ index: _, ...reason }) => reason)
    },
  }
}

function reaches({ routes, unrouted }: Place, name: string | null): boolean {
  return name === null ? unrouted : routes.some((route) => route.name === name)
}

async function meetAll(met: readonly Group[], context: Context): Promise<Intervention> {
  const counter = new Counter(context.session, context.playing)
  const elapsedMs = context.call.at - counter.playing.startedAt
  const considered: Considered = { elapsedMs, counts: {}, missed: {} }
  const due: Rule[][] = []
  for (const group of met) {
    const matched = await counter.count(group.key)
    considered.counts[group.key] = matched
    for (const { betweenMs, key, turns } of group.byTime.at(elapsedMs)) {
      const ordinal = betweenMs ? await counter.count(key) : matched
      if (betweenMs) considered.counts[key] = ordinal
      due.push(turns.due(ordinal, counter))
    }
  }
  const struck: Strike[] = []
  const inOrder = due.length === 1 ? due[0]! : due.flat()
  for (const rule of inOrder.sort((a, b) => a.index - b.index)) {
    const strike = await strikeOf(rule, context, counter, considered)
    if (strike) struck.push(strike)
  }
  return intervene(struck, considered, context.call)
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
  if (rule.counted) {
    const strikes = await counter.count(strikesOf(rule))
    if (strikes >= rule.times) counter.spent.add(rule)
    if (strikes > rule.times) return undefined
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

  /** Kept for as long as the session: what is known of its counts need not be asked again. */
  get spent(): Spent {
    return this.#session.derived(`spent in play ${this.playing.ordinal}`, () => new Spent())
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
  const lanes = [...alike(rules, ({ betweenMs }) => String(betweenMs)).values()].map(
    (own, i): Lane => ({
      key: `calls/${index}/${i}`,
      betweenMs: own[0]!.betweenMs,
      rules: own,
      turns: makeTurns(own),
    }),
  )
  const byTime = new Spans(lanes, ({ betweenMs }) => betweenMs ?? ALWAYS)
  return { key: `calls/${index}`, matcher: rules[0]!.matcher, lanes, byTime }
}
