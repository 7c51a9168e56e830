import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../src/core/http.ts'
import { fixed, jsonText } from '../../src/core/text.ts'

/** Any JSON, with members that have no value, and parts that are fixed. */
const json = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -0.5, 1e21, '', 'a "quoted" 😀\u2028\ud800 text'),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc
    .tuple(
      fc.dictionary(fc.string(), fc.option(tie('value'), { nil: undefined, freq: 8 }), { maxKeys: 5 }),
      fc.boolean(),
    )
    .map(([object, isFixed]) => (isFixed ? fixed({ ...object } as JsonObject) : (object as JsonObject))),
}))

describe('the text of an answer', () => {
  it('is what JSON.stringify makes of it, the first time and again', () => {
    fc.assert(
      fc.property(fc.oneof(json.value, fc.dictionary(fc.string(), json.value)), (value) => {
        const wanted = JSON.stringify(value)
        expect(jsonText(value)).toBe(wanted)
        expect(jsonText(value)).toBe(wanted)
      }),
      { numRuns: 500 },
    )
  })

  it('is made once for what is fixed, by itself and in a list', () => {
    const record = fixed({ id: 'a', inner: { tags: ['x'] } })
    expect(jsonText({ record, records: [record, record], n: 1 })).toBe(
      JSON.stringify({ record, records: [record, record], n: 1 }),
    )
    expect(() => (record.inner as { tags: string[] }).tags.push('y')).toThrow(TypeError)
    expect(() => Object.assign(record, { id: 'b' })).toThrow(TypeError)
  })
})
