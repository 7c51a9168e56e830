/** Feeds what happens to the rules, and folds what they find into a verdict. */

import type { JsonObject } from '../core/http.ts'
import { type Evidence, type Finding, faultsOf, type Judge, type Numbers, verdictOf } from '../core/judge.ts'
import type { Provider } from '../core/provider.ts'
import type { Session } from '../core/session.ts'
import { type Court, convene, isBlind, numbersOf, type Seat, severityOf } from './court.ts'
import { type Findings, keepFinding, noFindings, speakOf, wordFindings } from './findings.ts'
import { marksOf } from './marks.ts'
import type { Blame, Event, Rule } from './rule.ts'

/** All that is kept of one session: one value of its state, so that a snapshot carries it. */
type Docket = {
  /** How many calls came, by provider. */
  calls: { [provider: string]: number }
  /** Whether any of them came while the clock stood still. */
  stood: boolean
  /** What each rule remembers, by `provider/rule`. */
  memories: { [key: string]: JsonObject }
  /** The ordinal of the playing that the findings belong to. */
  playing: number
  findings: Findings
  /** Rules that failed themselves, and how. */
  failed: { [rule: string]: string }
}

const DOCKET = 'judge'

export function makeJudge(rules: readonly Rule[], providers: readonly Provider[]): Judge {
  const court = convene(rules, providers)
  return {
    hear(happening) {
      const { session } = happening
      const { ordinal } = session.playing
      // Read at once: the state may be slow.
      const event: Event = happening.kind === 'sent' ? { ...happening, begun: session.begun } : happening
      return session.state.change<Docket, null>(DOCKET, (old) => {
        const docket = of(ordinal, old)
        if (event.kind === 'exchange') {
          const { name } = event.provider
          docket.calls[name] = (docket.calls[name] ?? 0) + 1
          docket.stood ||= event.frozen
        }
        if (event.kind === 'advanced') for (const [name, bench] of court) hearAll(docket, bench.advanced, name, event)
        else {
          const { name } = event.provider
          const bench = court.get(name)
          const seats = event.kind === 'exchange' ? bench?.exchange[marksOf(event)] : bench?.[event.kind]
          if (seats) hearAll(docket, seats, name, event)
        }
        return { result: null, value: docket }
      })
    },

    async report(session) {
      const { name, seed, script, playing } = session
      const docket = of(playing.ordinal, structuredClone(await session.state.get<Docket>(DOCKET)))
      for (const [provider, { all }] of court) endAll(docket, all, provider, session)
      const { calls } = docket
      const findings = await wordFindings(docket.findings, court, session)
      const expectations = (await script?.expectations?.(session)) ?? []
      const { reached, struck } = (await script?.met?.(session, Object.keys(calls))) ?? { reached: [], struck: [] }
      const neverStruck = reached.filter((id) => !struck.includes(id))
      const faults = faultsOf({ findings, expectations })
      const doubts = [
        // A consent without a browser is no call, and a rule may have struck it.
        ...(Object.keys(calls).length === 0 && struck.length === 0 ? ['no call came'] : []),
        ...(struck.length === 0 ? neverStruck.map((id) => `rule never struck: ${id}`) : []),
      ]
      return {
        name,
        scenario: script?.name ?? null,
        seed,
        verdict: verdictOf(faults, doubts),
        reasons: [...faults, ...doubts],
        calls,
        ...asked(docket, court, session),
        findings,
        evidence: await evidenceOf(findings, session),
        expectations,
        neverStruck,
      }
    },
  }
}

/** The docket of this playing: memories stay, findings are a new scenario's own. */
function of(playing: number, old: Docket | undefined): Docket {
  if (!old) return { calls: {}, stood: false, memories: {}, playing, findings: noFindings(), failed: {} }
  return old.playing === playing ? old : Object.assign(old, { playing, calls: {}, findings: noFindings() })
}

