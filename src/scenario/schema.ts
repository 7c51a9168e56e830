/**
 * The shape of a scenario file. The one file that loads valibot, so load it late. The JSON Schema for editors is made of
 * the same schema. What depends on routes is checked in `match.ts` and `inject.ts`.
 */

import * as v from 'valibot'
import { parseDuration, parseInstant } from '../core/clock.ts'
import type { Json } from '../core/http.ts'
import type { Provider } from '../core/provider.ts'
import { parseLimit, type Setting } from '../core/settings.ts'
import { type Fault, nearestFirst, type Path, show } from './problems.ts'
import { valueAt } from './text.ts'

const CAUSES = ['expire', 'revoke', 'exhaust'] as const
const SEVERITIES = ['error', 'warn', 'info', 'off'] as const
/** The server writes these itself. */
const OWN_HEADERS = ['content-length', 'transfer-encoding', 'connection', 'date']

const DURATION = 'a duration such as "250ms", "2s" or "1h30m"'
const RANGE = 'two durations, the shorter one first'
const LIMIT = '"<number> per <duration>", such as "5 per 1m"'
const INSTANT = 'an instant such as 2026-01-01T00:00:00Z'
const ID = '1 to 64 of A-Z a-z 0-9 . _ -'
const CHANCE = 'a number from 0 to 1'
const HEADER = `a header's name other than ${OWN_HEADERS.join(', ')}`
const VALUE = 'a text or number that fits on a header line'

/** What is wrong with the shape of `document`; nothing when it is a ScenarioText. */
export function findFaults(document: Json, providers: readonly Provider[]): Fault[] {
  const { issues = [] } = v.safeParse(scenarioSchema(providers), document)
  return issues.map((issue) => {
    const path = issue.path?.map((item: { key: unknown }) => item.key as Path[number]) ?? []
    const { expected, known, on } = JSON.parse(issue.message) as Saying
    const value = on === 'key' ? path.at(-1) : valueAt(document, path)
    return {
      path: on === 'missing' ? path.slice(0, -1) : path,
      expected,
      got: show(value),
      ...(on === 'key' ? { on } : {}),
      ...(known ? { known: typeof value === 'string' ? nearestFirst(value, known) : known } : {}),
    }
  })
}

