/** What a rule does to a call that it strikes, and what all of them do together. */

import type { Call } from '../core/http.ts'
import type { Context } from '../core/provider.ts'
import type { Considered, Edit, Effect, Intervention, Staged } from '../core/script.ts'
import { type Answer, type Cause, type Deed, type Met, readEffect } from './effects.ts'
import type { Place } from './match.ts'
import type { Fault, Path } from './problems.ts'
import type { Rule } from './rule.ts'
import type { CauseText, EffectText, RuleText } from './written.ts'

/** All that one rule does. */
export interface Effects {
  readonly causes: readonly Cause[]
  readonly answer?: Answer
  readonly edits: readonly NonNullable<Deed['edit']>[]
  readonly staged?: Staged
  /** From, to; equal where it is fixed. */
  readonly delaysMs: readonly (readonly [number, number])[]
}

/** A rule that struck a call, with those of its causes that have an object. */
export interface Strike {
  readonly rule: Rule
  readonly causes: readonly Cause[]
  readonly delayMs: number
}

/** What the strikes on a call do together: all causes, changes and delays, and the first effect that answers. */
export function intervene(struck: readonly Strike[], considered: Considered, call: Call): Intervention {
  const first = struck.find(({ rule }) => rule.effects.answer)
  const staged = struck.flatMap(({ rule }) => rule.effects.staged ?? [])
  return {
    strikes: struck.map((strike) => {
      const { rule, causes, delayMs } = strike
      const { answer, edits, staged } = rule.effects
      // A rule that did something else all the same is no shadow.
      const idle = causes.length === 0 && delayMs === 0 && edits.length === 0 && !staged
      if (!answer || strike === first || !idle) return { rule: rule.id }
      considered.missed[rule.index] = 'shadow'
      return { rule: rule.id, shadowed: true }
    }),
    causes: struck.flatMap(({ causes }) => causes.map((cause) => (context: Context) => cause.apply(context))),
    ...(first ? { effect: { phase: first.rule.phase, ...answerOf(first.rule, call) } } : {}),
    edits: struck.flatMap(({ rule }) =>
      rule.effects.edits.map((edit): Edit => ({ rule: rule.id, edit: (reply) => edit(reply, call) })),
    ),
    ...(staged.length > 0 ? { staged: together(staged) } : {}),
    delayMs: struck.reduce((sum, { delayMs }) => sum + delayMs, 0),
    considered,
  }
}

function answerOf({ id: rule, effects }: Rule, call: Call): Effect {
  const answer = effects.answer!
  return 'error' in answer ? { rule, error: answer.error } : { rule, reply: answer.reply(call) }
}

/** Reads a rule's `do`; answers faults instead when the calls that it meets cannot be so struck. */
export function readEffects(text: RuleText, at: Path, places: readonly Place[]): Effects | Fault[] {
  const listed = Array.isArray(text.do)
  const texts = (listed ? text.do : [text.do]) as readonly (EffectText | CauseText)[]
  const pathOf = (i: number) => (listed ? [...at, 'do', i] : [...at, 'do'])
  const met = places.flatMap(({ provider, routes }) => routes.map((route): Met => ({ provider, route })))
  const read = texts.map((each, i) => readEffect(each, pathOf(i), met))
  const deeds = read.map(({ deed }) => deed)
  const faults = read.flatMap((each) => each.faults)
  const answers = deeds.flatMap(({ answer }, i) => (answer ? [{ answer, i }] : []))
  for (const { i } of answers.slice(1))
    faults.push({ path: pathOf(i), expected: 'one effect that answers in a rule', got: 'another' })
  const committed = deeds.some(({ answer, edit, delayMs }) => answer ?? edit ?? delayMs)
  if (text.phase === 'after' && !committed)
    faults.push({ path: [...at, 'phase'], expected: 'before, since causes come before the answer', got: 'after' })
  if (faults.length > 0) return faults
  const staged = deeds.flatMap((deed) => deed.staged ?? [])
  return {
    causes: deeds.flatMap(({ cause }) => cause ?? []),
    ...(answers[0] ? { answer: answers[0].answer } : {}),
    edits: deeds.flatMap(({ edit }) => edit ?? []),
    ...(staged.length > 0 ? { staged: together(staged) } : {}),
    delaysMs: deeds.flatMap(({ delayMs }) => (delayMs ? [delayMs] : [])),
  }
}

/** The later one wins, but for tampering, which adds up. */
function together(staged: readonly Staged[]): Staged {
  const tamper = staged.flatMap((each) => each.tamper ?? [])
  return { ...Object.assign({}, ...staged), ...(tamper.length > 0 ? { tamper } : {}) }
}
