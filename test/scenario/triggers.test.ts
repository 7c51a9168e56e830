import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/core/clock.ts'
import type { Who } from '../../src/core/provider.ts'
import { hoopai } from '../../src/providers/hoopai/index.ts'
import { soundcharts } from '../../src/providers/soundcharts/index.ts'
import type { RuleText } from '../../src/scenario/written.ts'
import { hostileState } from '../core/hostile.ts'
import { type Asked, playing, struckBy, told } from './meeting.ts'

const HIT = { do: { status: 503 } } as const
/** What a caller with a token that can expire has. */
const FACTS = { kind: 'access', provider: 'hoopr', client: 'c', issuedAt: 0, expiresAt: 9e15 } as const
const TOKEN: Who = { presented: 'token', credential: { id: 'token', scopes: [], ...FACTS } }

describe('a rule meets', () => {
  test.each<[Partial<RuleText>, Asked, boolean]>([
    [{}, { target: 'GET /anything/at/all' }, true],
    [{ provider: 'hoopai' }, { target: 'GET /v1/tracks' }, false],
    [{ call: 'GET /v1/tracks' }, { target: 'GET /v1/tracks?page=2' }, true],
    [{ call: 'GET /v1/tracks' }, { target: 'POST /v1/tracks' }, false],
    [{ call: 'GET /v1/tracks' }, { target: 'GET /v1/tracks/a' }, false],
    [{ call: 'GET /v1/tracks' }, { target: 'GET /v1/tracks/' }, false],
    [{ call: '* /v1/search' }, { target: 'POST /v1/search' }, true],
    [{ call: 'GET /v1/tracks/*' }, { target: 'GET /v1/tracks/a' }, true],
    [{ call: 'GET /v1/tracks/*' }, { target: 'GET /v1/tracks' }, false],
    [{ call: 'GET /v1/tracks/*' }, { target: 'GET /v1/tracks/' }, false],
    [{ call: 'GET /v1/tracks/*' }, { target: 'GET /v1/tracks/a/b' }, false],
    [{ call: 'GET /v1/tracks/mid*ive' }, { target: 'GET /v1/tracks/midnight-drive' }, true],
    [{ call: 'GET /v1/tracks/mid*ive' }, { target: 'GET /v1/tracks/midnight' }, false],
    [{ call: 'GET /v1/tracks/:slug' }, { target: 'GET /v1/tracks/a' }, true],
    [{ call: 'GET /v1/tracks/a.b' }, { target: 'GET /v1/tracks/aXb' }, false],
    [{ call: 'GET /v1/playlists/*/tracks' }, { target: 'GET /v1/playlists/p/tracks' }, true],
    [{ call: 'GET /v1/**' }, { target: 'GET /v1/playlists/p/tracks' }, true],
    [{ call: 'GET /v1/**' }, { target: 'GET /v1/no/such/route' }, true],
    [{ call: 'GET /v1/**' }, { target: 'GET /version' }, false],
    [{ call: 'GET /**/tracks' }, { target: 'GET /v1/playlists/p/tracks' }, true],
    [{ call: 'GET /**/tracks' }, { target: 'GET /v1/tracks' }, true],
    [{ call: 'tracks.get' }, { target: 'GET /v1/tracks/a' }, true],
    [{ call: 'tracks.get' }, { target: 'GET /v1/tracks' }, false],
    [{ call: 'oauth.token' }, { target: 'POST /oauth/token', provider: soundcharts }, true],
    [{ call: 'oauth.token' }, { target: 'POST /oauth/token', provider: hoopai }, true],
    // HoopAI takes a path with and without its final slash, Soundcharts does not.
    [{ call: 'GET /contacts' }, { target: 'GET /contacts/', provider: hoopai }, true],
    [{ call: 'GET /contacts/' }, { target: 'GET /contacts', provider: hoopai }, true],
    [{ call: 'GET /contacts/*' }, { target: 'GET /contacts/c1/', provider: hoopai }, true],
    [
      { where: { grant: 'refresh_token' } },
      { target: 'POST /oauth/token', who: { grant: 'refresh_token' }, provider: hoopai },
      true,
    ],
    [
      { where: { grant: 'refresh_token' } },
      { target: 'POST /oauth/token', who: { grant: 'authorization_code' }, provider: hoopai },
      false,
    ],
    [{ where: { client: 'c' } }, { target: 'GET /v1/tracks', who: { client: 'c' } }, true],
    [{ where: { client: 'c' } }, { target: 'GET /v1/tracks', who: { client: 'd' } }, false],
    [{ where: { client: 'c' } }, { target: 'GET /v1/tracks' }, false],
    [{ where: { location: 'l' } }, { target: 'GET /contacts/', who: { location: 'l' }, provider: hoopai }, true],
    [{ where: { scope: 'search' } }, { target: 'POST /v1/search', who: { scopes: ['a', 'search'] } }, true],
    [{ where: { scope: 'search' } }, { target: 'POST /v1/search', who: { scopes: ['a'] } }, false],
    [{ where: { mode: 'test' } }, { target: 'GET /v1/tracks', who: { mode: 'test' } }, true],
    [{ where: { mode: 'test' } }, { target: 'GET /v1/tracks', who: { mode: 'live' } }, false],
    [{ where: { mode: 'test', client: 'c' } }, { target: 'GET /v1/tracks', who: { mode: 'test', client: 'd' } }, false],
  ])('%j: %j is %s', async (rule, asked, meets) => {
    expect(await struckBy(await playing([{ ...rule, ...HIT }]), asked)).toEqual(meets ? ['rule-1'] : [])
  })
})

