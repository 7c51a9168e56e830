/** Why a call was answered as it was, in words. */

import { describe, expect, test } from 'vitest'
import { stand } from './stand.ts'

const RULES = [
  { id: 'elsewhere', call: 'POST /v1/search', do: { status: 503 } },
  { id: 'live-only', call: 'GET /v1/filters', where: { mode: 'live' }, do: { status: 503 } },
  { id: 'skips', call: 'GET /v1/filters', skip: 2, do: { status: 418 } },
  { id: 'every', call: 'GET /v1/filters', every: 3, do: { delay: '1ms' } },
  { id: 'once', call: 'GET /v1/filters', times: 1, do: { delay: '1ms' } },
  { id: 'later', call: 'GET /v1/filters', between: ['1h', '2h'], do: { status: 503 } },
  { id: 'never', call: 'GET /v1/filters', chance: 0, do: { status: 503 } },
  { id: 'shadow', call: 'GET /v1/filters', skip: 2, do: { status: 500 } },
]

async function told(path = '/hoopr/v1/filters', calls = 2) {
  const { admin, call, mint, stage } = stand()
  await admin.put('/scenario', JSON.stringify({ rules: RULES }), 'application/json')
  const token = await mint({ provider: 'hoopr' })
  for (let i = 0; i < calls; i++) await call(path, token)
  const { requests } = (await admin.get('/requests')).body
  return { admin, stage, token, explained: (await admin.get(`/requests/${requests[0].id}/explain`)).body }
}

describe('a call is explained', () => {
  test('with the reason of each rule', async () => {
    const { explained } = await told()
    const why = Object.fromEntries(explained.rules.map((each: { rule: string; why: string }) => [each.rule, each.why]))
    expect(why).toEqual({
      elsewhere: 'it meets other calls',
      'live-only': 'it meets such calls, but not with this path or from this caller',
      skips: 'this was call 2 of those it meets, and it lets 2 pass',
      every: 'this was call 2 of those it meets; it strikes one in 3',
      once: 'this was call 2 of those it meets; it had struck its 1 time',
      later: 'it strikes from 1h to 2h of the play; this was at 0s',
      never: expect.stringMatching(/^this was call 2 of those it meets; it drew 0\.\d{4}, and strikes below 0$/),
      shadow: 'this was call 2 of those it meets, and it lets 2 pass',
    })
    expect(explained).toMatchObject({
      provider: 'hoopr',
      session: { name: 'default', foundBy: 'default' },
      route: { name: 'filters.list', path: '/v1/filters' },
      refused: null,
      budgets: [{ budget: 'api', limit: 600, remaining: 598, refused: false }],
    })
    expect(explained.words).toContain('It was answered 200.')
  })

  test('with the rule that struck it, and those in its shadow', async () => {
    const { explained } = await told('/hoopr/v1/filters', 3)
    const struck = explained.rules.filter((each: { struck: boolean }) => each.struck)
    expect(struck.map(({ rule }: { rule: string }) => rule)).toEqual(['skips', 'every'])
    expect(explained.words.join('\n')).toContain(
      'Rule shadow did not strike: this was call 3 of those it meets; an earlier effect answered.',
    )
    expect(explained.words.join('\n')).toContain('It was answered 418 by rule skips, every.')
  })

  test('with the check that refused it and its source, and without the token', async () => {
    const { explained, token } = await told('/hoopr/v1/tracks-top', 1)
    expect(explained.refused).toMatchObject({
      code: 'insufficient_scope',
      status: 403,
      source: expect.stringMatching(/docs/),
    })
    expect(JSON.stringify(explained)).not.toContain(token)
  })

  test('with the nearest routes when it met none', async () => {
    const { explained } = await told('/hoopr/v1/trakcs', 1)
    expect(explained.route).toBeNull()
    expect(explained.nearest[0]).toBe('GET /v1/tracks')
    expect(explained.words.join(' ')).toContain('It met no route. The nearest are GET /v1/tracks,')
  })

  test('without rules that play no more', async () => {
    const { admin } = await told()
    await admin.put('/scenario', JSON.stringify({ rules: [RULES[0]] }), 'application/json')
    const { body } = await admin.get('/requests/request-2/explain')
    expect(body.rules).toEqual([])
    expect(body.words).toContain('What plays now is not what played then, so its rules are not known any more.')
  })

  test('only while the journal has it', async () => {
    const { admin } = await told()
    const { status, body } = await admin.get('/requests/request-77/explain')
    expect([status, body.error.code, body.error.got]).toEqual([404, 'unknown_request', 'request-77'])
  })
})
