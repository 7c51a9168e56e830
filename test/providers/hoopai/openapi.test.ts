/**
 * Every answer of a long walk over all routes, held against HighLevel's OpenAPI files, HoopAI's own card, and a model of
 * what is there. The files are read from beside the repository; where they are absent that part is skipped and says so.
 */

import { beforeAll, describe, expect, test } from 'vitest'
import type { Route } from '../../../src/core/provider.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { checked, statusesOf } from './card.ts'
import type { Answered } from './ground.ts'
import { SLIPS } from './slips.ts'
import { absent, declared, problemsOf } from './specification.ts'
import { type Walk, walk } from './walk.ts'

const { routes } = hoopai

/** The other way that settings have it, where they do not change the form of a refusal. */
const OTHERWISE = {
  profile: 'highlevel',
  sharedLocationBudget: false,
  scopeStatus: '403',
  legacyRefreshError: true,
  autoConsent: true,
  denyRedirect: true,
}

/** Answers whose bodies the files leave open (sheet, section 16). */
const NOT_DESCRIBED = ['contacts.search 200', 'contacts.duplicate 200']

interface Unseen {
  readonly route: RegExp
  readonly what: RegExp
  readonly why: string
}
/** What cards declare and no walk meets. An entry that nothing needs any more fails. */
const UNSEEN: readonly Unseen[] = [
  { route: /./, what: /^(500|server_error)$/, why: 'the emulator would have to fail' },
  {
    route: /^oauth\.token$/,
    what: /^(429|rate_limited)$/,
    why: 'no budget unless a setting makes one (limits.test.ts)',
  },
  { route: /^contacts\.upsert$/, what: /^duplicate_contact$/, why: 'a race alone brings it (contact-upsert.test.ts)' },
]

let walks: readonly Walk[]
let answers: readonly Answered[]
beforeAll(async () => {
  walks = [await walk(1, {}), await walk(2, OTHERWISE), await walk(3, {})]
  answers = walks.flatMap((each) => each.answers)
}, 60_000)

describe('a walk over every route', () => {
  test('sees everything that the cards declare, but for what cannot be met', () => {
    const hit = new Set(answers.filter(({ status }) => status < 400).map(({ route }) => route.name))
    const succeeding = routes.filter(({ success }) => success)
    const statuses = pairs((route) => statusesOf(route))
    const seen = new Set(
      answers.flatMap(({ route, status, code }) => [`${route.name} ${status}`, `${route.name} ${code}`]),
    )
    const met = statuses.filter(([route, status]) => seen.has(`${route.name} ${status}`))
    const inFiles = absent ? [] : pairs((route) => declared(route)?.statuses ?? [])
    const metInFiles = inFiles.filter(([route, status]) => seen.has(`${route.name} ${status}`))
    console.log(
      [
        `HoopAI: ${walks.map(({ steps }) => steps).join(' + ')} steps, ${answers.length} answers`,
        `operations hit: ${hit.size} of ${routes.length} emulated (${routes.length - succeeding.length} only refuses)`,
        `statuses seen: ${met.length} of ${statuses.length} declared by the cards`,
        absent ? `skipped: ${absent}` : `${metInFiles.length} of ${inFiles.length} declared by the OpenAPI files`,
      ].join('; '),
    )
    expect(succeeding.filter(({ name }) => !hit.has(name))).toEqual([])
    const own = pairs(({ refuses = [] }) => refuses)
    const unseen = [...statuses, ...own].filter(([route, what]) => !seen.has(`${route.name} ${what}`))
    const isKnown = ([route, what]: Pair, each: Unseen) => each.route.test(route.name) && each.what.test(String(what))
    expect(
      unseen
        .filter((pair) => !UNSEEN.some((each) => isKnown(pair, each)))
        .map(([route, what]) => `${route.name} ${what}`),
    ).toEqual([])
    expect(UNSEEN.filter((each) => !unseen.some((pair) => isKnown(pair, each)))).toEqual([])
    const strangeInFiles = inFiles.filter(([route, status]) => !seen.has(`${route.name} ${status}`))
    expect(strangeInFiles.map(([route, status]) => `${route.name} ${status}`)).toEqual([])
  })

  test('is answered as its calls let expect: what is wrong is refused, what was created is there, what was deleted is gone', () => {
    expect(walks.flatMap(({ surprises }) => surprises)).toEqual([])
  })

  test('meets no refusal that the cards do not declare, and no body that they do not describe', () => {
    const { undeclared, undescribed } = checked(answers)
    expect({ undeclared, undescribed }).toEqual({ undeclared: [], undescribed: [] })
  })

  test('is told no secret, and nothing of the program', () => {
    expect(walks.flatMap(({ leaks }) => leaks)).toEqual([])
  })

  test('is the same again', async () => {
    const again = await walk(1, {})
    const { answers: first } = walks[0]!
    expect(again.answers.map(({ text }) => text)).toEqual(first.map(({ text }) => text))
  })
})

