/** The life of a call. Everything a provider's client sees is decided on this page, from the top down. */

import type { Instant } from './clock.ts'
import { ApiError, assert, type Check, isApiError } from './errors.ts'
import type { Call, Reply } from './http.ts'
import { type Refusal, requestId } from './journal.ts'
import type { Allowance, Quota } from './limiter.ts'
import type { Budget, Context, Outcome, Who } from './provider.ts'
import type { Endpoint } from './routes.ts'
import type { Effect } from './script.ts'
import type { Session } from './session.ts'
import { limitsOf } from './settings.ts'
import type { Awaitable } from './state.ts'
import { type Credential, expired, live } from './vault.ts'
import { exchanged } from './witness.ts'

/** A call under way, and the check that it has come to. */
type Progress = { -readonly [K in keyof Context]: Context[K] } & { check: Check }

/** Answers one call within its session. It never throws: what goes wrong is worded by the provider. */
export async function answer(endpoint: Endpoint, call: Call, session: Session): Promise<Reply> {
  const { provider, route, params, allow } = endpoint
  // What plays as a call comes it meets to its end, though another scenario begin to play meanwhile.
  const { script, playing } = session
  const began = session.begin()
  const settings = session.settings(provider)
  // Named one by one: spread, they would make a slow object, and the call half again as long.
  const context: Progress = {
    provider,
    route,
    params,
    call,
    session,
    playing,
    settings,
    who: {},
    quotas: [],
    check: 'size',
  }
  if (allow) context.allow = allow
  let refusal: Refusal | undefined
  let crash: unknown
  const attempt = async (work: () => Awaitable<Reply>): Promise<Reply> => {
    refusal = undefined
    try {
      return await work()
    } catch (thrown) {
      const error = isApiError(thrown) && provider.errors[thrown.code] ? thrown : new ApiError('server_error')
      if (error !== thrown) crash = thrown
      const { code, message, details } = error
      refusal = { code, check: context.check, message, details }
      const { status, reply } = provider.errors[code]!
      return { status, ...reply(error, context) }
    }
  }

  context.who = await identify(context)
  const met = await script?.meet(context)
  const effect = met?.effect
  if (met?.staged) context.staged = met.staged
  let reply = await attempt(async () => {
    for (const cause of met?.causes ?? []) await cause(context)
    if (met?.causes.length) context.who = await identify(context)
    return effect?.phase === 'before' ? interrupt(effect, context) : serve(context)
  })
  const committed = reply
  if (effect?.phase === 'after') reply = await attempt(() => interrupt(effect, context))

  const code = (refusal as Refusal | undefined)?.code
  await settle(context, { status: reply.status, ...(code ? { code } : {}) }, effect !== undefined)
  const headers = provider.headers(context, reply)
  reply = { ...reply, headers: reply.headers ? { ...headers, ...reply.headers } : headers }
  let changed = effect?.rule
  for (const { rule, edit } of met?.edits ?? []) {
    const edited = edit(reply)
    if (edited !== reply) changed ??= rule
    reply = edited
  }
  if (changed !== undefined && script?.marker) reply = { ...reply, fault: changed }
  if (met?.delayMs) reply = { ...reply, delayMs: met.delayMs }
  const { strikes = [], considered } = met ?? {}
  const exchange = { context, reply, code, refusal, strikes, considered, crash }
  const n = await session.journal.record(exchange)
  if (!session.judge) return reply
  const injected = changed !== undefined
  const served = effect?.phase === 'before' ? undefined : committed
  await session.judge.hear(await exchanged(exchange, { n, began, served, injected }))
  // The judge wants to know when its client had the answer: tokens, or why there is nothing.
  return route.issues || code !== undefined || injected ? { ...reply, request: requestId(n) } : reply
}

/** Whom the call names. A token of another provider's names nobody here. */
async function identify(context: Context): Promise<Who> {
  const who = await context.provider.identify(context)
  const foreign = who.credential && who.credential.provider !== context.provider.name
  return foreign ? { presented: who.presented } : who
}

