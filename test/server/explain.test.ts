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
      elsewhere: 'it meets other calls: POST /v1/search',
      'live-only': 'the caller would need mode live, and its mode is test',
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
      budgets: [{ budget: 'api', limit: 600, remaining: 598, charged: 1, refused: false }],
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
    expect(explained.words.join('\n')).toContain('It was answered 418, struck by rule skips, every.')
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

  test('without rules when it came before they played, or when none plays any more', async () => {
    const { admin, call } = stand()
    await call('/hoopr/v1/filters')
    const words = async () => (await admin.get('/requests/request-1/explain')).body.words.join(' ') as string
    expect(await words()).toContain('No scenario plays.')
    await admin.put('/scenario', JSON.stringify({ rules: RULES }), 'application/json')
    expect(await words()).toContain('What plays now is not what played then')
    expect(await words()).not.toContain('No scenario plays.')
    await admin.delete('/scenario')
    expect(await words()).toContain('What plays now is not what played then')
  })

  test('with a cause that had nothing to strike, and one that struck', async () => {
    const { admin, call, mint } = stand()
    const rules = [{ id: 'ends', call: 'GET /v1/filters', do: 'expire' }]
    await admin.put('/scenario', JSON.stringify({ rules }), 'application/json')
    await call('/hoopr/v1/filters')
    await call('/hoopr/v1/filters', await mint({ provider: 'hoopr' }))
    const explained = async (n: number) => (await admin.get(`/requests/request-${n}/explain`)).body
    const [without, struck] = [await explained(1), await explained(2)]
    expect(without.rules).toEqual([
      {
        rule: 'ends',
        considered: true,
        struck: false,
        why: 'this was call 1 of those it meets; the call had nothing that its cause could strike',
      },
    ])
    expect(struck.rules).toEqual([
      { rule: 'ends', considered: true, struck: true, why: 'this was call 2 of those it meets, and it does expire' },
    ])
    expect(struck.words.find((each: string) => each.startsWith('It was refused'))).toMatch(
      /^It was refused by the check of its token: 401 expired_token, .+ \(.+\), struck by rule ends\.$/,
    )
  })

  test('with the budget that refused it', async () => {
    const { admin, call, mint } = stand()
    const settings = { hoopr: { limits: { api: '1 per 1m' } } }
    await admin.put('/scenario', JSON.stringify({ settings }), 'application/json')
    const token = await mint({ provider: 'hoopr' })
    for (let i = 0; i < 2; i++) await call('/hoopr/v1/filters', token)
    const { body } = await admin.get('/requests/request-2/explain')
    expect(body.refused).toMatchObject({ code: 'rate_limited', status: 429 })
    expect(body.words).toContain(
      'Budget api had nothing more to give, so it refused, and nothing was charged: 0 of 1 left until 2026-01-01T00:01:00.000Z.',
    )
  })

  test('within its time only, and by times that parallel calls share', async () => {
    const { admin, call, mint } = stand()
    const rules = [
      { id: 'outage', call: 'GET /v1/filters', between: ['10m', '20m'], skip: 1, do: { status: 503 } },
      { id: 'thrice', call: 'GET /v1/filters', chance: 0.999999, times: 3, do: { delay: '1ms' } },
    ]
    await admin.put('/scenario', JSON.stringify({ rules }), 'application/json')
    const token = await mint({ provider: 'hoopr' })
    await call('/hoopr/v1/filters', token)
    await admin.post('/clock', { advance: '10m' })
    await Promise.all(Array.from({ length: 4 }, () => call('/hoopr/v1/filters', token)))
    const told = async (rule: string) => {
      const reasons = []
      for (let n = 1; n <= 5; n++) {
        const { rules } = (await admin.get(`/requests/request-${n}/explain`)).body
        reasons.push(rules.find((each: { rule: string }) => each.rule === rule))
      }
      return reasons as { struck: boolean; why: string }[]
    }
    const outage = await told('outage')
    expect(outage.map(({ struck }) => struck)).toEqual([false, false, true, true, true])
    expect(outage[1]!.why).toBe('this was call 1 of those it meets in its time, and it lets 1 pass')
    const spent = (await told('thrice')).filter(({ struck }) => !struck)
    expect(spent).toHaveLength(2)
    for (const { why } of spent) expect(why).toMatch(/; it had struck its 3 times$/)
  })

  test('without the secrets that it brought, and with the session that it named', async () => {
    const { admin, agent } = stand()
    await admin.post('/sessions', { name: 'a' })
    const { clientId, secrets } = (await admin.get('/credentials')).body.hoopr.clients[0]
    const grant = { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.live }
    await agent.post('/s/a/hoopr/v1/auth/token').send(grant)
    const { body } = await admin.get('/sessions/a/requests/request-1/explain')
    expect(body.session).toEqual({ name: 'a', foundBy: 'prefix' })
    expect(body.words[0]).toMatch(/^POST \/v1\/auth\/token came to .+ at \S+, in session a, which its path named\.$/)
    expect(JSON.stringify(body)).not.toContain(secrets.live)
  })

  test('only while the journal has it', async () => {
    const { admin } = await told()
    const { status, body } = await admin.get('/requests/request-77/explain')
    expect([status, body.error.code, body.error.got]).toEqual([404, 'unknown_request', 'request-77'])
  })
})
