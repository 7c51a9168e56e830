/** Every format, read back by a parser that knows nothing of this program. */

import { Ajv } from 'ajv'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { Parser } from 'tap-parser'
import * as v from 'valibot'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Report } from '../../src/core/judge.ts'
import { type FormatName, formats } from '../../src/reports/index.ts'
import { reportJsonSchema } from '../../src/reports/jsonschema.ts'
import { reportSchema } from '../../src/reports/schema.ts'
import { finding, MIXED, session, worded } from './made.ts'

const write = (format: FormatName, report: Report = MIXED) => formats[format].write(report, '1.2.3')

/** Any text at all: quotes, markup, control characters, halves of surrogate pairs, line ends of every kind. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    ']]>',
    '&#0;',
    '<!--',
    '"',
    "'",
    '\r\n',
    '# TODO',
    '# SKIP',
    '\\# SKIP',
    '\\\\# TODO x',
    '\\',
    '::error::',
    '%0A',
    '...',
    '---',
    '|',
    '`x`',
    '',
  ),
)

describe('json', () => {
  test('is what its published schema says', async () => {
    const check = new Ajv({ strict: true }).compile(await reportJsonSchema())
    const document = JSON.parse(await write('json'))
    expect([check(document), check.errors]).toEqual([true, null])
    expect(document).toEqual({ $schema: 'urn:stuntdouble:report:1', version: '1.2.3', ...MIXED })
    for (const [wrong, change] of [
      ['an unknown verdict', { verdict: 'good' }],
      ['a missing list', { sessions: undefined }],
      ['a field that is none', { more: 1 }],
      ['a finding without words', { sessions: [session({ findings: [{ ...finding(), harm: undefined } as never] })] }],
    ] as const)
      expect([wrong, check(JSON.parse(JSON.stringify({ ...document, ...change })))]).toEqual([wrong, false])
  })

  test('has in its schema what its type has, and nothing else', () => {
    type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> }
    expectTypeOf<v.InferOutput<typeof reportSchema>>().toEqualTypeOf<Mutable<Report>>()
    expect(v.is(reportSchema, MIXED)).toBe(true)
  })
})

describe('junit', () => {
  test('has a case for each rule and expectation, so that what passed is seen too', async () => {
    const cases = read(await write('junit')).filter(({ name }) => name === 'testcase')
    const outcomes = cases.map(({ attributes, children }) => [
      attributes.classname,
      attributes.name,
      children.map((child) => [child.name, child.attributes.message].join(': ')).join() || 'good',
    ])
    const token = 'stuntdouble.token-dies'
    expect(outcomes).toEqual([
      ['stuntdouble', MIXED.reasons[0], `failure: ${MIXED.reasons[0]}`],
      [token, 'a call came', 'good'],
      [token, 'rule strikes: late', 'skipped: rule never struck: late'],
      [token, 'expected GET /x: exactly 1', 'failure: expected GET /x: exactly 1; got 2'],
      [token, 'expected GET /y: at least 1', 'good'],
      [token, 'refresh-stampede', 'failure: A refresh came while another one was under way.'],
      [token, 'unsafe-retry', 'good'],
      [token, 'version-header', 'system-out: '],
      [token, 'secret-in-url', 'skipped: known: A secret stood in a URL.'],
      [token, 'no-backoff', 'skipped: the clock stood still, so nobody could wait'],
      ['stuntdouble.s-2', 'a call came', 'error: no call came'],
      [token, 'a call came', 'good'],
      [token, 'rule strikes: expiry', 'error: rule never struck: expiry'],
      [token, 'refresh-stampede', 'good'],
    ])
  })

  test('counts what it holds, in each suite and in all', async () => {
    const all = read(await write('junit'))
    const [root] = all
    const suites = all.filter(({ name }) => name === 'testsuite')
    expect(root).toMatchObject({
      name: 'testsuites',
      attributes: { tests: '14', failures: '3', errors: '2', skipped: '3' },
    })
    for (const suite of suites) {
      const cases = suite.children.filter(({ name }) => name === 'testcase')
      const of = (kind: string) =>
        String(cases.filter(({ children }) => children.some(({ name }) => name === kind)).length)
      const { tests, failures, errors, skipped } = suite.attributes
      const counted = [String(cases.length), of('failure'), of('error'), of('skipped')]
      expect([tests, failures, errors, skipped]).toEqual(counted)
    }
    expect(suites.map(({ attributes }) => attributes.name)).toEqual([
      'the run',
      'default, playing token-dies',
      's-2',
      's-3, playing token-dies',
    ])
  })

  test('a failure says what to do, and shows the calls', async () => {
    const failure = read(await write('junit')).find(({ attributes }) => attributes.type === 'refresh-stampede')
    for (const line of [
      'What happened: A refresh came while another one was under way.',
      'When: 2026-01-01T00:00:00.000Z, at hoopai',
      'Why it matters: Only one of them can win.',
      'What to do: Let one refresh run at a time.',
      'Documented: RFC 9700 4.14',
      'Evidence: request-2 POST /oauth/token 200; request-3',
    ])
      expect(failure?.text.split('\n')).toContain(line)
  })

  test('is well-formed whatever the texts are, and keeps what XML can hold', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const suite = read(await write('junit', worded(text))).find(({ name }) => name === 'property')
        const kept = text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
        expect(suite?.attributes).toEqual({ name: 'session', value: kept })
      }),
    )
  })
})

describe('tap', () => {
  test('has a subtest for each session, in which each check is a point', async () => {
    const { results, points } = await tapped(await write('tap'))
    expect(results).toMatchObject({ ok: false, bailout: false, failures: expect.anything(), count: 4, pass: 0 })
    expect(points).toEqual([
      'not ok the command was ended: it ran for longer than 5m',
      'not ok default, playing token-dies',
      '  ok a call came',
      '  ok rule strikes: late ⇒ SKIP rule never struck: late',
      '  not ok expected GET /x: exactly 1',
      '  ok expected GET /y: at least 1',
      '  not ok refresh-stampede',
      '  ok unsafe-retry',
      '  ok version-header',
      '  not ok secret-in-url ⇒ TODO known',
      '  ok no-backoff ⇒ SKIP the clock stood still, so nobody could wait',
      'not ok s-2',
      '  not ok a call came',
      'not ok s-3, playing token-dies',
      '  ok a call came',
      '  not ok rule strikes: expiry',
      '  ok refresh-stampede',
    ])
  })

  test('a run without a fault is ok', async () => {
    const report: Report = { verdict: 'passed', reasons: [], sessions: [session()] }
    expect((await tapped(await write('tap', report))).results).toMatchObject({ ok: true, count: 1 })
  })

  test('explains a point in YAML', async () => {
    const { diagnostics } = await tapped(await write('tap'))
    expect(diagnostics['refresh-stampede']).toMatchObject({
      message: 'A refresh came while another one was under way.',
      findings: [{ severity: 'error', 'What to do': 'Let one refresh run at a time.', Documented: 'RFC 9700 4.14' }],
    })
  })

  test('is read to its end whatever the texts are', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { results, points } = await tapped(await write('tap', worded(text)))
        expect(results).toMatchObject({ ok: false, bailout: false, count: 2, fail: 2, plan: { start: 1, end: 2 } })
        // Nobody but the program may say of a point that it was skipped or is known.
        expect(points.filter((point) => /⇒ (SKIP|TODO)/.test(point))).toHaveLength(2)
        expect(points).toHaveLength(8)
        const kept = text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd').replace(/\s+/g, ' ')
        expect(points[0]!.trim()).toBe(`not ok ${kept.trim()}`.trim())
      }),
    )
  })
})

describe('github', () => {
  test('is one annotation for each finding, the gravest first', async () => {
    const lines = (await write('github')).trimEnd().split('\n')
    expect(lines.map((line) => /^::(\w+) title=([^:]*)::/.exec(line)?.slice(1, 3).join(' '))).toEqual([
      'error stuntdouble%3A the run',
      'error stuntdouble%3A refresh-stampede%2C default%2C playing token-dies',
      'error stuntdouble%3A default%2C playing token-dies',
      'error stuntdouble%3A s-2',
      'error stuntdouble%3A s-3%2C playing token-dies',
      'warning stuntdouble%3A version-header%2C default%2C playing token-dies',
      'notice stuntdouble%3A secret-in-url (known)%2C default%2C playing token-dies',
      'notice stuntdouble%3A default%2C playing token-dies',
      'notice stuntdouble%3A default%2C playing token-dies',
      'notice stuntdouble%3A verdict',
    ])
    expect(lines[1]).toContain('::What happened: A refresh came while another one was under way.%0AWhen: ')
  })

  test('no text ends a command, or begins one', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const commands = annotations(await write('github', worded(text)))
        expect(commands).toHaveLength(7)
        const kept = text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
        expect(commands[0]).toEqual({ level: 'error', title: 'stuntdouble: the run', message: kept })
      }),
    )
  })
})

describe('markdown', () => {
  test('tells people what happened and what to do', async () => {
    const text = await write('markdown')
    for (const line of [
      '# stuntdouble: failed: 3 sessions, 6 calls, 1 error, 1 warning, 1 known',
      '| default, playing token-dies | failed | 3 calls (hoopai 3) | 1 error, 1 warning, 1 known |',
      '| s-2 | inconclusive | no call | - |',
      '### error: refresh-stampede',
      '### error: secret-in-url (known)',
      '- **What to do:** Let one refresh run at a time.',
      '- rule never struck: expiry',
      '- no call came',
      '- the command was ended: it ran for longer than 5m',
    ])
      expect(text.split('\n')).toContain(line)
  })

  test('shows texts to the letter', async () => {
    const text = await write('markdown', worded('<script>*a*|`b`\n# @me [x](y)'))
    expect(text).toContain('\\<script\\>\\*a\\*\\|\\`b\\` \\# \\@me \\[x\\](y)')
    expect(text).not.toMatch(/(?<!\\)<script/)
  })
})

interface Element {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Element[]
  text: string
}

/** Every element of a document, in order, if it is one. */
function read(xml: string): Element[] {
  const all: Element[] = []
  const open: Element[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: attributes as Record<string, string>, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
    all.push(element)
  })
  parser.on('text', (text) => {
    if (open.length > 0) open.at(-1)!.text += text
  })
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  return all
}