test('a call that no rule is about costs no look at the state', async () => {
  const openState = () => {
    throw new Error('asked')
  }
  const { meet } = await playing([{ call: 'GET /v1/tracks', ...HIT }], { openState })
  expect(meet({ target: 'GET /version' })).toBeUndefined()
  await expect(meet({ target: 'GET /v1/tracks' })).rejects.toThrow('asked')
})

const CALLS = {
  'GET /v1/tracks': /^GET \/v1\/tracks$/,
  'GET /v1/tracks/*': /^GET \/v1\/tracks\/[^/]+$/,
  'GET /v1/**': /^GET \/v1(\/.*)?$/,
  'tracks.get': /^GET \/v1\/tracks\/[^/]+$/,
  '* /v1/search': /^[A-Z]+ \/v1\/search$/,
} as const
const TARGETS = [
  'GET /v1/tracks',
  'GET /v1/tracks/a',
  'GET /v1/tracks/b',
  'POST /v1/search',
  'GET /v1/none',
  'GET /version',
]

const someRule = fc.record(
  {
    call: fc.constantFrom(...(Object.keys(CALLS) as (keyof typeof CALLS)[])),
    where: fc.constantFrom({ mode: 'test' }, { mode: 'live' }),
    skip: fc.integer({ min: 0, max: 5 }),
    every: fc.integer({ min: 1, max: 4 }),
    times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(16, 17, 100)),
    between: fc.constantFrom<[string, string]>(['0s', '2m'], ['1m', '3m'], ['90s', '1h']),
    // What a cause strikes is seen as the calls come: it wants a token that can expire.
    do: fc.constantFrom(HIT.do, 'expire'),
  },
  { requiredKeys: ['do'] },
)
const someCall = fc.record({
  target: fc.constantFrom(...TARGETS),
  mode: fc.constantFrom('test', 'live'),
  token: fc.boolean(),
  laterMs: fc.constantFrom(0, 0, 30_000, 60_000),
})
type SomeRule = typeof someRule extends fc.Arbitrary<infer T> ? T : never
type SomeCall = typeof someCall extends fc.Arbitrary<infer T> ? T : never

/** The rules as INTERFACE words them, one by one, each with its own counts. */
function naively(rules: readonly SomeRule[], calls: readonly SomeCall[]): { struck: number[][]; matched: number[] } {
  const seen = rules.map(() => 0)
  const inTime = rules.map(() => 0)
  const strikes = rules.map(() => 0)
  let elapsedMs = 0
  const struck = calls.map(({ target, mode, token, laterMs }) => {
    elapsedMs += laterMs
    return rules.flatMap((rule, i) => {
      const { call, where, between, skip = 0, every = 1, times = Number.POSITIVE_INFINITY } = rule
      if ((call && !CALLS[call].test(target)) || (where && where.mode !== mode)) return []
      seen[i]!++
      const [from, to] = between ? [minutes(between[0]), minutes(between[1])] : [0, Number.POSITIVE_INFINITY]
      if (elapsedMs < from || elapsedMs >= to) return []
      const left = ++inTime[i]! - skip
      if (left <= 0 || left % every !== 0 || strikes[i]! >= times) return []
      if (rule.do === 'expire' && !token) return []
      strikes[i]!++
      return [i]
    })
  })
  return { struck, matched: seen }
}

function minutes(text: string): number {
  return { '0s': 0, '1m': 1, '90s': 1.5, '2m': 2, '3m': 3, '1h': 60 }[text]! * MINUTE
}

