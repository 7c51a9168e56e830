/** What decided about a call, as sentences, in the order in which it was decided. */

import { iso } from '../../core/clock.ts'
import type { Check } from '../../core/errors.ts'
import type { FoundBy } from '../../core/http.ts'
import type { Kept } from '../../core/journal.ts'
import type { Provider, Route } from '../../core/provider.ts'
import type { Reason } from '../../core/script.ts'
import type { Session } from '../../core/session.ts'

export interface Told {
  readonly call: Kept
  readonly session: Session
  readonly provider: Provider
  readonly route: Route | undefined
  /** Of a call that met no route. */
  readonly astray: Astray | undefined
  /** Undefined where its rules are not known any more. */
  readonly reasons: readonly Reason[] | undefined
  /** Whether a scenario plays. */
  readonly playing: boolean
}

interface Astray {
  readonly nearest: readonly string[]
  readonly allow: readonly string[]
  readonly elsewhere: readonly string[]
}

const FOUND: Readonly<Record<FoundBy, string>> = {
  prefix: 'which its path named',
  header: 'which its header named',
  credentials: 'whose credentials it brought',
  default: 'since it named none',
}

const CHECKS: Readonly<Record<Exclude<Check, 'rule'>, string>> = {
  size: 'the check of its size',
  preamble: 'the check that comes before any token',
  token: 'the check of its token',
  holder: "the check of its token's holder",
  limits: 'the check of limits',
  scope: 'the check of scopes',
  route: 'the route itself',
}

const KINDS = { access: 'access token', refresh: 'refresh token', code: 'code', static: 'token' } as const
/** After so many names there are only numbers. */
const NAMED = 10

export function inWords(told: Told): string[] {
  const { call, session, provider } = told
  const { method, path, at, foundBy } = call
  return [
    `${method} ${path} came to ${provider.title} at ${iso(at)}, in session ${session.name}, ${FOUND[foundBy]}.`,
    ...whereTo(told),
    whose(call),
    ...struckBy(told),
    ...charged(call),
    ...outcome(told),
  ]
}

function whereTo({ route, astray }: Told): string[] {
  if (route) return [`It met route ${route.name} (${route.method} ${route.path}, ${route.source}).`]
  const { nearest, allow, elsewhere } = astray!
  return [
    allow.length > 0
      ? `It met no route: its path is there for ${allow.join(', ')} only.`
      : `It met no route. The nearest are ${nearest.join(', ')}.`,
    ...elsewhere.map((title) => `${title} has such a route: its base URL may be the one that was meant.`),
  ]
}

function whose({ client, location }: Kept): string {
  if (client === null) return 'It named no client that is known here.'
  return `Its client is ${client}${location === null ? '' : `, at location ${location}`}.`
}

function struckBy({ reasons, playing }: Told): string[] {
  if (!reasons) return ['What plays now is not what played then, so its rules are not known any more.']
  if (!playing) return ['No scenario plays.']
  const others = reasons.filter(({ considered }) => !considered).map(({ rule }) => rule)
  const named = others.length > NAMED ? [...others.slice(0, NAMED), `${others.length - NAMED} more`] : others
  return [
    ...reasons
      .filter(({ considered }) => considered)
      .map(({ rule, struck, why }) => `Rule ${rule} ${struck ? 'struck' : 'did not strike'}: ${why}.`),
    ...(others.length > 0 ? [`Of the scenario's other rules none meets such calls: ${named.join(', ')}.`] : []),
    ...(reasons.length === 0 ? ['The scenario that plays has no rules.'] : []),
  ]
}

function charged({ budgets }: Kept): string[] {
  if (budgets.length === 0) return ['It spends no budget, or nobody knew whose.']
  return budgets.map(({ budget, limit, remaining, charged, resetAt, refused }) => {
    const left = `${remaining} of ${limit} left${remaining < limit ? ` until ${iso(resetAt)}` : ''}`
    if (refused) return `Budget ${budget} had nothing more to give, so it refused, and nothing was charged: ${left}.`
    return `Budget ${budget} was ${charged > 0 ? `charged ${charged}` : 'not charged'}: ${left}.`
  })
}

function outcome({ call, provider, route }: Told): string[] {
  const { status, code, rules, crash } = call
  const by = rules.length > 0 ? `, struck by rule ${rules.join(', ')}` : ''
  const failed = crash === undefined ? [] : [`The emulator failed: ${crash}.`]
  if (status === 0) return [`It was cut off without an answer${by}.`, ...failed]
  if (code === null) return [`It was answered ${status}${by}.`, ...failed]
  const { when, source } = provider.errors[code] ?? { when: 'not known any more', source: '' }
  const { check } = call.refusal ?? {}
  const who =
    check === undefined ? '' : check === 'rule' ? ' by a rule, in place of its answer' : ` by ${CHECKS[check]}`
  return [`It was refused${who}: ${status} ${code}, ${when} (${source})${by}.`, ...why(call, route), ...failed]
}

/** What the check that refused it knew. */
function why({ at, refusal }: Kept, route: Route | undefined): string[] {
  if (!refusal || refusal.check === 'rule') return []
  const { check, message, details, credential } = refusal
  const said = message === '' ? [] : [`It says: ${message}`]
  if (check === 'size' || check === 'preamble' || check === 'limits') return said
  if (credential === undefined)
    return route?.takes === 'none' ? said : ['It brought no token, or none that can be read.', ...said]
  if (credential === null) return ['What it brought was never issued here.', ...said]
  const { kind, scopes, issuedAt, expiresAt, revokedAt, spentAt } = credential
  const { scope = route?.scope } = details
  const needed =
    check === 'scope' && typeof scope === 'string'
      ? [`It needs scope ${scope}; its token has ${scopes.join(', ') || 'none'}.`]
      : []
  const facts = [
    `was issued at ${iso(issuedAt)}`,
    ...(spentAt === undefined ? [] : [`was spent at ${iso(spentAt)}`]),
    ...(revokedAt === undefined ? [] : [`was revoked at ${iso(revokedAt)}`]),
    ...(expiresAt === null ? [] : [`${expiresAt <= at ? 'ended' : 'is good until'} ${iso(expiresAt)}`]),
  ]
  return [...needed, `Its ${KINDS[kind]} ${facts.join(', ')}.`, ...said]
}
