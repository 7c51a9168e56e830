/** What a fixture file must look like. It loads valibot: a provider's `data/fixtures.ts` needs it, which is imported late. */

import * as v from 'valibot'
import { describePath, type Path, show } from './describe.ts'
import type { Fixture } from './facts.ts'

/**
 * A fixture whose file is one object with these entries, beside an `about` and a `source` for its readers. A message
 * given to valibot completes "expected ..." (`v.regex(CODE, 'a code such as "US"')`).
 */
export function fixture(about: string, source: string, entries: v.ObjectEntries): Fixture {
  const schema = v.strictObject({ about: v.optional(v.string()), source: v.optional(v.string()), ...entries })
  return {
    about,
    source,
    check(content) {
      // Valibot takes a list for an object.
      if (Array.isArray(content)) return [`expected an object, got ${show(content)}`]
      const { issues = [] } = v.safeParse(schema, content, { message: expectation })
      return issues.map((issue) => {
        const place = describePath(issue.path?.map(({ key }) => key as Path[number]) ?? [])
        return `${place && `${place}: `}expected ${issue.message}, got ${show(issue.input)}`
      })
    },
  }
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  record: 'an object',
  non_empty: 'something',
  uuid: 'a UUID',
  url: 'a URL',
  iso_date: 'a date such as "2024-03-01"',
  iso_timestamp: 'an instant such as "2024-03-01T00:00:00.000Z"',
}

/** What valibot expected, for people. */
function expectation({ type, expected }: v.BaseIssue<unknown>): string {
  if (expected === 'Object') return 'an object'
  if (expected === 'never') return 'no such field'
  // An object's own issue about one of its keys: it is missing.
  if (type === 'strict_object' || type === 'object') return 'a value'
  if (type === 'picklist') return `one of ${(expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ', ')}`
  return WORDS[type] ?? expected ?? type
}