describe.skipIf(absent)(`the OpenAPI files${absent ? ` (skipped: ${absent})` : ''}`, () => {
  test('describe every answer, but for the known slips', () => {
    const slips = new Set<string>()
    const open = new Set<string>()
    const wrong = new Set<string>()
    for (const { route, status, text } of answers)
      for (const problem of problemsIn(route, status, text)) {
        const slip = SLIPS.find(({ route: of, at }) => of.test(route.name) && at.test(problem))
        if (slip) slips.add(slip.why)
        else if (problem === ' is not described') open.add(`${route.name} ${status}`)
        else wrong.add(`${route.name} ${status} ${problem}`)
      }
    expect([...wrong]).toEqual([])
    expect([...open].sort()).toEqual([...NOT_DESCRIBED].sort())
    expect(SLIPS.filter(({ why }) => !slips.has(why))).toEqual([])
  })

  test('show what is wrong with an answer', () => {
    const of = (name: string) => routes.find((route) => route.name === name)!
    expect(problemsOf(of('contacts.delete'), 200, '{"succeded":"yes"}')).toEqual(['/succeded must be boolean'])
    expect(problemsOf(of('contacts.get'), 200, '{"contact":{"attachments":[],"tags":"a"}}')).toEqual([
      '/contact/tags must be array',
      '/contact/attachments must be string',
    ])
    expect(problemsOf(of('contacts.get'), 422, '{"message":"no list"}')).toEqual(['/message must be array'])
    expect(problemsOf(of('conversations.search'), 200, '{"conversations":[{}]}')).toContain(
      " must have required property 'total'",
    )
    expect(() => problemsOf(of('contacts.create'), 200, '{}')).toThrow('describes no 200')
    expect(() => declared({ ...of('contacts.get'), path: '/contacts/elsewhere' })).toThrow('has no GET')
  })
})

test('the card shows what is wrong with an answer', () => {
  const route = routes.find(({ name }) => name === 'contacts.delete')!
  const wrong = (status: number, text: string, code?: string) => checked([{ route, status, text, code }])
  expect(wrong(200, '{"succeded":true,"traceId":"x"}')).toEqual({ undeclared: [], undescribed: [] })
  expect(wrong(200, '{"succeded":1,"traceId":"x"}').undescribed).toEqual([
    'contacts.delete 200: /succeded must be boolean',
  ])
  expect(wrong(404, '{}', 'unknown_route')).toEqual({
    undeclared: ['contacts.delete unknown_route'],
    undescribed: ['contacts.delete 404 is not there'],
  })
})

type Pair = readonly [Route, number | string]

function pairs(of: (route: Route) => readonly (number | string)[]): Pair[] {
  return routes.flatMap((route) => of(route).map((each) => [route, each] as const))
}

/** A refusal may have a status that the files leave out; a success may not. */
function problemsIn(route: Route, status: number, text: string): string[] {
  const found = declared(route)
  if (!found) return []
  if (found.described.includes(status)) return problemsOf(route, status, text)
  if (status >= 400) return []
  return [found.statuses.includes(status) ? ' is not described' : ` ${status} is not declared`]
}
