/** Causes in the model: a credential's end, a spent budget, what befalls an account. The provider then answers as it always does. */

import { allowances } from '../core/answer.ts'
import { objectAt, strike } from '../core/causes.ts'
import type { Cause, Met } from './effects.ts'

/** What never expires is left alone. */
export const EXPIRE: Cause = {
  hasObject: ({ who }) => who.credential !== undefined && who.credential.expiresAt !== null,
  apply: ({ session, who, call }) => session.vault.expire(who.credential!.id, call.at),
}

/** A credential that the vault does not keep has no fact to change. */
export const REVOKE: Cause = {
  hasObject: async ({ session, who }) =>
    who.credential !== undefined && (await session.vault.byId(who.credential.id)) !== undefined,
  apply: ({ session, who, call }) => session.vault.revoke(who.credential!.id, call.at),
}

/** Spends a budget whole, until its reset: the named one, or the first of the route. */
export function exhaust(name?: string): Cause {
  const wanted = (context: Parameters<Cause['apply']>[0]) => {
    const budgets = budgetsOf(context)
    return allowances(context, name === undefined ? budgets.slice(0, 1) : budgets.filter((budget) => budget === name))
  }
  return {
    hasObject: (context) => wanted(context).length > 0,
    apply: async (context) => {
      await context.session.limiter.exhaust(wanted(context), context.call.at)
    },
  }
}

/** One that providers' cards name; it strikes the thing that is named, or the call's own. */
export function befall(name: string, named?: string): Cause {
  return {
    hasObject: async (context) => (await objectAt(context, name, named)) !== undefined,
    apply: (context) => strike(context, name, named),
  }
}

export function budgetsOf({ route, provider }: Met): readonly string[] {
  return route.spends ?? provider.spends
}
