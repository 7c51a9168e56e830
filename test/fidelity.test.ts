/** What the cards say about themselves: every row has a source that can be read, and the page in the repository shows it. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fidelityPage, PAGE } from '../build/fidelity.ts'
import { count, fidelity, type Row, readTags, standingOf } from '../src/core/fidelity.ts'
import type { Provider } from '../src/core/provider.ts'
import { providers } from '../src/providers/index.ts'
import { acme } from './acme.ts'

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (_name, provider) => {
  test('knows each of its rows from somewhere, and names the setting that turns an assumed one', () => {
    expect(faults(provider)).toEqual([])
  })

  test('has rows of every kind', () => {
    for (const [kind, standings] of Object.entries(count(fidelity(provider))[provider.name]!))
      expect(
        Object.values(standings).reduce((sum, each) => sum + each, 0),
        kind,
      ).toBeGreaterThan(0)
  })
})

test('the page in the repository is up to date (npm run docs)', () => {
  expect(readFileSync(PAGE, 'utf8') === fidelityPage()).toBe(true)
})

test('the page changes with every part of a row, and with none of the order in which rows were written', () => {
  const page = fidelityPage([acme])
  const [route] = acme.routes
  expect(fidelityPage([{ ...acme, routes: [{ ...route!, source: 'docs/elsewhere' }] }])).not.toBe(page)
  expect(fidelityPage([{ ...acme, routes: [{ ...route!, switch: 'accessTokenSeconds' }] }])).not.toBe(page)
  expect(fidelityPage([{ ...acme, errors: { ...acme.errors, another: acme.errors.unavailable } }])).not.toBe(page)
  const turned = Object.fromEntries(Object.entries(acme.errors).reverse()) as Provider['errors']
  expect(fidelityPage([{ ...acme, errors: turned }])).toBe(page)
})

describe('a fault is seen', () => {
  const [route] = acme.routes
  const settings: Provider['settings'] = {
    ...acme.settings,
    loose: { type: 'flag', default: false, about: 'one way or the other', source: 'observed O2 (U11)' },
  }
  const withHeader = (row: { source: string; switch?: string }) => ({
    ...acme,
    settings,
    answerHeaders: { 'retry-after': { about: 'when to come back', example: '1', ...row } },
  })

  test.each<[string, Provider, string]>([
    ['a row without a source', { ...acme, routes: [{ ...route!, source: '' }] }, 'route ping.get: no source'],
    [
      'a row whose source is missing altogether',
      { ...acme, routes: [{ ...route!, source: undefined as unknown as string }] },
      'route ping.get: no source',
    ],
    ['an unknown tag', { ...acme, routes: [{ ...route!, source: 'hearsay' }] }, 'route ping.get: no tag: hearsay'],
    [
      'an unknown word among good tags',
      { ...acme, routes: [{ ...route!, source: 'docs/ping; I think' }] },
      'route ping.get: no tag: I think',
    ],
    [
      'a switch that is no setting',
      withHeader({ source: 'docs/x', switch: 'tight' }),
      'header retry-after: no setting tight',
    ],
    [
      'an assumed row without its switch',
      withHeader({ source: 'assumed U11' }),
      'header retry-after: not switched by loose',
    ],
    [
      'two rows of one name',
      {
        ...acme,
        routes: [
          {
            ...route!,
            parameters: [
              { in: 'path', name: 'name', schema: {}, source: 'docs/x' },
              { in: 'path', name: 'name', schema: {}, source: 'docs/x' },
            ],
          },
        ],
      },
      'parameter ping.get path.name: twice',
    ],
  ])('%s', (_what, provider, fault) => {
    expect(faults(acme)).toEqual([])
    expect(faults(provider)).toEqual(expect.arrayContaining([fault]))
  })

  test('and none where there is none', () => {
    expect(faults(withHeader({ source: 'assumed U11', switch: 'loose' }))).toEqual([])
    expect(faults(withHeader({ source: 'assumed U12' }))).toEqual([])
    expect(faults(withHeader({ source: 'docs/x', switch: 'limits' }))).toEqual([])
  })
})

test('tags are read one by one', () => {
  expect(readTags('seed 001 002; docs ref/artist, observed O2, O10 (U14); assumed 3.6')).toEqual({
    tags: [
      { word: 'seed', details: ['001', '002'] },
      { word: 'docs', details: ['ref/artist'] },
      { word: 'observed', details: ['O2', 'O10'], note: 'U14' },
      { word: 'assumed', details: ['3.6'] },
    ],
    unknown: [],
  })
  expect(readTags('docs/api/list-tracks').tags).toEqual([{ word: 'docs', details: ['api/list-tracks'] }])
  expect(readTags('sdk; assumed (the body, U5)').tags[1]).toEqual({
    word: 'assumed',
    details: [],
    note: 'the body, U5',
  })
  for (const source of [
    '',
    'U5',
    'observed somewhere',
    'assumed perhaps',
    'client x',
    'seed; ',
    'docs; guess',
    'constructor',
  ])
    expect(readTags(source).unknown, source).toHaveLength(1)
})

test('one assumption makes a row assumed; else documentation counts before observation', () => {
  expect(standingOf('seed; openapi (U15)')).toBe('documented')
  expect(standingOf('observed O1; docs/x')).toBe('documented')
  expect(standingOf('observed O1, O2; client')).toBe('observed')
  expect(standingOf('docs/x; assumed')).toBe('assumed')
  expect(standingOf('decision 4')).toBe('assumed')
  expect(standingOf('nobody knows')).toBe('assumed')
})

test('a card without tables has rows for what it does say, the path’s parameters among them', () => {
  const rows = fidelity(acme)
  expect(rows.filter(({ kind }) => kind === 'parameter')).toEqual([
    {
      provider: 'acme',
      kind: 'parameter',
      name: 'ping.get path.name',
      about: 'string',
      source: 'docs/ping',
      standing: 'documented',
    },
  ])
  expect(rows.filter(({ kind }) => kind === 'route').map(({ name }) => name)).toEqual(['ping.get', 'fallback'])
  expect(rows.find(({ kind }) => kind === 'limit')).toMatchObject({ about: '60 per 1m: all calls', switch: 'limits' })
  expect(count(rows).acme!.route).toEqual({ documented: 2, observed: 0, assumed: 0 })
})

test('a parameter’s row says what is checked', () => {
  const rows = fidelity({
    ...acme,
    parameters: [
      { in: 'query', name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 9 }, source: 'docs/x' },
      { in: 'query', name: 'order', required: true, schema: { enum: ['', 'asc'] }, source: 'docs/x', about: 'by name' },
      { in: 'header', name: 'V', schema: { const: 3 }, source: 'docs/x' },
      {
        in: 'body',
        name: 'a',
        schema: { type: ['string', 'null'], pattern: '^a' },
        source: 'docs/x',
        switch: 'limits',
      },
    ],
  })
  expect(rows.filter(({ kind, name }) => kind === 'parameter' && !name.includes(' '))).toMatchObject([
    { name: 'query.limit', about: 'integer from 1 to 9' },
    { name: 'query.order', about: 'nothing or asc; required; by name' },
    { name: 'header.V', about: '3' },
    { name: 'body.a', about: 'string or null like ^a', switch: 'limits' },
  ])
})

/** Everything that is wrong with the rows of a card. */
function faults(provider: Provider): string[] {
  const rows = fidelity(provider)
  const names = rows.map(nameOf)
  return [
    ...rows.flatMap((row) => wrongIn(row, provider).map((wrong) => `${nameOf(row)}: ${wrong}`)),
    ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name}: twice`),
  ]
}

function wrongIn({ kind, source, standing, switch: turns }: Row, { settings }: Provider): string[] {
  const { unknown } = readTags(source)
  const own = Object.entries(settings).filter(([, setting]) => shareDecision(setting.source, source))
  const unnamed = kind !== 'setting' && standing === 'assumed' && turns === undefined
  return [
    ...(source === '' ? ['no source'] : unknown.map((part) => `no tag: ${part}`)),
    ...(turns === undefined || turns === 'limits' || turns in settings ? [] : [`no setting ${turns}`]),
    ...(unnamed ? own.map(([name]) => `not switched by ${name}`) : []),
  ]
}

/** Whether a setting turns the very decision that a row assumes. */
function shareDecision(setting: string, row: string): boolean {
  const assumed = (source: string) =>
    readTags(source).tags.filter(({ word }) => word === 'assumed' || word === 'decision')
  const decided = [
    ...assumed(setting).flatMap(({ details }) => details),
    ...readTags(setting).tags.flatMap(({ note }) => note ?? []),
  ]
  return assumed(row).some(({ details }) => details.some((each) => decided.includes(each)))
}

function nameOf({ kind, name }: Row): string {
  return `${kind} ${name}`
}
