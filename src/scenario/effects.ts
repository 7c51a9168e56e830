/** Every effect that `do` may name: what it does, and which calls it can strike. */

import { causeOf } from '../core/causes.ts'
import { parseDuration } from '../core/clock.ts'
import { type Call, NO_STATUS, type Reply } from '../core/http.ts'
import { nearestFirst } from '../core/nearest.ts'
import type { Context, Provider, Route } from '../core/provider.ts'
import type { Staged } from '../core/script.ts'
import type { Awaitable } from '../core/state.ts'
import { befall, budgetsOf, EXPIRE, exhaust, REVOKE } from './causes.ts'
import { broken, drip, headed, headerText, merged, signedMs } from './edits.ts'
import { type Fault, type Path, show } from './problems.ts'
import type { CauseText, EffectText } from './written.ts'

/** Changes something, so that the provider answers as it does when that is so. */
export interface Cause {
  /** Whether the call has what the cause strikes at all. */
  hasObject(context: Context): Awaitable<boolean>
  apply(context: Context): Promise<void>
}

export type Answer = { readonly error: string } | { readonly reply: (call: Call) => Reply }

/** What one effect does: one of these. */
export interface Deed {
  readonly cause?: Cause
  /** Answers in the provider's place. */
  readonly answer?: Answer
  /** Changes the answer, whoever gave it. */
  readonly edit?: (reply: Reply, call: Call) => Reply
  readonly staged?: Staged
  /** From, to; equal where it is fixed. */
  readonly delayMs?: readonly [number, number]
}

/** A route that the rule's calls may end up at. */
export interface Met {
  readonly provider: Provider
  readonly route: Route
}

/** One kind of effect. `T` is what stands in the file under its name; nothing where the name stands alone. */
interface Kind<T> {
  read(value: T): Deed
  /** What is wrong with striking the calls that are met. */
  faults?(value: T, met: readonly Met[], path: Path): Fault[]
}

type Text<K extends string> = Extract<EffectText, { readonly [key in K]: unknown }>

const error: Kind<Text<'error'>> = {
  read: ({ error }) => ({ answer: { error } }),
  faults: ({ error }, met, path) =>
    [...new Set(met.map(({ provider }) => provider))].flatMap(({ name, errors }) =>
      Object.hasOwn(errors, error)
        ? []
        : [{ path: [...path, 'error'], ...unknown(`an error of ${name}`, error, Object.keys(errors)) }],
    ),
}

const status: Kind<Text<'status'>> = {
  read: ({ status, body, headers: named = {} }) => {
    const reply = (call: Call): Reply => {
      const own = Object.entries(named).map(([name, value]) => [name.toLowerCase(), headerText(value, call)])
      const headers: Record<string, string> = Object.fromEntries(own)
      if (typeof body !== 'string') return { status, headers, ...(body === undefined ? {} : { json: body }) }
      return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, text: body }
    }
    return { answer: { reply } }
  },
}

const headers: Kind<Text<'headers'>> = { read: ({ headers }) => ({ edit: headed(headers) }) }

const delay: Kind<Text<'delay'>> = {
  read: ({ delay }) => {
    const [low, high] = typeof delay === 'string' ? [delay, delay] : delay
    return { delayMs: [parseDuration(low)!, parseDuration(high)!] }
  },
}

const wire: Kind<Text<'wire'>> = {
  read: ({ wire }) =>
    wire === 'reset' || wire === 'close'
      ? { answer: { reply: () => ({ status: NO_STATUS, wire }) } }
      : { edit: broken(wire) },
}

const dripping: Kind<Text<'drip'>> = {
  read: ({ drip: { chunks, over } }) => ({ edit: drip(chunks, parseDuration(over)!) }),
}

const patch: Kind<Text<'patch'>> = { read: ({ patch }) => ({ edit: merged(patch) }) }

const expire: Kind<'expire'> = { read: () => ({ cause: EXPIRE }), faults: needsCredential }
const revoke: Kind<'revoke'> = { read: () => ({ cause: REVOKE }), faults: needsCredential }

const spend: Kind<'exhaust' | Text<'exhaust'>> = {
  read: (text) => ({ cause: exhaust(typeof text === 'string' ? undefined : text.exhaust) }),
  faults: (text, met, path) => {
    const known = [...new Set(met.flatMap(budgetsOf))]
    if (typeof text === 'string')
      return known.length > 0
        ? []
        : [{ path, expected: 'a rule that meets calls with a budget to exhaust', got: listOf(met) }]
    const { exhaust } = text
    if (known.includes(exhaust)) return []
    return [{ path: [...path, 'exhaust'], ...unknown('a budget that the calls spend', exhaust, known) }]
  },
}

