/**
 * JUnit XML as CI systems read it: a suite for each session, a test case for each rule and expectation.
 *
 * Written by hand: what is hard about XML here is text that XML cannot hold, which builders pass on as it is, and the
 * rest is the two functions at the end.
 */

import type { Report, SessionReport } from '../core/judge.ts'
import { type Check, checksOf, detailsOf, type Outcome } from './checks.ts'
import { titleOf } from './words.ts'

type Attributes = Readonly<Record<string, string | number>>

/** One suite, with how its cases came out. */
interface Suite {
  readonly xml: string
  readonly outcomes: readonly Outcome[]
}

export function junit({ reasons, sessions }: Report): string {
  const run: Check[] = reasons.map((summary) => ({ name: summary, outcome: 'failed', summary, findings: [] }))
  const suites = [
    ...(run.length > 0 ? [suite('the run', run, (check) => testCase('stuntdouble', check, ''))] : []),
    ...sessions.map(sessionSuite),
  ]
  const all = suites.flatMap(({ outcomes }) => outcomes)
  const body = element('testsuites', { name: 'stuntdouble', ...counts(all) }, suites.map(({ xml }) => xml).join(''))
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`
}

function sessionSuite(session: SessionReport): Suite {
  const { scenario, seed, name, verdict } = session
  const properties = Object.entries({ session: name, scenario: scenario ?? '', seed, verdict }).map(([key, value]) =>
    element('property', { name: key, value }),
  )
  const className = `stuntdouble.${scenario ?? name}`
  return suite(
    titleOf(session),
    checksOf(session),
    (check) => testCase(className, check, detailsOf(check, session)),
    element('properties', {}, properties.join('')),
  )
}

function suite(name: string, checks: readonly Check[], caseOf: (check: Check) => string, head = ''): Suite {
  const outcomes = checks.map(({ outcome }) => outcome)
  return { outcomes, xml: element('testsuite', { name, ...counts(outcomes) }, head + checks.map(caseOf).join('')) }
}

function testCase(classname: string, { name, outcome, summary = '' }: Check, details: string): string {
  const told = details === '' ? summary : details
  const inner = {
    good: () => (told === '' ? '' : element('system-out', {}, escaped(told))),
    failed: () => element('failure', { message: summary, type: name }, escaped(told)),
    open: () => element('error', { message: summary, type: 'inconclusive' }, escaped(told)),
    known: () => element('skipped', { message: `known: ${summary}` }),
    skipped: () => element('skipped', { message: summary }),
  }[outcome]()
  return element('testcase', { classname, name }, inner)
}

function counts(outcomes: readonly Outcome[]): Attributes {
  const count = (...wanted: readonly Outcome[]) => outcomes.filter((each) => wanted.includes(each)).length
  return {
    tests: outcomes.length,
    failures: count('failed'),
    errors: count('open'),
    skipped: count('known', 'skipped'),
  }
}

/** `content` is XML. */
function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(value), /[&<>"\t\n\r]/g)}"`,
  )
  const open = `\n<${name}${written.join('')}`
  return content === '' ? `${open}/>` : `${open}>${content}</${name}>`
}

/** A line end of a value would reach its reader as a space, and a carriage return as a line feed, unless by number. */
function escaped(text: string, special = /[&<>"\r]/g): string {
  return text.replace(special, (char) => `&#${char.charCodeAt(0)};`)
}
