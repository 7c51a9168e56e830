import { expect, test } from 'vitest'
import { isWebUrl } from '../../src/core/settings.ts'

test.each([
  ['http://me:pass@host/x', true],
  ['https://h', true],
  ['http://me:my pass@host/x', false],
  ['http://host/x\n', false],
  ['http:///host', false],
  ['ftp://host', false],
])('%j is a URL that HTTP goes to: %s', (text, is) => {
  expect(isWebUrl(text)).toBe(is)
})