/** The schema of scenarios for these providers. It checks and changes nothing. */
export function scenarioSchema(providers: readonly Provider[]) {
  const names = providers.map(({ name }) => name)
  const codes = unique(providers.flatMap(({ errors }) => Object.keys(errors)))
  const budgets = unique(providers.flatMap((provider) => provider.budgets.map(({ name }) => name)))
  const routes = unique(providers.flatMap((provider) => provider.routes.map(({ name }) => name)))

  const matching = {
    provider: v.optional(about('The provider that is called; left out, every one.', oneOf('a provider', names))),
    call: v.optional(
      about(
        '"METHOD /path", where * stands for one part of the path and ** for any number of them, or the name of a route; left out, every call.',
        hinted(text('a call such as "GET /v1/tracks/*", or the name of a route'), {
          anyOf: [{ enum: routes }, { pattern: '^(\\*|[A-Z]+) /' }],
        }),
      ),
    ),
    where: v.optional(
      about(
        'What must be true of the caller.',
        map('where', {
          grant: v.optional(about('grant_type of the token request', text('a grant type'))),
          client: v.optional(about('client id', text('a client id'))),
          location: v.optional(about('location id', text('a location id'))),
          scope: v.optional(about('a scope that the caller has', text('a scope'))),
          mode: v.optional(about('the mode of the credential', text('a mode'))),
        }),
      ),
    ),
  }

  const effects = {
    error: map('the effect', {
      error: about("An error in the provider's own words.", hinted(text('the code of an error'), { enum: codes })),
    }),
    status: map('the effect', {
      status: about('Answer with this status.', whole('a status from 200 to 599', 200, 599)),
      headers: v.optional(record('a map of headers', headerName, headerValue)),
      body: v.optional(about('A text, or anything else as JSON.', v.any())),
    }),
    delay: map('the effect', {
      delay: about(
        'Answer late: this much, or drawn from a range.',
        pick(
          (delay) => (Array.isArray(delay) ? range : duration),
          () => v.union([duration, range]),
        ),
      ),
    }),
    exhaust: map('the effect', {
      exhaust: about('Spend this budget.', hinted(text('the name of a budget'), { enum: budgets })),
    }),
  }
  const effectNames = [...CAUSES, ...Object.keys(effects).map((key) => `{${key}: ...}`)]
  const cause = v.picklist(CAUSES, say('an effect', effectNames))
  const noEffect = v.never(say('an effect', effectNames))
  const effect = pick(
    (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return cause
      const key = Object.keys(effects).find((each) => Object.hasOwn(value, each))
      return key === undefined ? noEffect : effects[key as keyof typeof effects]
    },
    () => v.union([cause, ...Object.values(effects)]),
  )
  const list = v.pipe(v.array(effect), v.minLength(1, say('at least one effect')))

  const rule = map('a rule', {
    id: v.optional(about('Stands in reports and in X-Stuntdouble-Fault. Default rule-1, rule-2, ...', id)),
    ...matching,
    skip: v.optional(about('Let so many matching calls pass.', whole('a whole number from 0', 0))),
    times: v.optional(about('Strike so many times; left out, from then on.', whole('a whole number from 1', 1))),
    every: v.optional(about('Strike every nth of the calls left.', whole('a whole number from 1', 1))),
    between: v.optional(
      about("From (included) to (not), since the scenario began to play, by the session's clock.", range),
    ),
    chance: v.optional(about('Of the calls left, drawn from seed, rule and call.', chance)),
    phase: v.optional(
      about(
        'after: the provider has done its work, then its answer is replaced.',
        oneOf('a phase', ['before', 'after']),
      ),
    ),
    do: about(
      'One effect, or a list.',
      pick(
        (value) => (Array.isArray(value) ? list : effect),
        () => v.union([effect, list]),
      ),
    ),
  })

  const count = () => v.optional(whole('a whole number from 0', 0))
  const expectation = v.pipe(
    map('an expectation', { ...matching, exactly: count(), atLeast: count(), atMost: count() }),
    v.check(
      (each) => [each.exactly, each.atLeast, each.atMost].some(Number.isInteger),
      say('exactly, atLeast or atMost'),
    ),
  )

  return map('a scenario', {
    name: v.optional(about("Default: the file's name.", text('a name'))),
    about: v.optional(about('The situation, in a sentence.', v.string(say('a text')))),
    seed: v.optional(about('Default 1. The same seed gives the same run, byte for byte.', seed)),
    clock: v.optional(about('Where the clock stands; left out, it runs from real time.', instant)),
    marker: v.optional(about('Whether answers that an effect made say so. Default true.', flag)),
    settings: v.optional(
      map('settings', Object.fromEntries(providers.map((each) => [each.name, v.optional(settingsOf(each))]))),
    ),
    rules: v.optional(v.array(rule, say('a list of rules'))),
    expect: v.optional(v.array(expectation, say('a list of expectations'))),
    conduct: v.optional(
      record('a map of rules of the judge', text('a rule of the judge'), oneOf('a severity', SEVERITIES)),
    ),
  })
}

function settingsOf({ name, settings, budgets }: Provider) {
  const numbers = map(
    'limits',
    Object.fromEntries(budgets.map((budget) => [budget.name, v.optional(about(budget.about, limit))])),
  )
  const off = v.literal(
    'off',
    say(
      '"off", or a map of budgets',
      budgets.map((budget) => budget.name),
    ),
  )
  const limits = pick(
    (value) => (typeof value === 'object' && value !== null ? numbers : off),
    () => v.union([off, numbers]),
  )
  const own = Object.entries(settings).map(([key, setting]) => [
    key,
    v.optional(about(setting.about, switchOf(setting))),
  ])
  return map(`the settings of ${name}`, {
    ...Object.fromEntries(own),
    limits: v.optional(about('off: nothing is refused. Or other numbers than the documented ones, by budget.', limits)),
  })
}

function switchOf(setting: Setting): v.GenericSchema {
  if (setting.type === 'number') {
    const { minimum = 0 } = setting
    const expected = say(`a whole number from ${minimum}`)
    return v.pipe(v.number(expected), v.safeInteger(expected), v.minValue(minimum, expected))
  }
  if (setting.type === 'flag') return flag
  if (setting.type === 'text') return v.string(say('a text'))
  // YAML reads 201 as a number where the card says '201'.
  const numbers = setting.options.filter((option) => /^\d+$/.test(option)).map(Number)
  return v.picklist([...setting.options, ...numbers], say('one of its values', setting.options))
}

