/** The verdict over the admin API: its formats, and what is over and still counts. */

import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/core/judge.ts'
import { Past } from '../../src/core/past.ts'
import { Session } from '../../src/core/session.ts'
import { SCENARIO, stand } from './stand.ts'

const EXPECTING = { name: 'wants-filters', expect: [{ provider: 'hoopr', call: 'GET /v1/filters', exactly: 1 }] }

describe('formats', () => {
  test.each([
    [
      'json',
      'application/json',
      /^\{"\$schema":"urn:stuntdouble:report:1","version":"1\.2\.3","verdict":"inconclusive"/,
    ],
    ['junit', 'application/xml', /^<\?xml version="1\.0" encoding="UTF-8"\?>\n\n<testsuites /],
    ['tap', 'text/plain; charset=utf-8', /^TAP version 14\n/],
    ['markdown', 'text/markdown; charset=utf-8', /^# stuntdouble: inconclusive: 1 session, 0 calls/],
    ['github', 'text/plain; charset=utf-8', /^::error title=stuntdouble%3A default::no call came\n/],
  ])('%s', async (format, type, start) => {
    const { admin } = stand()
    for (const path of ['/report', '/reports', '/sessions/default/report']) {
      const answer = await admin.get(`${path}?format=${format}`)
      expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, type])
      expect(answer.text ?? answer.body.toString()).toMatch(start)
    }
  })

  test('an unknown one is refused with the known ones', async () => {
    const { status, body } = await stand().admin.get('/report?format=html')
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ got: 'html', known: ['json', 'junit', 'tap', 'markdown', 'github'] })
    expect((await stand().admin.get('/report?format=constructor')).status).toBe(400)
  })
})

describe('what is over counts in the end', () => {
  /** What `reports` says of each session: its name, what it played, and the verdict. */
  const told = async ({ admin }: ReturnType<typeof stand>) => {
    const { verdict, sessions } = (await admin.get('/reports')).body as Report
    return [verdict, ...sessions.map(({ name, scenario, verdict }) => `${name} ${scenario} ${verdict}`)]
  }
  const call = ({ agent }: ReturnType<typeof stand>, prefix = '', path = '/v1/tracks') =>
    agent.get(`${prefix}/hoopr${path}`)

  test('a session that was dropped', async () => {
    const all = stand()
    await all.admin.post('/sessions', { name: 'one', scenario: EXPECTING })
    await call(all, '/s/one')
    await all.admin.delete('/sessions/one')
    expect(await told(all)).toEqual(['failed', 'one wants-filters failed'])
  })

  test('a session that began anew, and one that was restored', async () => {
    const all = stand()
    await all.admin.put('/scenario', JSON.stringify(EXPECTING), 'application/json')
    const snapshot = (await all.admin.post('/snapshot')).body
    await call(all)
    await all.admin.post('/reset')
    await call(all, '', '/v1/filters')
    await all.admin.post('/restore', snapshot)
    await call(all)
    expect(await told(all)).toEqual([
      'failed',
      'default wants-filters failed',
      'default wants-filters passed',
      'default wants-filters failed',
    ])
  })

  test('a scenario that another took the place of', async () => {
    const all = stand()
    await all.admin.put('/scenario', JSON.stringify(EXPECTING), 'application/json')
    await call(all)
    await all.admin.put('/scenario', '{"name":"other"}', 'application/json')
    await call(all)
    await all.admin.delete('/scenario')
    await call(all)
    expect(await told(all)).toEqual([
      'failed',
      'default wants-filters failed',
      'default other passed',
      'default null passed',
    ])
  })
})

describe('what nobody called', () => {
  test('is no doubt in `default` once others were called, and in others where a scenario waited', async () => {
    const { admin, agent } = stand()
    const verdict = async () => (await admin.get('/reports')).body as Report
    expect(await verdict()).toMatchObject({ verdict: 'inconclusive', sessions: [{ name: 'default' }] })
    await admin.post('/sessions', { name: 'one' })
    await admin.post('/sessions', { name: 'two' })
    await agent.get('/s/one/hoopr/v1/tracks')
    expect(await verdict()).toMatchObject({ verdict: 'passed', sessions: [{ name: 'one' }] })
    await admin.put('/sessions/two/scenario', SCENARIO, 'application/yaml')
    const waiting = {
      verdict: 'inconclusive',
      sessions: [{ name: 'one' }, { name: 'two', reasons: ['no call came', 'rule never struck: expiry'] }],
    }
    expect(await verdict()).toMatchObject(waiting)
    await admin.delete('/sessions/two')
    expect((await verdict()).verdict).toBe('inconclusive')
  })
})

test('so many reports are kept, those that passed least of all, and the others are counted', async () => {
  const past = new Past(2)
  const over = async (name: string, verdict: 'passed' | 'failed') => {
    const report = { name, verdict, scenario: null, calls: { hoopr: 1 } } as never
    await past.keep(new Session({ name, judge: { hear: async () => {}, report: async () => report } }))
  }
  for (const [name, verdict] of [
    ['a', 'failed'],
    ['b', 'passed'],
    ['c', 'failed'],
  ] as const)
    await over(name, verdict)
  expect([past.reports.map(({ name }) => name), past.faults]).toEqual([['a', 'c'], []])
  await over('d', 'failed')
  expect(past.reports.map(({ name }) => name)).toEqual(['c', 'd'])
  expect(past.faults).toEqual(['1 more reports, failed, were not kept: 2 are'])
})
