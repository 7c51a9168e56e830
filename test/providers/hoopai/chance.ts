/** Chance that is the same in every run, and values that a JSON Schema lets through. */

import type { Json, JsonObject } from '../../../src/core/http.ts'
import { type Draw, draw } from '../../../src/core/random.ts'

export class Chance {
  readonly #seed: number
  #asked = 0
  constructor(seed: number) {
    this.#seed = seed
  }

  next(): Draw {
    return draw(this.#seed, 'walk', this.#asked++)
  }

  /** True in this share of cases. */
  is(share: number): boolean {
    return this.next().fraction() < share
  }

  integer(low: number, high: number): number {
    return this.next().integer(low, high)
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from')
    return this.next().pick(list)
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((each) => [this.next().fraction(), each] as const)
      .sort(([a], [b]) => a - b)
      .map(([, each]) => each)
  }
}

/** One of them fits each pattern that a parameter has. */
const TEXTS = [
  '7',
  'US',
  'ada@example.org',
  '+12025550100',
  'TYPE_SMS',
  '01-31-2026',
  '1990-09-25',
  '2026-01-06T15:00:00Z',
  '2026-01-06T00:00:00.000Z',
]
const WORDS = ['Ada', 'Grace', 'harbour', 'Käthe Ünal', 'a', '日本', 'x'.repeat(60), 'with "quotes" & <b>', '0']

/** A value of this schema: at most two entries in a list, optional properties now and then. */
export function fitting(schema: JsonObject, chance: Chance): Json {
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return chance.pick(schema.enum)
  if (Array.isArray(schema.anyOf)) return fitting(schema.anyOf[0] as JsonObject, chance)
  const type = Array.isArray(schema.type) ? chance.pick(schema.type) : schema.type
  const { minimum, maximum, pattern } = schema as { minimum?: number; maximum?: number; pattern?: string }
  switch (type) {
    case 'null':
      return null
    case 'boolean':
      return chance.is(0.5)
    case 'integer':
    case 'number': {
      const low = Math.max(minimum ?? 0, -1e6)
      return chance.integer(low, Math.min(maximum ?? low + 1000, low + 1000))
    }
    case 'array':
      return Array.from({ length: chance.integer(0, 2) }, () => fitting((schema.items ?? {}) as JsonObject, chance))
    case 'object': {
      const { properties = {}, required = [] } = schema as { properties?: JsonObject; required?: string[] }
      const names = Object.keys(properties).filter((name) => required.includes(name) || chance.is(0.4))
      return Object.fromEntries(names.map((name) => [name, fitting(properties[name] as JsonObject, chance)]))
    }
    default:
      if (type === undefined && chance.is(0.3)) return ['a', 'b']
      return pattern === undefined
        ? chance.pick(WORDS)
        : chance.pick(TEXTS.filter((text) => new RegExp(pattern).test(text)))
  }
}

/** A value that this schema does not let through; undefined where none is easily found. */
export function wrongValueOf(schema: JsonObject, place: string): Json | undefined {
  const types = [schema.type].flat()
  const wantsMore = schema.enum !== undefined || schema.pattern !== undefined
  if (types.includes('string') && !wantsMore) return place === 'query' ? undefined : { not: 'a string' }
  return wantsMore || (types[0] !== undefined && !(place === 'query' && types.includes('array'))) ? '?' : undefined
}
