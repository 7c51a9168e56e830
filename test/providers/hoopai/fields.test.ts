/** A field's schema says what its check lets through: neither more nor less. */

import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/core/http.ts'
import {
  anything,
  boolean,
  email,
  type Field,
  instant,
  listOf,
  matching,
  nullable,
  number,
  oneOf,
  parametersOf,
  required,
  shape,
  string,
  strings,
  told,
} from '../../../src/providers/hoopai/api/fields.ts'

const ajv = new Ajv2020({ strict: false })

const FIELDS: Readonly<Record<string, Field>> = {
  string,
  boolean,
  email,
  anything,
  strings,
  number: number(),
  page: number({ min: 1, max: 100, whole: true }),
  choice: oneOf('a', 'open'),
  pattern: matching(/^[ab]+$/, 'must be of a and b'),
  shape: shape({ a: required(string), b: number(), c: nullable(oneOf('a')) }),
  list: listOf(shape({ a: string })),
  'nullable string': nullable(string),
  'nullable choice': nullable(oneOf('a', 'open')),
  'nullable shape': nullable(shape({ a: string })),
  'required string': required(string),
  'required choice': required(oneOf('a', 'open')),
  'required anything': required(anything),
  'required list': required(strings),
}

const text = fc.constantFrom('', 'a', 'ab', 'open', 'x@y.zz', '2026-01-05T10:00:00Z', 'null', ' ')
const scalar = fc.oneof(
  text,
  fc.integer({ min: -2, max: 102 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)
const value: fc.Arbitrary<Json> = fc.oneof(
  scalar,
  fc.array(fc.oneof(scalar, fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), scalar))),
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), scalar),
) as fc.Arbitrary<Json>

describe('a schema lets through what the check does', () => {
  test.each(Object.entries(FIELDS))('%s', (_name, field) => {
    const validate = ajv.compile(field.schema)
    fc.assert(
      fc.property(value, (each) => {
        expect(validate(each)).toBe(field.check(each, 'x').length === 0)
      }),
      { numRuns: 500 },
    )
  })

  test('an instant, but for days that no calendar has', () => {
    const validate = ajv.compile(instant.schema)
    for (const each of ['2026-01-05T10:00Z', '2026-01-05T10:00:00.123+01:00', '2026-01-05', 'x', ''])
      expect(validate(each), each).toBe(instant.check(each, 'x').length === 0)
    expect(instant.check('2026-13-05T10:00:00Z', 'x')).toEqual(['x must be a valid ISO 8601 date string'])
  })
})

test('a table as parameters: the operation’s source, unless a field tells its own', () => {
  const fields = {
    limit: number({ max: 100, whole: true }),
    locationId: told(required(string), { source: 'assumed U14', switch: 'strictLocation', about: 'whose' }),
  }
  expect(parametersOf(fields, 'query', 'openapi contacts.json')).toEqual([
    {
      in: 'query',
      name: 'limit',
      required: false,
      schema: { type: 'integer', maximum: 100 },
      source: 'openapi contacts.json',
    },
    {
      in: 'query',
      name: 'locationId',
      required: true,
      schema: { type: 'string', minLength: 1 },
      source: 'assumed U14',
      switch: 'strictLocation',
      about: 'whose',
    },
  ])
})