/** The provider's own part: what is checked, in this order, and then done. */
async function serve(context: Progress): Promise<Reply> {
  const { call, provider, route } = context
  assert(call.oversize !== 'headers', 'headers_too_large')
  assert(call.oversize !== 'body', 'payload_too_large')
  context.check = 'preamble'
  const early = await (route.preamble ?? provider.preamble)?.(context)
  if (early) return early
  if ((route.takes ?? 'access') === 'access') {
    context.check = 'token'
    context.token = authenticate(context.who, call.at)
    context.check = 'holder'
    await provider.admit?.(context)
  }
  context.check = 'limits'
  context.quotas = await charge(context)
  context.check = 'scope'
  const { authorize = authorizeScope } = provider
  await authorize(context)
  context.check = 'route'
  return route.handle(context)
}

/** The vault knows every live token, so no signature is verified here. */
function authenticate({ presented, credential }: Who, at: Instant): Credential {
  assert(presented !== undefined, 'missing_token')
  assert(credential, 'invalid_token')
  assert(credential.revokedAt === undefined, 'revoked_token')
  assert(!expired(credential, at), 'expired_token')
  return credential
}

function authorizeScope({ route, token }: Context): void {
  const { scope } = route
  if (scope !== undefined && token) assert(token.scopes.includes(scope), 'insufficient_scope', '', { scope })
}

async function charge(context: Progress): Promise<Quota[]> {
  const quotas = await context.session.limiter.charge(allowances(context), context.call.at)
  context.quotas = quotas
  const spent = quotas.find(({ refused }) => refused)
  assert(!spent, 'rate_limited', '', { budget: spent?.budget })
  return quotas
}

/** Once the outcome is known: gives back what does not count, and lets every answer know how its budgets stand. */
async function settle(context: Progress, outcome: Outcome, injected: boolean): Promise<void> {
  const { call, provider, route, who } = context
  const { limiter } = context.session
  if (context.quotas.length === 0) {
    // An injected refusal comes before the token is looked at, yet most genuine ones would know their caller.
    const known = (route.takes ?? 'access') === 'access' && who.credential && live(who.credential, call.at)
    const early = outcome.code !== undefined && provider.errors[outcome.code]?.unauthenticated
    if (injected && known && !early) context.token ??= who.credential
    const counted = provider.countsUnauthenticated && !injected
    const wanted = allowances(context)
    if (wanted.length > 0) context.quotas = await limiter[counted ? 'charge' : 'look'](wanted, call.at)
    return
  }
  for (const { name, counts } of provider.budgets) {
    if (!counts || counts(context, outcome)) continue
    const given = await limiter.giveBack(context.quotas.filter(({ budget }) => budget === name))
    context.quotas = context.quotas.map((quota) => given.find(({ budget }) => budget === quota.budget) ?? quota)
  }
}

/** The budgets of a call's route, or the named ones, in this caller's numbers. */
export function allowances(context: Context, names?: readonly string[]): Allowance[] {
  const { provider, route, settings, call } = context
  const limits = limitsOf(settings)
  const allowed: Allowance[] = []
  for (const name of names ?? route.spends ?? provider.spends) {
    const budget = provider.budgets.find((each) => each.name === name)
    const whose = budget?.key(context)
    if (!budget || whose === undefined) continue
    const own = limits === 'off' ? undefined : limits[name]
    const limit = own?.limit ?? budget.limitFor?.(context) ?? budget.limit
    if (limit === null) continue
    const { tolerance = 0 } = budget
    const share = typeof tolerance === 'function' ? tolerance(context) : tolerance
    const enforced = limits === 'off' ? Number.POSITIVE_INFINITY : Math.floor(limit * (1 + share))
    const perMs = own?.perMs ?? lengthOf(budget, call.at)
    allowed.push({ budget: name, limit, enforced, perMs, key: `${provider.name}/${name}/${whose}` })
  }
  return allowed
}

function lengthOf({ per }: Budget, at: Instant): number {
  if (per !== 'month') return per
  const day = new Date(at)
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1) - at
}

/** What an effect answers with: a reply of its own, or an error that leaves by the same door as a genuine one. */
function interrupt(effect: Effect, context: Progress): Reply {
  context.check = 'rule'
  if ('reply' in effect) return effect.reply
  throw new ApiError(effect.error)
}
