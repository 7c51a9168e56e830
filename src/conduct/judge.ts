/** Feeds what happens to the rules, and folds what they find into a verdict. */

import type { JsonObject } from '../core/http.ts'
import type { Happening, Judge, Verdict } from '../core/judge.ts'
import type { Provider } from '../core/provider.ts'
import type { Session } from '../core/session.ts'
import { type Court, convene, isSilent, numbersOf, type Seat, severityOf } from './court.ts'
import { type Findings, keepFinding, noFindings, wordFindings } from './findings.ts'
import type { Blame, Rule } from './rule.ts'

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
    async hear(happening) {
      const { session } = happening
      const { ordinal } = session.playing
      await session.state.change<Docket, null>(DOCKET, (old) => {
        const docket = of(ordinal, old)
        if (happening.kind === 'exchange') {
          const { name } = happening.provider
          docket.calls[name] = (docket.calls[name] ?? 0) + 1
          docket.stood ||= happening.frozen
        }
        for (const name of 'provider' in happening ? [happening.provider.name] : court.keys())
          hearAll(docket, court.get(name) ?? [], name, happening)
        return { result: null, value: docket }
      })
    },

    async report(session) {
      const { name, seed, script, playing } = session
      const docket = of(playing.ordinal, structuredClone(await session.state.get<Docket>(DOCKET)))
      for (const [provider, seats] of court) endAll(docket, seats, provider, session)
      const { calls } = docket
      const findings = wordFindings(docket.findings, court, session)
      const expectations = (await script?.expectations?.(session)) ?? []
      const { reached, struck } = (await script?.met?.(session, Object.keys(calls))) ?? { reached: [], struck: [] }
      const neverStruck = reached.filter((id) => !struck.includes(id))
      const faults = [
        ...findings.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule}: ${message}`),
        ...expectations.flatMap(({ message }) => message ?? []),
      ]
      const doubts = [
        // A consent without a browser is no call, and a rule may have struck it.
        ...(Object.keys(calls).length === 0 && struck.length === 0 ? ['no call came'] : []),
        ...(struck.length === 0 ? neverStruck.map((id) => `rule never struck: ${id}`) : []),
      ]
      const verdict: Verdict = faults.length > 0 ? 'failed' : doubts.length > 0 ? 'inconclusive' : 'passed'
      return {
        name,
        scenario: script?.name ?? null,
        seed,
        verdict,
        reasons: [...faults, ...doubts],
        calls,
        findings,
        expectations,
        neverStruck,
        notJudged: notJudged(docket, court, session),
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
function hearAll(docket: Docket, seats: readonly Seat[], provider: string, happening: Happening): void {
  const { session } = happening
  const blamed: { rule: Rule; blame: Blame }[] = []
  for (const seat of seats) {
    const { rule } = seat
    const act = rule.on[happening.kind] as ((...args: unknown[]) => Blame | readonly Blame[] | undefined) | undefined
    if (!act) continue
    const memory = (docket.memories[`${provider}/${rule.id}`] ??= rule.start())
    try {
      const blames = act(happening, memory, numbersOf(seat, session))
      if (blames && !isSilent(seat, session)) for (const blame of [blames].flat()) blamed.push({ rule, blame })
    } catch (error) {
      docket.failed[rule.id] = String(error)
    }
  }
  const replaced = new Set(blamed.flatMap(({ rule: { replaces = [] } }) => replaces))
  const at = happening.kind === 'advanced' ? happening.to : happening.at
  const id = 'id' in happening ? [happening.id] : []
  for (const { rule, blame } of blamed)
    if (!replaced.has(rule.id))
      keepFinding(docket.findings, {
        rule: rule.id,
        provider,
        at,
        ...blame,
        requests: [...(blame.requests ?? []), ...id],
      })
}

function endAll(docket: Docket, seats: readonly Seat[], provider: string, session: Session): void {
  for (const seat of seats) {
    const { rule } = seat
    const memory = docket.memories[`${provider}/${rule.id}`]
    if (!rule.on.ended || !memory || isSilent(seat, session)) continue
    try {
      const at = session.clock.now()
      for (const { requests = [], ...blame } of rule.on.ended(memory, numbersOf(seat, session)))
        keepFinding(docket.findings, { rule: rule.id, provider, at, ...blame, requests })
    } catch (error) {
      docket.failed[rule.id] = String(error)
    }
  }
}

/** Rules of waiting, where calls came on a clock that stood still; and rules that failed themselves. */
function notJudged({ calls, stood, failed }: Docket, court: Court, session: Session) {
  const called = [...court].flatMap(([provider, seats]) => (calls[provider] ? seats : []))
  const waiting = called.filter((seat) => stood && seat.rule.waits && severityOf(seat, session) !== 'off')
  return [
    ...[...new Set(waiting.map(({ rule }) => rule.id))].map((rule) => ({
      rule,
      why: 'the clock stood still, so nobody could wait',
    })),
    ...Object.entries(failed).map(([rule, why]) => ({ rule, why: `it failed itself: ${why}` })),
  ]
}
