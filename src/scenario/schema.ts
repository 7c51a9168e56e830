/**
 * The shape of a scenario file. It loads valibot, so load it late. The JSON Schema for editors is made of
 * the same schema. What depends on routes is checked in `match.ts` and `effects.ts`.
 */

import * as v from 'valibot'
import type { Json } from '../core/http.ts'
import { type ConductTable, type Numbers, SEVERITIES } from '../core/judge.ts'
import { nearestFirst } from '../core/nearest.ts'
import type { Provider } from '../core/provider.ts'
import type { Setting } from '../core/settings.ts'
import { effectSchema } from './effect-schema.ts'
import { type Fault, type Path, show } from './problems.ts'
import {
  about,
  chance,
  duration,
  flag,
  hinted,
  id,
  instant,
  limit,
  map,
  oneOf,
  pick,
  range,
  record,
  type Saying,
  say,
  seed,
  text,
  unique,
  webUrl,
  whole,
} from './shapes.ts'
import { DUTIES, SITUATIONS } from './situations.ts'
import { valueAt } from './text.ts'

/** What is wrong with the shape of `document`; nothing when it is a ScenarioText. */
export function findFaults(document: Json, providers: readonly Provider[], conduct?: ConductTable): Fault[] {
  return faultsBy(scenarioSchema(providers, conduct), document)
}

/** What is wrong with `document` by a schema whose messages `shapes.ts` wrote. */
export function faultsBy(schema: v.GenericSchema, document: Json): Fault[] {
  const { issues = [] } = v.safeParse(schema, document)
  return issues.map((issue) => {
    const path = issue.path?.map((item: { key: unknown }) => item.key as Path[number]) ?? []
    const { expected, known, on, secret } = JSON.parse(issue.message) as Saying
    const value = on === 'key' ? path.at(-1) : valueAt(document, path)
    return {
      path: on === 'missing' ? path.slice(0, -1) : path,
      expected,
      got: secret ? 'something else' : show(value),
      ...(on === 'key' ? { on } : {}),
      ...(known ? { known: typeof value === 'string' ? nearestFirst(value, known) : known } : {}),
    }
  })
}

/** The schema of scenarios for these providers. It checks and changes nothing. Without a table any rule of the judge may be named. */
export function scenarioSchema(providers: readonly Provider[], conduct?: ConductTable) {
  const names = providers.map(({ name }) => name)
  const routes = () => unique(providers.flatMap((provider) => provider.routes.map(({ name }) => name)))

  const matching = {
    provider: v.optional(about('The provider that is called; left out, every one.', oneOf('a provider', names))),
    call: v.optional(
      about(
        '"METHOD /path", where * stands for one part of the path and ** for any number of them, or the name of a route; left out, every call.',
        hinted(text('a call such as "GET /v1/tracks/*", or the name of a route'), {
          get anyOf() {
            return [{ enum: routes() }, { pattern: '^(\\*|[A-Z]+) /' }]
          },
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

  const effect = effectSchema(providers)
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
    map('an expectation', {
      id: v.optional(about('By which another expectation names it.', id)),
      ...matching,
      exactly: count(),
      atLeast: count(),
      atMost: count(),
      after: v.optional(about('The id of another one: the first such call comes after the first of those.', id)),
    }),
    v.check(
      (each) => [each.exactly, each.atLeast, each.atMost].some(Number.isInteger) || each.after !== undefined,
      say('exactly, atLeast, atMost or after'),
    ),
  )

  const settings = map(
    'settings',
    Object.fromEntries(providers.map((each) => [each.name, v.optional(settingsOf(each))])),
  )
  const later = v.pipe(
    map('an entry of the schedule', {
      at: about('Since the scenario began to play.', duration),
      settings: v.optional(about('Settings that hold from then on.', settings)),
      advance: v.optional(about('How far the clock jumps then.', duration)),
    }),
    v.check(
      (each) => (each.settings === undefined) !== (each.advance === undefined),
      say('either settings or advance'),
    ),
  )

  const situation = whole(`a situation from 1 to ${SITUATIONS.length}`, 1, SITUATIONS.length)
  const situations = v.array(situation, say('a list of situations'))
  const stages = map('stages', {
    situation: v.optional(
      about(
        'Which of the situations that `stuntdouble list situations` shows, by number.',
        pick(
          (value) => (Array.isArray(value) ? situations : situation),
          () => v.union([situation, situations]),
        ),
      ),
    ),
    duty: about('What a client must do well.', oneOf('a duty', DUTIES)),
    providers: about('Whose clients it is for.', v.array(oneOf('a provider', names), say('a list of providers'))),
  })

  return map('a scenario', {
    name: v.optional(about("Default: the file's name.", text('a name'))),
    about: v.optional(about('The situation, in a sentence.', v.string(say('a text')))),
    stages: v.optional(about('What it is for. The ready scenarios are listed by it.', stages)),
    seed: v.optional(about('Default 1. The same seed gives the same run, byte for byte.', seed)),
    clock: v.optional(about('Where the clock stands; left out, it runs from real time.', instant)),
    marker: v.optional(about('Whether answers that an effect made say so. Default true.', flag)),
    extends: v.optional(
      about(
        'Scenarios that this one is laid over: names of ready ones, or files beside this one.',
        v.array(text('the name of a scenario, or a file'), say('a list of names')),
      ),
    ),
    settings: v.optional(settings),
    schedule: v.optional(about('What changes while it plays.', v.array(later, say('a list of entries with at')))),
    rules: v.optional(v.array(rule, say('a list of rules'))),
    expect: v.optional(v.array(expectation, say('a list of expectations'))),
    conduct: v.optional(about('What a rule of the judge weighs here, and tolerates.', conductOf(conduct))),
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

/** Rules of the judge, each with a severity, or with severity and numbers. */
function conductOf(table: ConductTable | undefined) {
  const severity = oneOf('a severity', SEVERITIES)
  const stance = (numbers: Numbers | undefined) => {
    const amount = v.optional(whole('a whole number from 0', 0))
    const both = map('a rule of the judge', {
      severity: v.optional(severity),
      ...Object.fromEntries(Object.keys(numbers ?? {}).map((name) => [name, amount])),
    })
    return pick(
      (value) => (typeof value === 'object' && value !== null ? both : severity),
      () => v.union([severity, both]),
    )
  }
  if (!table) return record('a map of rules of the judge', text('a rule of the judge'), stance(undefined))
  const rules = Object.entries(table).map(([id, rule]) => [id, v.optional(about(rule.about, stance(rule.numbers)))])
  return map('conduct', Object.fromEntries(rules))
}

function switchOf(setting: Setting): v.GenericSchema {
  if (setting.type === 'number') {
    const { minimum = 0, maximum } = setting
    const expected = say(`a whole number from ${minimum}${maximum === undefined ? '' : ` to ${maximum}`}`)
    return v.pipe(
      v.number(expected),
      v.safeInteger(expected),
      v.minValue(minimum, expected),
      v.maxValue(maximum ?? Number.MAX_SAFE_INTEGER, expected),
    )
  }
  if (setting.type === 'flag') return flag
  if (setting.type === 'text') return v.string(say('a text', undefined, undefined, setting.secret))
  if (setting.type === 'url') return webUrl
  // YAML reads 201 as a number where the card says '201'.
  const numbers = setting.options.filter((option) => /^\d+$/.test(option)).map(Number)
  return v.picklist([...setting.options, ...numbers], say('one of its values', setting.options))
}
