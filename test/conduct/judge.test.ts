import { describe, expect, test } from 'vitest'
import { defineRule } from '../../src/conduct/rule.ts'
import { takeSnapshot } from '../../src/core/snapshot.ts'
import { startEmulator } from '../../src/index.ts'
import { hostileState } from '../core/hostile.ts'
import { type Any, authorized, court } from './court.ts'

const words = { harm: 'It hurts.', mend: 'Do not.', tolerates: 'nothing' }

/** Blames every call to a path that contains its word. */
const about = (id: string, word: string, more: object = {}) =>
  defineRule({
    id,
    severity: 'error',
    about: `a call with ${word}`,
    ...words,
    source: 'RFC 0',
    ...more,
    start: () => ({ n: 0 }),
    on: {
      exchange: ({ exchange }, memory) => {
        memory.n++
        const { path } = exchange.context.call
        return path.includes(word) ? { subject: word, message: `call ${memory.n} has ${word}` } : undefined
      },
    },
  })

const CALL = 'GET /v1/filters'

describe('the verdict', () => {
  test('is inconclusive where no call came', async () => {
    const { report } = await court('hoopr')
    expect(await report()).toMatchObject({ verdict: 'inconclusive', reasons: ['no call came'] })
  })

  test('is passed where nothing was found, failed on an error, and no warning fails it', async () => {
    const { call, report } = await court('hoopr', { rules: [about('bad', 'filters'), about('other', 'nowhere')] })
    await call('GET /v1/health')
    expect(await report()).toMatchObject({ verdict: 'passed', findings: [], calls: { hoopr: 1 } })
    await call(CALL)
    expect(await report()).toMatchObject({ verdict: 'failed', reasons: ['bad: call 2 has filters'] })
    const mild = await court('hoopr', { rules: [about('bad', 'filters', { severity: 'warn' })] })
    await mild.call(CALL)
    expect(await mild.report()).toMatchObject({ verdict: 'passed', findings: [{ rule: 'bad', severity: 'warn' }] })
  })

  test('a scenario has the last word on severity and numbers', async () => {
    const scenario = { conduct: { bad: 'off' as const } }
    const { call, found } = await court('hoopr', { rules: [about('bad', 'filters')], scenario })
    await call(CALL)
    expect(await found()).toEqual([])
  })

  test('the same subject again counts up, with the first calls and the latest as evidence', async () => {
    const { call, report } = await court('hoopr', { rules: [about('bad', 'filters')] })
    for (let n = 0; n < 9; n++) await call(CALL)
    const [finding, ...others] = (await report()).findings
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      times: 9,
      message: 'call 1 has filters (9 times)',
      fingerprint: 'bad/hoopr/filters',
    })
    expect(finding!.requests).toEqual([1, 2, 3, 4, 5, 9].map((n) => `request-${n}`))
  })

  test('of one event the more specific rule speaks', async () => {
    const rules = [about('general', 'filters'), about('special', 'filters', { replaces: ['general'] })]
    const { call, found } = await court('hoopr', { rules })
    await call(CALL)
    expect(await found()).toEqual(['special'])
  })

  test('a rule without an RFC holds where a card names it', async () => {
    const { call, found } = await court('hoopr', { rules: [about('unnamed', 'filters', { source: undefined })] })
    await call(CALL)
    expect(await found()).toEqual([])
  })

  test('a rule of waiting is silent on a frozen clock, and named', async () => {
    const { call, report } = await court('hoopr', { rules: [about('slow', 'filters', { waits: true })] })
    await call(CALL)
    expect(await report()).toMatchObject({ findings: [], notJudged: [{ rule: 'slow' }] })
  })

  test('a rule that fails is named, and the call is answered', async () => {
    const broken = {
      ...about('broken', 'filters'),
      on: {
        exchange(): undefined {
          throw new Error('oops')
        },
      },
    }
    const { call, report } = await court('hoopr', { rules: [broken] })
    expect((await call(CALL)).status).toBe(401)
    expect((await report()).notJudged).toMatchObject([
      { rule: 'broken', why: expect.stringContaining('failed itself') },
    ])
  })
})

