import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  Clock,
  DAY,
  HOUR,
  httpDate,
  iso,
  LAST,
  MINUTE,
  parseDuration,
  parseInstant,
  realTime,
} from '../../src/core/clock.ts'

test('a frozen clock stands until it is moved', () => {
  const clock = new Clock(1000)
  clock.advance(5)
  expect([clock.now(), clock.frozen]).toEqual([1005, true])
  clock.reach(500)
  expect(clock.now()).toBe(1005)
})

test('a running clock keeps its offset from real time', () => {
  const clock = new Clock()
  clock.advance(HOUR)
  const ahead = clock.now() - realTime()
  expect(Math.abs(ahead - HOUR)).toBeLessThan(1000)
})

test('freezing keeps the moment, and thawing runs on from it', () => {
  const clock = new Clock(1_000_000)
  clock.thaw()
  expect(clock.frozen).toBe(false)
  expect(clock.now() - 1_000_000).toBeLessThan(1000)
  clock.freeze()
  expect(clock.now()).toBe(clock.now())
})

test('a clock never goes back', () => {
  expect(() => new Clock(0).advance(-1)).toThrow('only goes forward')
  expect(() => new Clock(0).advance(Number.NaN)).toThrow('only goes forward')
})

test('a clock stops at the end of the year 9999', () => {
  for (const clock of [new Clock(0), new Clock()]) {
    clock.advance(1e300)
    clock.advance(DAY)
    clock.freeze()
    expect(clock.now() - LAST).toBeLessThan(MINUTE)
  }
})

test('a clock read and restored is the same clock', () => {
  const clock = new Clock(5)
  const other = new Clock()
  other.restore(clock.read())
  expect(other.now()).toBe(5)
})

test.each([
  ['1.1h', 3_960_000],
  ['0.4ms', 0],
  ['250ms', 250],
  ['90s', 90_000],
  ['1h30m', HOUR + 30 * MINUTE],
  ['1.5h', 1.5 * HOUR],
  ['7d', 7 * DAY],
  ['0s', 0],
  ['', undefined],
  ['5', undefined],
  ['-5s', undefined],
  ['5 s', undefined],
  ['5sx', undefined],
  ['h', undefined],
])('duration %j is %j', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each([
  ['2026-01-01T00:00:00Z', 1767225600000],
  ['2026-01-01', 1767225600000],
  ['2026-01-01T01:00:00.5+01:00', 1767225600500],
  ['2026-13-01', undefined],
  ['2026-02-29', undefined],
  ['2028-02-29T23:30:00-02:00', 1835487000000],
  ['2026-02-30T00:00:00Z', undefined],
  ['yesterday', undefined],
  ['2026-01-01T00:00:00', undefined],
])('instant %j is %j', (text, at) => {
  expect(parseInstant(text)).toBe(at)
})

test('an instant and its ISO text are one', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => parseInstant(iso(at)) === at))
})

test('an HTTP date is the one of RFC 9110', () => {
  expect(httpDate(784111777000)).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
})