interface Point {
  ok: boolean
  name: string
  skip?: string | boolean
  todo?: string | boolean
  diag?: unknown
}

/** What a harness makes of it: the result, and each point with its directive, those of subtests indented. */
async function tapped(text: string) {
  const points: string[] = []
  const diagnostics: Record<string, unknown> = {}
  const results = await new Promise<object>((resolve, reject) => {
    const parser = new Parser({ strict: true }, resolve)
    const follow = (each: Parser, indent: string) => {
      const mine: string[] = []
      let under: string[] = []
      each.on('child', (child: Parser) => {
        under = follow(child, `${indent}  `)
      })
      each.on('extra', (line: string) => reject(new Error(`not understood: ${line}`)))
      each.on('assert', ({ ok, name, skip, todo, diag }: Point) => {
        const directive = skip ? ` ⇒ SKIP ${skip}` : todo ? ` ⇒ TODO ${todo}` : ''
        mine.push(`${indent}${ok ? 'ok' : 'not ok'} ${name}${directive}`, ...under)
        under = []
        diagnostics[name] ??= diag
      })
      return mine
    }
    const top = follow(parser, '')
    parser.on('complete', () => points.push(...top))
    parser.end(text)
  })
  return { results, points, diagnostics }
}

/** As the runner of GitHub Actions reads them (actions/runner, ActionCommand.cs). */
function annotations(text: string) {
  return text
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line) => {
      const [, level, title, message] = /^::(\w+) title=([^,:]*?)::(.*)$/s.exec(line)!
      const plain = (escaped: string) =>
        escaped
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ',')
          .replaceAll('%0D', '\r')
          .replaceAll('%0A', '\n')
          .replaceAll('%25', '%')
      return {
        level,
        title: plain(title!),
        message: message!.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'),
      }
    })
}
