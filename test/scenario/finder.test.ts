/** Of any number of rules, those that a call meets are found without a look at the others. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Context, Provider, Route, Who } from '../../src/core/provider.ts'
import { FALLBACK, findEndpoint } from '../../src/core/routes.ts'
import { Session } from '../../src/core/session.ts'
import { makeFinder } from '../../src/scenario/finder.ts'
import { readMatcher } from '../../src/scenario/match.ts'
import { Spans } from '../../src/scenario/spans.ts'
import { Wheel } from '../../src/scenario/wheel.ts'
import type { MatchText } from '../../src/scenario/written.ts'
import { acme } from '../acme.ts'
import { means } from './naive.ts'

const ROUTES = ['GET /a/:x', 'POST /a/b', '* /', 'GET /a/:x/b', 'GET /ab', '* /r/*', 'POST /:x/:y/a']
const routes = ROUTES.map((each): Route => {
  const [method, path] = each.split(' ') as [string, string]
  return { name: each.replace(/\W+/g, '.'), method, path, source: 'test', handle: () => ({ status: 200 }) }
})
const CARDS: readonly Provider[] = (['exact', 'either'] as const).map((trailingSlash) => ({
  ...acme,
  name: trailingSlash,
  routes,
  trailingSlash,
  scopes: { s: '', t: '' },
}))

const NAMES = ['a', 'a', 'b', 'ab', 'a.b', 'axb', 'r', '']
const GLOBS = ['*', '*', '*', '**', '**', '**', ':id', 'a*', '*b', 'a*b', '*a*', '*a*b*']
const method = fc.constantFrom('GET', 'POST')
const parts = (known: readonly string[]) =>
  fc.array(fc.constantFrom(...known), { minLength: 1, maxLength: 4 }).map((each) => `/${each.join('/')}`)
const pattern = fc
  .tuple(fc.oneof(method, fc.constant('*')), parts([...NAMES, ...GLOBS]))
  .map(([asked, path]) => `${asked} ${path}`)
const value = fc.constantFrom('x', 'y')
const where = fc.record(
  { grant: value, client: value, location: value, scope: fc.constantFrom('s', 't') },
  { requiredKeys: [] },
)
const rule: fc.Arbitrary<MatchText> = fc.record(
  {
    provider: fc.constantFrom('exact', 'either'),
    call: fc.oneof({ weight: 9, arbitrary: pattern }, fc.constantFrom(...routes.map(({ name }) => name))),
    where: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, where),
  },
  { requiredKeys: [] },
)
const call = fc.record({
  provider: fc.constantFrom(...CARDS),
  method,
  path: parts(NAMES),
  who: fc.record(
    { grant: value, client: value, location: value, scopes: fc.array(fc.constantFrom('s', 't', 'u')) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Who>,
})

test('a call meets the rules that mean it, in the order of the file', () => {
  const session = new Session()
  let meetings = 0
  const property = fc.property(
    fc.array(rule, { minLength: 1, maxLength: 40, size: 'max' }),
    fc.array(call, { minLength: 1, maxLength: 20, size: 'max' }),
    (rules, calls) => {
      const things = rules.flatMap((text) => {
        const matcher = readMatcher(text, [], CARDS)
        // One that can meet no call of theirs.
        return Array.isArray(matcher) ? [] : [{ text, matcher }]
      })
      const find = makeFinder(things)
      for (const { provider, method, path, who } of calls) {
        const endpoint = findEndpoint(provider, method, path)
        const found = find({ ...endpoint, call: { method, path }, session, who } as unknown as Context)
        const called = { provider, method, path, route: endpoint.route.name, who }
        // A provider that has no such route is not meant.
        const placed = things.filter(({ matcher }) => matcher.places.some((each) => each.provider === provider))
        expect(found.map(({ text }) => text)).toEqual(
          placed.map(({ text }) => text).filter((text) => means(text, called)),
        )
        // What the loader knows of where such calls end up is true.
        for (const { matcher } of found) {
          const place = matcher.places.find((each) => each.provider === provider)!
          expect(endpoint.route.name === FALLBACK ? place.unrouted : place.routes.includes(endpoint.route)).toBe(true)
        }
        meetings += found.length
      }
    },
  )
  fc.assert(property, { numRuns: 200 })
  // Else it would say little.
  expect(meetings).toBeGreaterThan(2000)
})

describe('spans', () => {
  test('are found by any number that lies in them', () => {
    const bound = fc.oneof(fc.integer({ min: -5, max: 30 }), fc.constantFrom(-Infinity, Infinity))
    const span = fc.tuple(bound, bound)
    const property = fc.property(fc.array(span, { maxLength: 40 }), fc.array(bound), (spans, places) => {
      const found = new Spans([...spans.keys()], (i) => spans[i]!)
      for (const place of places) {
        const within = [...spans.keys()].filter((i) => spans[i]![0] <= place && place < spans[i]![1])
        expect(found.at(place).sort((a, b) => a - b)).toEqual(within)
      }
    })
    fc.assert(property, { numRuns: 500 })
  })
})

describe('a wheel', () => {
  const beat = fc.integer({ min: 1, max: 12 })
  const rhythm = fc.record({ first: beat, every: beat, beats: fc.oneof(beat, fc.constant(Infinity)) })

  test('tells which rhythms beat at each ordinal, also after a gap, and nothing of what it has passed', () => {
    let beats = 0
    const property = fc.property(fc.array(rhythm), fc.array(fc.integer({ min: 1, max: 60 })), (all, ordinals) => {
      const rhythms = all.map(({ beats, ...each }) => ({ ...each, last: each.first + each.every * (beats - 1) }))
      const wheel = new Wheel(rhythms)
      let passed = 0
      for (const ordinal of [...ordinals.sort((a, b) => a - b), 1]) {
        const due = rhythms.filter(
          ({ first, every, last }) => ordinal >= first && ordinal <= last && (ordinal - first) % every === 0,
        )
        const found = wheel.at(ordinal)
        if (ordinal <= passed) expect(found).toBeUndefined()
        else expect(new Set(found)).toEqual(new Set(due))
        if (ordinal > passed) beats += found!.length
        passed = Math.max(passed, ordinal)
      }
    })
    fc.assert(property, { numRuns: 500 })
    expect(beats).toBeGreaterThan(1000)
  })
})