test('whatever the rules and the calls, the strikes are those of a naive reading', async () => {
  const property = fc.asyncProperty(
    fc.array(someRule, { minLength: 1, maxLength: 12 }),
    fc.array(someCall, { maxLength: 60, size: 'max' }),
    async (rules, calls) => {
      const play = await playing(rules as Partial<RuleText>[])
      const struck: number[][] = []
      for (const { target, mode, token, laterMs } of calls) {
        play.session.clock.advance(laterMs)
        const ids = await struckBy(play, { target, who: { mode, ...(token ? TOKEN : {}) } })
        struck.push(ids.map((id) => Number(id.slice('rule-'.length)) - 1))
      }
      const expected = naively(rules, calls)
      expect(struck).toEqual(expected.struck)
      expect(await told(play.session)).toEqual(
        rules.map((_, i) => ({
          id: `rule-${i + 1}`,
          matched: expected.matched[i],
          struck: expected.struck.filter((each) => each.includes(i)).length,
        })),
      )
    },
  )
  await fc.assert(property, { numRuns: 200 })
})

test('forty rhythms of the same calls strike as read naively, one after the other and side by side', async () => {
  const rules = Array.from({ length: 40 }, (_, i) => ({
    ...HIT,
    call: 'GET /v1/tracks' as const,
    every: 1 + i,
    skip: i % 7,
    ...(i % 3 ? { times: 1 + (i % 5) } : {}),
  }))
  const called = { target: 'GET /v1/tracks', mode: 'test', token: false, laterMs: 0 } as const
  const expected = naively(
    rules,
    Array.from({ length: 200 }, () => called),
  ).struck.map((each) => each.map((i) => `rule-${i + 1}`))
  const inTurn = await playing(rules)
  for (const ids of expected) expect(await struckBy(inTurn, called)).toEqual(ids)
  const atOnce = await playing(rules, { openState: () => hostileState() })
  const struck = await Promise.all(expected.map(() => struckBy(atOnce, called)))
  expect(struck.map(String).sort()).toEqual(expected.map(String).sort())
})

describe('of a thousand parallel calls, on a hostile state', () => {
  test.each<[string, Partial<RuleText>]>([
    ['exactly three are struck', { times: 3, ...HIT }],
    ['exactly three of every second', { every: 2, times: 3, ...HIT }],
    ['exactly twenty are struck', { times: 20, ...HIT }],
    ['exactly three where chance decides', { chance: 0.2, times: 3, ...HIT }],
    ['exactly three tokens expire', { times: 3, do: 'expire' }],
  ])('%s', async (_, rule) => {
    const play = await playing([rule], { openState: () => hostileState() })
    const asked = Array.from({ length: 1000 }, (_, i) => ({ target: `GET /v1/tracks/t${i}`, who: TOKEN }))
    const struck = (await Promise.all(asked.map((each) => struckBy(play, each)))).flat()
    expect(struck).toHaveLength(rule.times!)
    expect(await told(play.session)).toEqual([{ id: 'rule-1', matched: 1000, struck: rule.times }])
  })
})

test.each([HIT, { do: 'expire' }] as const)(
  'ten thousand rules about one call strike one after the other: %j',
  async (hit) => {
    const rules = Array.from({ length: 10_000 }, (_, i) => ({ skip: i, times: 1, ...hit }))
    const play = await playing(rules)
    for (const n of [1, 2, 3])
      expect(await struckBy(play, { target: 'GET /v1/tracks', who: TOKEN })).toEqual([`rule-${n}`])
  },
)

describe('a scenario played', () => {
  const rules = [
    { id: 'counted', times: 1, ...HIT },
    { id: 'early', between: ['0s', '1m'] as const, ...HIT },
  ]
  const asked = { target: 'GET /v1/tracks' }

  test('in two sessions counts in each for itself', async () => {
    const one = await playing(rules)
    const other = await playing(rules)
    other.session.play(one.script)
    expect(await struckBy(one, asked)).toEqual(['counted', 'early'])
    expect(await struckBy(other, asked)).toEqual(['counted', 'early'])
    expect(await struckBy(one, asked)).toEqual(['early'])
  })

  test('anew in a live session counts from zero, and its time begins then', async () => {
    const play = await playing(rules)
    await struckBy(play, asked)
    play.session.clock.advance(MINUTE)
    expect(await struckBy(play, asked)).toEqual([])
    play.session.play(play.script)
    expect(await told(play.session)).toEqual([
      { id: 'counted', matched: 0, struck: 0 },
      { id: 'early', matched: 0, struck: 0 },
    ])
    expect(await struckBy(play, asked)).toEqual(['counted', 'early'])
  })

  test('is described with its rules as they were written', async () => {
    const { script, session } = await playing([{ call: 'GET /v1/tracks', skip: 1, ...HIT }], {
      head: { name: 'a', about: 'What is up.' },
    })
    expect(await script.describe(session)).toEqual({
      name: 'a',
      about: 'What is up.',
      source: 'scenario',
      rules: [{ id: 'rule-1', call: 'GET /v1/tracks', skip: 1, do: { status: 503 }, matched: 0, struck: 0 }],
    })
  })
})