const grant: Kind<Text<'grant'>> = {
  read: ({ grant }) => ({ staged: { scopes: grant } }),
  faults: ({ grant }, met, path) => [
    ...needs(met, path, ({ route }) => route.issues === true, 'that ask for a token'),
    ...grant.flatMap((scope, i) => {
      const known = [...new Set(met.flatMap(({ provider }) => Object.keys(provider.scopes)))]
      return known.includes(scope) ? [] : [{ path: [...path, 'grant', i], ...unknown('a scope', scope, known) }]
    }),
  ],
}

const skew: Kind<Text<'skew'>> = {
  read: ({ skew }) => ({ staged: { skewMs: signedMs(skew) } }),
  faults: (_, met, path) => needs(met, path, ({ route }) => route.issues === true, 'that ask for a token'),
}

const tamper: Kind<Text<'tamper'>> = {
  read: ({ tamper }) => ({ staged: { tamper: [tamper] } }),
  faults: ({ tamper }, met, path) =>
    tamper === 'signature'
      ? needs(met, path, sendsWebhooks, 'that cause webhooks')
      : needs(met, path, ({ route }) => route.redirects === true, 'that end in a callback'),
}

const deny: Kind<'deny'> = {
  read: () => ({ staged: { deny: true } }),
  faults: (_, met, path) => needs(met, path, ({ route }) => route.redirects === true, 'that ask for consent'),
}

const drop: Kind<Text<'drop'>> = {
  read: () => ({ staged: { dropWebhooks: true } }),
  faults: (_, met, path) => needs(met, path, sendsWebhooks, 'that cause webhooks'),
}

/** By the name, or by the first key. */
const KINDS = {
  expire,
  revoke,
  exhaust: spend,
  deny,
  error,
  status,
  headers,
  delay,
  wire,
  drip: dripping,
  patch,
  grant,
  skew,
  tamper,
  drop,
}

/** What scenarios call their own effects; a card's cause has another name. */
export const EFFECT_NAMES: readonly string[] = Object.keys(KINDS)

/** What an effect of the right shape does, or why it cannot strike the calls that are met. */
export function readEffect(
  text: EffectText | CauseText,
  path: Path,
  met: readonly Met[],
): { deed: Deed; faults: Fault[] } {
  const name = EFFECT_NAMES.find((each) => (typeof text === 'string' ? each === text : Object.hasOwn(text, each)))
  const kind = (name === undefined ? befalling : KINDS[name as keyof typeof KINDS]) as Kind<EffectText | CauseText>
  return { deed: kind.read(text), faults: kind.faults?.(text, met, path) ?? [] }
}

/** What the cards name: alone it strikes the call's own thing, with a name it strikes that one. */
const befalling: Kind<CauseText> = {
  read: (text) => {
    const [name, named] = nameOf(text)
    return { cause: befall(name, named) }
  },
  faults: (text, met, path) => {
    const [name, named] = nameOf(text)
    const fitting = met.flatMap(({ provider, route }) => {
      const cause = causeOf(provider, name)
      return cause ? [{ cause, route }] : []
    })
    const [first] = fitting
    if (!first) {
      const cards = [...new Set(met.map(({ provider }) => provider))]
      const known = [...new Set(cards.flatMap(({ causes = {} }) => Object.keys(causes)))]
      return [{ path, ...unknown(`a cause of ${cards.map((card) => card.name).join(' or ')}`, name, known) }]
    }
    if (named !== undefined || fitting.some(({ cause, route }) => cause.meets(route))) return []
    return needs(met, path, () => false, `with the ${first.cause.object} that it strikes, or {${name}: ...}`)
  },
}

function nameOf(text: CauseText): readonly [name: string, named?: string] {
  return typeof text === 'string' ? [text] : Object.entries(text)[0]!
}

function needsCredential(text: 'expire' | 'revoke', met: readonly Met[], path: Path): Fault[] {
  return needs(met, path, ({ route }) => route.takes !== 'none', `with a credential to ${text}`)
}

function needs(met: readonly Met[], path: Path, fits: (met: Met) => boolean, which: string): Fault[] {
  return met.some(fits) ? [] : [{ path, expected: `a rule that meets calls ${which}`, got: listOf(met) }]
}

function sendsWebhooks({ provider, route }: Met): boolean {
  return provider.webhooks !== undefined && route.method !== 'GET'
}

function unknown(expected: string, got: string, known: readonly string[]) {
  return { expected, got: show(got), known: nearestFirst(got, known) }
}

function listOf(met: readonly Met[]): string {
  const [first, ...others] = met.map(({ route }) => `${route.method} ${route.path}`)
  return others.length > 0 ? `${first} and ${others.length} others` : `only ${first}`
}
