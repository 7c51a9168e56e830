import { expect, test } from 'vitest'
import { show } from '../../src/core/describe.ts'

const URL = 'ftp://integration-user:correct-horse-battery-staple-4711-secret@hooks.example.com/x'

test.each([
  [URL, '"ftp://[redacted]@hooks.example.com/x"'],
  [{ deep: [URL] }, '{"deep":["ftp://[redacted]@hooks.example.com/x"]}'],
  ['ftp://me:p"w@host', '"ftp://[redacted]@host"'],
  [{ webhookSecret: ['abc'], other: null }, '{"webhookSecret":"[redacted]","other":null}'],
  ['x'.repeat(60), `"${'x'.repeat(56)}...`],
  [undefined, 'nothing'],
])('%o is shown as %s', (value, shown) => {
  expect(show(value)).toBe(shown)
})