/** A rule that is silent remembers all the same: it may be asked later. */
function hearAll(docket: Docket, seats: readonly Seat[], provider: string, event: Event): void {
  const { session, kind } = event
  const { memories, failed } = docket
  const isOwn = session.script?.conduct !== undefined
  let blamed: Blamed[] | undefined
  for (const seat of seats) {
    const { rule } = seat
    const memory = (memories[seat.key] ??= rule.start())
    try {
      const hear = rule.on[kind] as (event: Event, memory: JsonObject, numbers: Numbers) => Blames
      const blames = hear(event, memory, isOwn ? numbersOf(seat, session) : seat.numbers)
      if (!blames || isBlind(seat, session)) continue
      blamed ??= []
      for (const blame of [blames].flat()) blamed.push({ seat, blame })
    } catch (error) {
      failed[rule.id] = String(error)
    }
  }
  if (!blamed) return
  const at = event.kind === 'advanced' ? event.to : event.at
  const id = 'id' in event ? [event.id] : []
  const credential = event.kind === 'exchange' ? event.exchange.context.who.credential?.id : undefined
  const found = mostSpecific(blamed, session).map(({ seat, blame }) => ({
    rule: seat.rule.id,
    provider,
    at,
    ...(credential === undefined ? {} : { credential }),
    ...blame,
    requests: [...(blame.requests ?? []), ...id],
  }))
  for (const each of found) keepFinding(docket.findings, each, session)
}

/** What is to be said in the end. A more specific rule that has spoken of one of the same calls has said it. */
function endAll(docket: Docket, seats: readonly Seat[], provider: string, session: Session): void {
  const blamed: Blamed[] = []
  for (const seat of seats) {
    const { rule, key } = seat
    const memory = docket.memories[key]
    if (!rule.on.ended || !memory || isBlind(seat, session)) continue
    try {
      for (const blame of rule.on.ended(memory, numbersOf(seat, session))) blamed.push({ seat, blame })
    } catch (error) {
      docket.failed[rule.id] = String(error)
    }
  }
  const at = session.clock.now()
  for (const { seat, blame } of mostSpecific(blamed, session)) {
    const { requests = [] } = blame
    const { id } = seat.rule
    const better = seats.filter(({ rule }) => rule.replaces?.includes(id)).map(({ rule }) => rule.id)
    if (!speakOf(docket.findings, better, requests))
      keepFinding(docket.findings, { rule: id, provider, at, ...blame, requests }, session)
  }
}

type Blames = Blame | readonly Blame[] | undefined
type Blamed = { readonly seat: Seat; readonly blame: Blame }

/** One event gives one finding. A rule that is turned off still says what the event was, and then nobody is blamed for it. */
function mostSpecific(blamed: readonly Blamed[], session: Session): readonly Blamed[] {
  const replaced = new Set(blamed.flatMap(({ seat }) => seat.rule.replaces ?? []))
  return blamed.filter(({ seat }) => !replaced.has(seat.rule.id) && severityOf(seat, session) !== 'off')
}

/**
 * Rules that were asked of the providers that were called; and those that could not be: rules of waiting, where calls came
 * on a clock that stood still, and rules that failed themselves.
 */
function asked({ calls, stood, failed }: Docket, court: Court, session: Session) {
  const called = [...court].flatMap(([provider, { all }]) => (calls[provider] ? all : []))
  const wanted = called.filter((seat) => severityOf(seat, session) !== 'off').map(({ rule }) => rule)
  const waiting = wanted.filter(({ id, waits }) => stood && waits && !(id in failed))
  const notJudged = [
    ...idsOf(waiting).map((rule) => ({ rule, why: 'the clock stood still, so nobody could wait' })),
    ...Object.entries(failed).map(([rule, why]) => ({ rule, why: `it failed itself: ${why}` })),
  ]
  return { judged: idsOf(wanted).filter((id) => !notJudged.some(({ rule }) => rule === id)), notJudged }
}

function idsOf(rules: readonly Rule[]): string[] {
  return [...new Set(rules.map(({ id }) => id))]
}

/** The calls that findings name, as far as the journal still keeps them. */
async function evidenceOf(findings: readonly Finding[], { journal }: Session): Promise<Evidence[]> {
  const named = new Set(findings.flatMap(({ requests }) => requests))
  const kept = named.size === 0 ? [] : (await journal.list()).reverse().filter(({ id }) => named.has(id))
  return kept.map(({ id, at, provider, method, path, status, code }) => ({
    id,
    at,
    provider,
    method,
    path,
    status,
    code,
  }))
}
