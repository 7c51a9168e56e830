/**
 * Scenarios made by the grammar alone: the JSON Schema says what may stand where, and the loader's own words (what it
 * knows, and its examples) put right what a schema cannot say. A new key or effect is made without a change here.
 */

import fc from 'fast-check'
import type { Json, JsonObject } from '../../src/core/http.ts'
import type { Problem } from '../../src/scenario/problems.ts'

export interface Schema {
  readonly type?: string
  readonly enum?: readonly Json[]
  readonly const?: Json
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | false
  readonly items?: Schema | readonly Schema[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** One way through the grammar: the key, or the number of the choice, that is taken at each step. */
export type Way = readonly (string | number)[]

/** So many values are kinds of things, more are names of them. */
const KINDS = 12
/** Beside what it must have, an object has a few of the keys that it may have. */
const FEW = 3
const MOST_RULES = 4

/** Every way to something that can be written: each key of each object, each choice, each kind. */
export function waysOf(schema: Schema, way: Way = []): Way[] {
  const { anyOf, properties, items, enum: values } = schema
  if (properties)
    return Object.entries(properties).flatMap(([key, each]) => [[...way, key], ...waysOf(each, [...way, key])])
  if (isOne(items)) return waysOf(items, way)
  if (anyOf && schema.type === undefined) return anyOf.flatMap((each, i) => waysOf(each, [...way, i]))
  return values && values.length <= KINDS ? values.map((_, i) => [...way, i]) : [way]
}

/** What the schema allows; `way` says what must be in it. */
export function written(schema: Schema, way: Way = []): fc.Arbitrary<Json> {
  const { type, anyOf, properties, items, enum: values, additionalProperties } = schema
  const [step, ...later] = way
  if ('const' in schema) return fc.constant(schema.const!)
  if (anyOf && type === undefined)
    return typeof step === 'number' ? written(anyOf[step]!, later) : fc.oneof(...anyOf.map((each) => written(each)))
  if (values) return typeof step === 'number' ? fc.constant(values[step]!) : fc.constantFrom(...values)
  if (properties) return object(schema, properties, way)
  if (additionalProperties)
    return fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}$/), written(additionalProperties), { minKeys: 1, maxKeys: 2 })
  if (isOne(items)) return list(items, way)
  // The only pair is a range, from the shorter to the longer.
  if (items) return written((items as readonly Schema[])[0]!).map((from) => [from, `${from}1h`])
  return value(schema)
}

function object({ required = [] }: Schema, properties: Readonly<Record<string, Schema>>, [step, ...later]: Way) {
  const others = Object.keys(properties).filter((key) => !required.includes(key) && key !== step)
  return fc.subarray(others, { maxLength: Math.min(FEW, others.length) }).chain((some) => {
    const keys = [...required, ...(typeof step === 'string' && !required.includes(step) ? [step] : []), ...some]
    return fc.record(Object.fromEntries(keys.map((key) => [key, written(properties[key]!, key === step ? later : [])])))
  }) as fc.Arbitrary<JsonObject>
}

function list(item: Schema, way: Way): fc.Arbitrary<Json[]> {
  const others = fc.array(written(item), { minLength: way.length > 0 ? 0 : 1, maxLength: MOST_RULES })
  return way.length > 0 ? fc.tuple(written(item, way), others).map(([first, rest]) => [first, ...rest]) : others
}

function value({ type, pattern, minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): fc.Arbitrary<Json> {
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'integer') return fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) })
  if (type === 'number')
    return maximum === 1
      ? fc.integer({ min: 0, max: 10 }).map((n) => n / 10)
      : fc.integer({ min: minimum, max: Math.min(maximum, minimum + 500) })
  if (pattern?.includes('(ms|s|m|h|d)'))
    return fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom('ms', 's', 'm')).map(([n, unit]) => `${n}${unit}`)
  if (pattern) return fc.stringMatching(new RegExp(pattern))
  if (type === 'string') return fc.constantFrom('a', 'two words', '#no: "comment"', '7', 'null', 'b\nc')
  return fc.jsonValue({ maxDepth: 1 }).map((json) => JSON.parse(JSON.stringify(json)) as Json)
}

function isOne(items: Schema['items']): items is Schema {
  return items !== undefined && !Array.isArray(items)
}

/** Puts right what a loader found wrong with a scenario, by what it says would be right; else it leaves it out. */
export function repair(scenario: JsonObject, { path, expected, known = [] }: Problem, turn: number): void {
  const steps = path.split(/[.[\]]+/).filter((each) => each !== '')
  const key = steps.pop()!
  const around = steps.reduce<Json | undefined>(
    (at, step) => (at as JsonObject | undefined)?.[step],
    scenario,
  ) as JsonObject
  if (around === undefined) return
  const example = /such as "?([^" ]+( per [^" ]+)?)"?/.exec(expected)?.[1]
  const rule = steps[0] === 'rules' ? ((scenario.rules as JsonObject[])[Number(steps[1])] as JsonObject) : undefined
  if (expected.startsWith('exactly')) (around[key] as JsonObject).exactly = 1
  else if (expected.startsWith('either settings')) {
    const later = around[key] as JsonObject
    if (later.settings) delete later.advance
    else later.advance = '1m'
  } else if (expected === 'the id of another expectation' && known.length === 0) {
    ;(scenario.expect as Json[]).push({ id: 'other', atLeast: 0 })
    around[key] = 'other'
  } else if (known.length > 0 && key !== 'do') around[key] = known[turn % known.length]!
  else if (example !== undefined) around[key] = example
  else if (rule && expected.startsWith('a rule that meets') && (rule.call ?? rule.provider ?? rule.where))
    for (const each of ['call', 'provider', 'where']) delete rule[each]
  else if (Array.isArray(around)) around.splice(Number(key), 1)
  else delete around[key]
}