describe('expectations', () => {
  const judged = async (expected: Any[], calls: string[]) => {
    const { call, report } = await court('hoopr', { scenario: { expect: expected }, rules: [] })
    for (const each of calls) await call(each)
    return report()
  }

  test.each([
    [{ exactly: 1 }, [CALL], []],
    [{ exactly: 1 }, [CALL, CALL], ['expected GET /v1/filters: exactly 1; got 2']],
    [{ exactly: 1 }, ['GET /v1/tracks'], ['expected GET /v1/filters: exactly 1; it never came']],
    [{ atLeast: 2 }, [CALL], ['expected GET /v1/filters: at least 2; got 1']],
    [{ atMost: 1, atLeast: 1 }, [CALL, CALL], ['expected GET /v1/filters: at least 1, at most 1; got 2']],
    [{ atMost: 0 }, ['GET /v1/tracks'], []],
  ])('%j of %j', async (counts, calls, reasons) => {
    const report = await judged([{ provider: 'hoopr', call: CALL, ...counts }], calls)
    const expected = reasons.map((reason) => reason.replace('filters:', 'filters at hoopr:'))
    expect(report).toMatchObject({ reasons: expected, verdict: reasons.length === 0 ? 'passed' : 'failed' })
  })

  test('an order is kept', async () => {
    const expected = [
      { id: 'first', call: CALL, atLeast: 1 },
      { call: 'GET /v1/tracks', after: 'first' },
    ]
    expect((await judged(expected, [CALL, 'GET /v1/tracks'])).verdict).toBe('passed')
    const { verdict, reasons } = await judged(expected, ['GET /v1/tracks', CALL])
    expect([verdict, ...reasons]).toEqual(['failed', 'expected GET /v1/tracks: after first; it came before first'])
  })

  test('an order that names nothing is refused', async () => {
    await expect(judged([{ call: CALL, after: 'nobody' }], [])).rejects.toThrow('the id of another expectation')
  })
})

describe('a staged situation', () => {
  const rules = [{ id: 'expiry', call: 'GET /v1/tracks', do: 'expire' as const }]

  test('that never occurred leaves it open', async () => {
    const { call, report } = await court('hoopr', { scenario: { rules }, rules: [] })
    await call(CALL)
    const reasons = ['rule never struck: expiry']
    expect(await report()).toMatchObject({ verdict: 'inconclusive', reasons, neverStruck: ['expiry'] })
  })

  test('of a provider that nobody calls is not asked for', async () => {
    const elsewhere = [
      { id: 'other', provider: 'hoopai', do: { error: 'unavailable' } },
      { ...rules[0]!, do: { status: 503 } },
    ]
    const { call, report } = await court('hoopr', { scenario: { rules: elsewhere }, rules: [] })
    await call('GET /v1/tracks')
    expect(await report()).toMatchObject({ verdict: 'passed', neverStruck: [] })
  })

  test('a new scenario begins without findings, a snapshot keeps them', async () => {
    const { call, report, session } = await court('hoopr', { rules: [about('bad', 'filters')] })
    await call(CALL)
    const snapshot = await takeSnapshot(session, '1')
    expect(JSON.stringify(snapshot.state)).toContain('call 1 has filters')
    session.play(undefined)
    expect((await report()).findings).toEqual([])
    await call(CALL)
    expect((await report()).findings).toMatchObject([{ message: 'call 2 has filters', times: 1 }])
  })
})

test.each([['memory'], ['a hostile state']])('a stampede is found on %s', async (kind) => {
  const stand = await court('hoopai', {
    settings: { hoopai: { refreshGraceSeconds: 0 } },
    ...(kind === 'memory' ? {} : { openState: hostileState }),
  })
  const { app, refresh } = await authorized(stand)
  const form = { ...app, grant_type: 'refresh_token', refresh_token: refresh }
  await Promise.all([1, 2, 3].map(() => stand.call('POST /oauth/token', { form, hold: true })))
  expect(await stand.found()).toEqual(['refresh-stampede'])
})

test('over HTTP, answers that are late are under way', async () => {
  const rules = [{ call: 'POST /oauth/token', where: { grant: 'refresh_token' }, do: { delay: '1s' } }]
  const settings = { hoopai: { refreshGraceSeconds: 0 } }
  await using emulator = await startEmulator({ scenario: { rules, settings } as Any, clock: '2026-01-01T00:00:00Z' })
  const admin = async (path: string, body?: object) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return (await fetch(`${emulator.url}/__admin/${path}`, body ? init : {})).json() as Any
  }
  const { apps } = (await admin('credentials')).hoopai
  const { clientId, clientSecret, redirectUris } = apps[0]
  const consent = { clientId, redirectUri: redirectUris[0], scope: 'contacts.readonly', state: 'x' }
  const { redirectTo } = await admin('consent', consent)
  const token = async (fields: object) => {
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields })
    return (await fetch(`${emulator.url}/hoopai/oauth/token`, { method: 'POST', body })).json() as Any
  }
  const code = new URL(redirectTo).searchParams.get('code')
  const { refresh_token } = await token({ grant_type: 'authorization_code', code })
  await Promise.all([1, 2].map(() => token({ grant_type: 'refresh_token', refresh_token })))
  const { verdict, sessions } = await admin('report')
  expect(sessions[0].findings).toMatchObject([{ rule: 'refresh-stampede', requests: ['request-2', 'request-3'] }])
  expect(verdict).toBe('failed')
})