const flag = v.boolean(say('true or false'))
const seed = v.pipe(v.number(say('a whole number')), v.safeInteger(say('a whole number')))
const chance = v.pipe(v.number(say(CHANCE)), v.minValue(0, say(CHANCE)), v.maxValue(1, say(CHANCE)))
const id = v.pipe(v.string(say(ID)), v.regex(/^[A-Za-z0-9._-]{1,64}$/, say(ID)))
const instant = checked(INSTANT, (value) => parseInstant(value) !== undefined)
const limit = checked(LIMIT, (value) => parseLimit(value) !== undefined)
const duration = v.pipe(v.string(say(DURATION)), v.regex(/^(\d+(\.\d+)?(ms|s|m|h|d))+$/, say(DURATION)))
const range = v.pipe(
  v.strictTuple([duration, duration], say(RANGE)),
  v.check(([low, high]) => {
    const [from, to] = [parseDuration(low), parseDuration(high)]
    return from === undefined || to === undefined || from < to
  }, say(RANGE)),
)
const headerName = v.pipe(
  v.string(),
  v.regex(/^[\w!#$%&'*+.^`|~-]+$/, say(HEADER, undefined, 'key')),
  v.check((name) => !OWN_HEADERS.includes(name.toLowerCase()), say(HEADER, undefined, 'key')),
)
const headerValue = pick(
  (value) =>
    typeof value === 'number' ? v.number() : v.pipe(v.string(say(VALUE)), v.regex(/^[\t\x20-\x7e]*$/, say(VALUE))),
  () => v.union([v.string(), v.number()]),
)

function checked(expected: string, holds: (value: string) => boolean) {
  return v.pipe(v.string(say(expected)), v.check(holds, say(expected)))
}

/** What an issue's message carries: valibot has no room for it elsewhere. */
interface Saying {
  readonly expected: string
  readonly known?: readonly string[]
  readonly on?: 'key' | 'missing'
}

function say(expected: string, known?: readonly string[], on?: Saying['on']): string {
  return JSON.stringify({ expected, known, on } satisfies { [K in keyof Saying]: unknown })
}

/** An object with these keys and no others. */
function map<E extends v.ObjectEntries>(what: string, entries: E) {
  const schema = v.strictObject(entries, ({ expected, path }) => {
    if (expected === 'never') return say(`a key of ${what}`, Object.keys(entries), 'key')
    return path ? say(`${expected!.replaceAll('"', '')} in ${what}`, undefined, 'missing') : say(`a map: ${what}`)
  })
  return pick(
    (value) => (Array.isArray(value) ? v.never(say(`a map: ${what}`)) : schema),
    () => schema,
  )
}

function record(what: string, key: v.GenericSchema<string, string>, value: v.GenericSchema) {
  const schema = v.record(key, value, say(what))
  return pick(
    (each) => (Array.isArray(each) ? v.never(say(what)) : schema),
    () => schema,
  )
}

/** The schema that fits what is there, so that its messages are exact; `all` is what may be there. */
function pick<T extends v.GenericSchema>(choose: (value: unknown) => v.GenericSchema, all: () => T): v.LazySchema<T> {
  return v.lazy((value) => (value === undefined ? all() : choose(value)) as T)
}

function about<T extends v.GenericSchema>(description: string, schema: T) {
  return v.pipe(schema, v.description(description))
}

/** Completion for editors of what is checked elsewhere. */
function hinted<T extends v.GenericSchema>(schema: T, metadata: Record<string, unknown>) {
  return v.pipe(schema, v.metadata(metadata))
}

function text(expected: string) {
  return v.pipe(v.string(say(expected)), v.nonEmpty(say(expected)))
}

function oneOf(expected: string, known: readonly string[]) {
  return v.picklist(known, say(expected, known))
}

function whole(expected: string, low: number, high = Number.MAX_SAFE_INTEGER) {
  return v.pipe(
    v.number(say(expected)),
    v.integer(say(expected)),
    v.minValue(low, say(expected)),
    v.maxValue(high, say(expected)),
  )
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}
