/** The shape of what `do` may name. What an effect does, and which calls it can strike, is in `effects.ts`. */

import * as v from 'valibot'
import { causeOf } from '../core/causes.ts'
import type { Wire } from '../core/http.ts'
import type { Provider } from '../core/provider.ts'
import { TAMPERINGS } from '../core/script.ts'
import {
  about,
  duration,
  headerChange,
  headerName,
  headerValue,
  hinted,
  map,
  oneOf,
  pick,
  range,
  record,
  say,
  signedDuration,
  text,
  unique,
  whole,
} from './shapes.ts'

const ALONE = ['expire', 'revoke', 'exhaust', 'deny']
const WIRES = ['reset', 'close', 'empty', 'truncate', 'malformed'] as const satisfies readonly Wire[]

/** One effect, for these providers. */
export function effectSchema(providers: readonly Provider[]) {
  const codes = () => unique(providers.flatMap(({ errors }) => Object.keys(errors)))
  const budgets = unique(providers.flatMap((provider) => provider.budgets.map(({ name }) => name)))
  const scopes = unique(providers.flatMap((provider) => Object.keys(provider.scopes)))
  const one = <E extends v.ObjectEntries>(entries: E) => map('the effect', entries)

  const builtIn = {
    error: one({
      error: about(
        "An error in the provider's own words.",
        hinted(text('the code of an error'), {
          get enum() {
            return codes()
          },
        }),
      ),
    }),
    status: one({
      status: about('Answer with this status.', whole('a status from 200 to 599', 200, 599)),
      headers: v.optional(record('a map of headers', headerName, headerValue)),
      body: v.optional(about('A text, or anything else as JSON.', v.any())),
    }),
    headers: one({
      headers: about(
        "Headers laid over the answer's own; null takes one away.",
        record('a map of headers', headerName, headerChange),
      ),
    }),
    delay: one({
      delay: about(
        'Answer late: this much, or drawn from a range.',
        pick(
          (delay) => (Array.isArray(delay) ? range : duration),
          () => v.union([duration, range]),
        ),
      ),
    }),
    exhaust: one({
      exhaust: about('Spend this budget.', hinted(text('the name of a budget'), { enum: budgets })),
    }),
    wire: one({
      wire: about(
        'reset: a TCP reset; close: an end without a byte; empty: headers and no body; truncate: half of what was announced; malformed: broken JSON of full length.',
        oneOf('a fault of the connection', WIRES),
      ),
    }),
    drip: one({
      drip: about(
        'Send the answer in pieces.',
        map('drip', { chunks: whole('a whole number from 2 to 1000', 2, 1000), over: duration }),
      ),
    }),
    patch: one({ patch: about("A merge patch (RFC 7396) of the committed answer's JSON.", v.any()) }),
    grant: one({
      grant: about(
        'The scopes that the token answer grants.',
        v.array(hinted(text('a scope'), { enum: scopes }), say('a list of scopes')),
      ),
    }),
    skew: one({
      skew: about(
        "How far the clock of the token's issuer is behind the Date header; with a minus, ahead.",
        signedDuration,
      ),
    }),
    tamper: one({
      tamper: about(
        'What of a callback or webhook is wrong: the state altered, left out or that of the callback before; a code never issued, none, or a second one; the signature.',
        oneOf('what can be tampered with', TAMPERINGS),
      ),
    }),
    drop: one({ drop: about('What the call causes and is not sent.', oneOf('what can be dropped', ['webhook'])) }),
  }
  const alone = v.picklist(ALONE)
  /** Most scenarios name no cause. */
  const withCauses = () => {
    const causes = unique(providers.flatMap((provider) => Object.keys(provider.causes ?? {})))
    const effects: Record<string, v.GenericSchema> = {
      ...Object.fromEntries(causes.map((name) => [name, one({ [name]: namesThing(name, providers) })])),
      ...builtIn,
    }
    const names = [...ALONE, ...Object.keys(builtIn).map((key) => `{${key}: ...}`), ...causes]
    const cause = v.picklist([...ALONE, ...causes], say('an effect', names))
    return { effects, cause, none: v.never(say('an effect', names)) }
  }
  let all: ReturnType<typeof withCauses> | undefined
  const every = () => (all ??= withCauses())
  return pick(
    (value) => {
      if (v.is(alone, value)) return alone
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return every().cause
      const [only, ...others] = Object.keys(value)
      if (only !== undefined && others.length === 0 && Object.hasOwn(builtIn, only))
        return builtIn[only as keyof typeof builtIn]
      const { effects, none } = every()
      const key = Object.keys(effects).find((each) => Object.hasOwn(value, each))
      return key === undefined ? none : effects[key]!
    },
    () => {
      const { cause, effects } = every()
      return v.union([cause, ...Object.values(effects)])
    },
  )
}

/** What stands under a cause's name: the one thing that it shall strike. */
function namesThing(name: string, providers: readonly Provider[]) {
  const known = providers.flatMap((provider) => {
    const cause = causeOf(provider, name)
    return cause ? [{ provider, cause }] : []
  })
  const objects = unique(known.map(({ cause }) => cause.object)).join(' or ')
  const happens = known.map(({ provider, cause }) => `${provider.title}: ${cause.about}.`).join(' ')
  return about(`Which ${objects}. ${happens}`, text(`${objects} id`))
}
