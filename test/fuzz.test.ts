/** Whatever is sent, a provider answers it in its own words: no 500, no trace of the program, no header that HTTP refuses. */

import { validateHeaderValue } from 'node:http'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../src/core/http.ts'
import type { MintRequest, Provider, Route } from '../src/core/provider.ts'
import { providers } from '../src/providers/index.ts'
import { Known, kindOf, textOf } from './known.ts'
import { Chance, fitting } from './providers/hoopai/chance.ts'
import { SECOND } from './providers/hoopr/demo.ts'
import { type Request, START, stand } from './support.ts'

const SEED = 3
const CALLS = 1200
const STACK = /\bat .*\.[cm]?[tj]s:\d|node_modules|file:\/\/|RangeError|TypeError/

/** What a token needs to be let in everywhere, and what makes a provider do all that it does. */
const MINT: Readonly<Record<string, MintRequest>> = { hoopr: { client: SECOND } }
const SETTINGS: Readonly<Record<string, JsonObject>> = { hoopai: { webhookUrl: 'http://localhost:1/hook' } }
/** A token's life is short beside so many calls. */
const CALLS_PER_TOKEN = 300

const TEXTS =
  `|0|-1|1.5|1e999|NaN|Infinity|9007199254740993|8640000000000001|__proto__|constructor|toString|%|%zz|../..|,|*|[|\\
  |0000-01-01|9999-12-31|2026-02-30|2026-13-45|+275760-09-13T00:00:00Z|0000-01-01T00:00:00+14:00|9999-12-31T23:59:59-12:00
  |Mars/Olympus|FREQ=DAILY;INTERVAL=0;COUNT=999999999|{"a":1}|[]|<script>|日本|\u0000|\r\nx: y`.split(/\n? *\|/)
const OTHERS: readonly Json[] = [
  ...[null, true, 0, -1, 1.5, 1e308, -1e308, 8.64e15 + 2, 2 ** 53, 5e-324, [], {}, [[]], [null], [{}], { a: null }],
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}') as Json,
  ...[[{ field: 'dateAdded', operator: 'range', value: { gte: null, lte: 1e300 } }], [1e300, 'a'], [null, null]],
]
const ANY = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.double())
const HOSTILE = [...TEXTS, ...OTHERS, ...fc.sample(ANY, { seed: SEED, numRuns: 300 })] as readonly Json[]
/** Deeper than a stack, yet well-formed. */
const DEEP = ['[', '{"a":'].map((open, i) => `${open.repeat(50_000)}1${(i ? '}' : ']').repeat(50_000)}`)

describe.each(providers)('$name', (provider) => {
  test('answers hostile calls of every route in its own words', async () => {
    const faults: string[] = []
    const { session, call } = standIn(provider)
    const chance = new Chance(SEED)
    const known = new Known((await provider.credentials(session, 'http://localhost')) as Json)
    let token = ''
    let served = 0
    for (let n = 0; n < CALLS; n++) {
      if (n % CALLS_PER_TOKEN === 0)
        token = await provider.mint(session, session.clock.now(), MINT[provider.name] ?? {})
      const route = provider.routes[n] ?? chance.pick(provider.routes)
      const [target, request] = hostileCall(provider, route, chance, known)
      const takesToken = (route.takes ?? 'access') === 'access'
      const { status, text, headers, json } = await call(target, takesToken ? { token, ...request } : request)
      const said = `${route.name} ${target} ${JSON.stringify(request)}`.slice(0, 600)
      if (status >= 500) faults.push(`${status} ${(await session.journal.list())[0]?.crash}: ${said}`)
      if (STACK.test(text)) faults.push(`${text.slice(0, 200)}: ${said}`)
      for (const [name, value] of Object.entries(headers))
        expect(() => validateHeaderValue(name, value), said).not.toThrow()
      if (status < 300) served++
      if (status < 300) known.learn(json, kindOf(route.name.split('.', 1)[0]!))
      session.clock.advance(500)
    }
    await session.agenda.idle()

    expect(faults).toEqual([])
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(JSON.stringify(await session.state.dump())).toContain('requests')
    // Else it would say little.
    expect(served / CALLS).toBeGreaterThan(0.2)
  })

  test('refuses a body that is nested deeper than any stack', async () => {
    const { session, call } = standIn(provider)
    const token = await provider.mint(session, START, MINT[provider.name] ?? {})
    for (const { method, path, parameters = [], reads } of provider.routes) {
      const fields = parameters.flatMap(({ in: place, name }) => (place === 'body' ? [name] : []))
      if (reads || fields.length === 0) continue
      const target = `${method} ${path.replace(/:\w+/g, 'x')}`
      for (const deep of DEEP)
        for (const body of [deep, `{${fields.map((name) => `"${name}":[{"field_value":${deep}}]`)}}`]) {
          const { status, text } = await call(target, { token, body, headers: { 'content-type': 'application/json' } })
          expect(status, `${target} ${text.slice(0, 200)}`).toBeGreaterThanOrEqual(400)
          expect(status, `${target} ${text.slice(0, 200)}`).toBeLessThan(500)
        }
    }
  })
})

function standIn(provider: Provider) {
  const settings = { limits: 'off', ...SETTINGS[provider.name] }
  return stand(provider, { seed: SEED, settings: { [provider.name]: settings } })
}

/** A call that is right in most of its parts, so that it comes as far as the wrong ones. */
function hostileCall(provider: Provider, route: Route, chance: Chance, known: Known): [string, Request] {
  const wrong = chance.pick([0, 0.1, 0.3, 1])
  const hostile = () => structuredClone(chance.pick(HOSTILE))
  const parts = route.path.split('/')
  const path = parts.map((part, i) => {
    if (!part.startsWith(':')) return part === '*' ? 'x/y' : part
    const value = chance.is(wrong / 3) ? hostile() : known.pick(chance, part.slice(1), kindOf(parts[i - 1]!))
    return encodeURIComponent(textOf(value ?? 'nobody')) || 'nobody'
  })
  const query = new URLSearchParams()
  const body: JsonObject = {}
  const headers: Record<string, string> = { version: '2021-07-28' }
  for (const { in: place, name, required, schema } of [...(provider.parameters ?? []), ...(route.parameters ?? [])]) {
    if (place === 'path' || (!required && chance.is(0.5))) continue
    if (place === 'header') {
      if (chance.is(0.05)) headers[name.toLowerCase()] = textOf(hostile()).replace(/[^ -~]/g, '')
      continue
    }
    const own = chance.is(0.7) ? known.pick(chance, name) : undefined
    const value = chance.is(wrong) ? hostile() : (own ?? fitting(schema, chance))
    if (place === 'query') query.append(name, textOf(value))
    else body[name] = value
  }
  const target = `${route.method === '*' ? 'PATCH' : route.method} ${path.join('/')}?${query}`
  if (Object.keys(body).length === 0) return [target, { headers }]
  if (route.reads?.endsWith('urlencoded')) {
    const form = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, textOf(value)]))
    return [target, { headers, form }]
  }
  return [target, { headers, json: body }]
}
