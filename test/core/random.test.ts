import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digest, draw, sessionTag } from '../../src/core/random.ts'

test('equal names give equal draws, and any other name another', () => {
  expect(draw(1, 'p', 'a', 2).hex(80)).toBe(draw(1, 'p', 'a', 2).hex(80))
  const others = [
    draw(2, 'p', 'a', 2),
    draw(1, 'q', 'a', 2),
    draw(1, 'p', 'b', 2),
    draw(1, 'p', 'a', 3),
    draw(1, 'p', 'a', '2'),
  ]
  expect(new Set([draw(1, 'p', 'a', 2), ...others].map((each) => each.hex(16))).size).toBe(6)
})

test('names that only join to the same text are different names', () => {
  expect(draw(1, 'p', 'a', 'b c').hex(16)).not.toBe(draw(1, 'p', 'a b', 'c').hex(16))
})

test('every form has its form', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 100 }), (name, length) => {
      const it = draw(1, 'form', name)
      expect(it.hex(length)).toMatch(new RegExp(`^[0-9a-f]{${length}}$`))
      expect(it.alphanumeric(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`))
      expect(it.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(it.integer(3, 5)).toBeOneOf([3, 4, 5])
    }),
  )
})

test('fractions spread evenly', () => {
  const fractions = Array.from({ length: 10_000 }, (_, i) => draw(9, 'spread', i).fraction())
  expect(fractions.reduce((sum, each) => sum + each, 0) / fractions.length).toBeCloseTo(0.5, 1)
  expect(fractions.filter((each) => each < 0.1).length / fractions.length).toBeCloseTo(0.1, 1)
})

test('digests and tags keep their bytes: replays depend on them', () => {
  expect(digest('token')).toBe('PEaenWxYddN6Q_NT1PiOYf')
  expect(sessionTag('session-1')).toBe('fc65e516a462')
})
