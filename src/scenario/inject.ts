/** What a rule does to a call that it strikes: causes that change the model, answers of its own, delays. */

import { allowances } from '../core/answer.ts'
import { parseDuration } from '../core/clock.ts'
import type { Reply } from '../core/http.ts'
import type { Context, Route } from '../core/provider.ts'
import type { Intervention } from '../core/script.ts'
import type { Awaitable } from '../core/state.ts'
import type { Place } from './match.ts'
import { type Fault, nearestFirst, type Path, show } from './problems.ts'
import type { Rule } from './rule.ts'
import type { EffectText, RuleText } from './written.ts'

/** Changes something, so that the provider answers as it does when that is so. */
export interface Cause {
  /** Whether the call has what the cause strikes at all. */
  hasObject(context: Context): Awaitable<boolean>
  apply(context: Context): Promise<void>
}

export type Answer = { readonly error: string } | { readonly reply: Reply }

/** All that one rule does. */
export interface Effects {
  readonly causes: readonly Cause[]
  readonly answer?: Answer
  /** From, to; equal where it is fixed. */
  readonly delaysMs: readonly (readonly [number, number])[]
}

/** A rule that struck a call, with those of its causes that have an object. */
export interface Strike {
  readonly rule: Rule
  readonly causes: readonly Cause[]
  readonly delayMs: number
}

/** What the strikes on one call do together: all causes and delays, and the first effect that answers. */
export function intervene(struck: readonly Strike[]): Intervention | undefined {
  if (struck.length === 0) return undefined
  const first = struck.find(({ rule }) => rule.effects.answer)
  return {
    strikes: struck.map((strike) => {
      const { rule, causes, delayMs } = strike
      // A rule that did something else all the same is no shadow.
      const shadowed = rule.effects.answer && strike !== first && causes.length === 0 && delayMs === 0
      return { rule: rule.id, ...(shadowed ? { shadowed } : {}) }
    }),
    causes: struck.flatMap(({ causes }) => causes.map((cause) => (context: Context) => cause.apply(context))),
    ...(first ? { effect: { rule: first.rule.id, phase: first.rule.phase, ...first.rule.effects.answer! } } : {}),
    delayMs: struck.reduce((sum, { delayMs }) => sum + delayMs, 0),
  }
}

/** Reads a rule's `do`; answers faults instead when the calls that it meets cannot be so struck. */
export function readEffects(text: RuleText, at: Path, places: readonly Place[]): Effects | Fault[] {
  const listed = Array.isArray(text.do)
  const effects = (listed ? text.do : [text.do]) as readonly EffectText[]
  const pathOf = (i: number) => (listed ? [...at, 'do', i] : [...at, 'do'])
  const answers = effects.flatMap((effect, i) => (answerOf(effect) ? [i] : []))
  const causes = effects.flatMap((effect) => causeOf(effect) ?? [])
  const faults = effects.flatMap((effect, i) => check(effect, pathOf(i), places))
  for (const i of answers.slice(1))
    faults.push({ path: pathOf(i), expected: 'one effect that answers in a rule', got: 'another' })
  if (text.phase === 'after' && causes.length === effects.length)
    faults.push({ path: [...at, 'phase'], expected: 'before, since causes come before the answer', got: 'after' })
  if (faults.length > 0) return faults
  const answer = answers.length > 0 ? answerOf(effects[answers[0]!]!) : undefined
  return { causes, ...(answer ? { answer } : {}), delaysMs: effects.flatMap((effect) => delayOf(effect) ?? []) }
}

function answerOf(effect: EffectText): Answer | undefined {
  if (typeof effect !== 'object') return undefined
  if ('error' in effect) return { error: effect.error }
  if (!('status' in effect)) return undefined
  const { status, body } = effect
  const own = Object.entries(effect.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)])
  const headers: Record<string, string> = Object.fromEntries(own)
  if (typeof body !== 'string') return { reply: { status, headers, ...(body === undefined ? {} : { json: body }) } }
  return { reply: { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, text: body } }
}

function delayOf(effect: EffectText): [readonly [number, number]] | undefined {
  if (typeof effect !== 'object' || !('delay' in effect)) return undefined
  const [low, high] = typeof effect.delay === 'string' ? [effect.delay, effect.delay] : effect.delay
  return [[parseDuration(low)!, parseDuration(high)!]]
}

function causeOf(effect: EffectText): Cause | undefined {
  if (effect === 'expire') return EXPIRE
  if (effect === 'revoke') return REVOKE
  if (effect === 'exhaust') return exhaust()
  return typeof effect === 'object' && 'exhaust' in effect ? exhaust(effect.exhaust) : undefined
}

/** What never expires is left alone. */
const EXPIRE: Cause = {
  hasObject: ({ who }) => who.credential !== undefined && who.credential.expiresAt !== null,
  apply: ({ session, who, call }) => session.vault.expire(who.credential!.id, call.at),
}

/** A credential that the vault does not keep has no fact to change. */
const REVOKE: Cause = {
  hasObject: async ({ session, who }) =>
    who.credential !== undefined && (await session.vault.byId(who.credential.id)) !== undefined,
  apply: ({ session, who, call }) => session.vault.revoke(who.credential!.id, call.at),
}

/** Spends a budget whole, until its reset: the named one, or the first of the route. */
function exhaust(name?: string): Cause {
  const wanted = (context: Context) =>
    allowances(
      context,
      budgetsOf(context).filter((budget, i) => (name === undefined ? i === 0 : budget === name)),
    )
  return {
    hasObject: (context) => wanted(context).length > 0,
    apply: async (context) => {
      await context.session.limiter.exhaust(wanted(context), context.call.at)
    },
  }
}

function budgetsOf({ route, provider }: { route: Route; provider: Place['provider'] }): readonly string[] {
  return route.spends ?? provider.spends
}

function check(effect: EffectText, path: Path, places: readonly Place[]): Fault[] {
  const met = places.flatMap(({ provider, routes }) => routes.map((route) => ({ provider, route })))
  if (effect === 'expire' || effect === 'revoke') {
    if (met.some(({ route }) => route.takes !== 'none')) return []
    return [{ path, expected: `a rule that meets calls with a credential to ${effect}`, got: listOf(met) }]
  }
  if (effect === 'exhaust') {
    if (met.some((each) => budgetsOf(each).length > 0)) return []
    return [{ path, expected: 'a rule that meets calls with a budget to exhaust', got: listOf(met) }]
  }
  if ('exhaust' in effect) {
    if (met.some((each) => budgetsOf(each).includes(effect.exhaust))) return []
    const known = [...new Set(met.flatMap(budgetsOf))]
    return [fault([...path, 'exhaust'], 'a budget that the calls spend', effect.exhaust, known)]
  }
  if (!('error' in effect)) return []
  return places.flatMap(({ provider: { name, errors } }) =>
    Object.hasOwn(errors, effect.error)
      ? []
      : [fault([...path, 'error'], `an error of ${name}`, effect.error, Object.keys(errors))],
  )
}

function fault(path: Path, expected: string, got: string, known: readonly string[]): Fault {
  return { path, expected, got: show(got), known: nearestFirst(got, known) }
}

function listOf(met: readonly { route: Route }[]): string {
  const [first, ...others] = met.map(({ route }) => `${route.method} ${route.path}`)
  return others.length > 0 ? `${first} and ${others.length} more without one` : `${first}, which has none`
}
